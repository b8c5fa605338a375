"""What is remembered from one start to the next."""

from __future__ import annotations

from pathlib import Path

from playground.shell.session import Session


def test_session_survives_damage(tmp_path):
    path = Path(tmp_path) / "session.json"
    for text in ("", "{", "[]", '{"version": 99}', "\x00\x01", '{"version": 1, "labs": 3, "tab": []}'):
        path.write_text(text)
        session = Session(path)
        assert session.lab("gan") == {}
        assert session.get("tab", str, "gan") == "gan"
