"""Motion stops when the program or the desktop asks for it."""

from __future__ import annotations

import sys

import pytest

from widgets.look import motion


def test_motion_stops_when_anybody_asks(monkeypatch):
    monkeypatch.setattr(motion, "prefers_reduced_motion", lambda: False)
    monkeypatch.setattr(motion, "off", False)
    assert motion.duration(120) == 120
    monkeypatch.setattr(motion, "prefers_reduced_motion", lambda: True)
    assert motion.duration(120) == 0


@pytest.mark.parametrize(("line", "asks"), [("gtk-enable-animations=0", True), ("gtk-enable-animations=true", False), ("", False)])  # fmt: skip
def test_the_desktop_is_asked(monkeypatch, tmp_path, line: str, asks: bool):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "gtk-4.0").mkdir()
    (tmp_path / "gtk-4.0" / "settings.ini").write_text(f"[Settings]\n{line}\n")
    monkeypatch.setattr(sys, "platform", "linux")
    motion.prefers_reduced_motion.cache_clear()
    try:
        assert motion.prefers_reduced_motion() is asks
    finally:
        motion.prefers_reduced_motion.cache_clear()
