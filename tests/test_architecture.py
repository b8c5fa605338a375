"""The house holds: floors, start-up, the binding, and where colours may be named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def loaded_after(code: str) -> set[str]:
    """Which of the heavy modules a fresh interpreter has after ``code``."""
    heavy = ("PySide6", "torch", "pyqtgraph", "qtawesome", "engines")
    probe = f"{code}\nimport sys; print(*[m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.split())


def test_engines_know_no_qt():
    modules = [
        str(p.relative_to(ROOT).with_suffix("")).replace("/", ".")
        for p in (ROOT / "engines").rglob("*.py")
        if p.name not in ("__main__.py", "__init__.py")
    ]
    assert len(modules) > 10
    found = loaded_after("\n".join(f"import {m}" for m in modules))
    assert "PySide6" not in found
    assert "qtawesome" not in found


def test_widgets_know_no_torch_and_no_engines():
    modules = [
        str(p.relative_to(ROOT).with_suffix("")).replace("/", ".")
        for p in (ROOT / "widgets").rglob("*.py")
        if p.name not in ("__main__.py", "__init__.py")
    ]
    assert loaded_after("\n".join(f"import {m}" for m in modules)) <= {"PySide6", "pyqtgraph"}


def test_the_first_paint_needs_neither_torch_nor_pyqtgraph():
    """The limit of 1 s is for an idle machine; a busy one gets three."""
    done = subprocess.run(
        [sys.executable, "main.py", "--measure-start"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    found = re.search(r"first paint ([\d.]+) s, heavy modules: (.*)", done.stdout)
    assert found, done.stderr
    assert found.group(2) == "[]"
    assert float(found.group(1)) < 3


def test_a_config_is_read_without_torch():
    assert "torch" not in loaded_after("import engines.gan.config, engines.gan.presets")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12")
def test_qt_calls_leave_none_alone(qapp):
    """PySide6 6.12.0 takes one reference off None per void call and aborts Python 3.11 within seconds."""
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    before = sys.getrefcount(None)
    for i in range(50_000):
        label.setText("ab"[i % 2])
        label.update()
    assert sys.getrefcount(None) > before - 100


def test_colours_are_named_in_one_file_only():
    named = [
        f"{path.relative_to(ROOT)}:{i}"
        for floor in ("playground", "widgets")
        for path in (ROOT / floor).rglob("*.py")
        if path.name != "tokens.py"
        for i, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"[\"']#[0-9A-Fa-f]{6}\b", line)
    ]
    assert named == []


def test_main_stays_small():
    assert len((ROOT / "main.py").read_text().splitlines()) <= 20
