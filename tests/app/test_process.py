"""The program as the system sees it: signals, a second start, homes that cannot be used, crashes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.ground import files
from playground.ground.shelf import Shelf
from tests.app.conftest import SMALL

ROOT = Path(__file__).parents[2]
PLAYS = """
import sys
import playground.run.autosave as autosave
from playground.app import main
from playground.shell.window import MainWindow

autosave.WORTH_KEEPING = 2
furnish = MainWindow.furnish


def begin(window, lab=None):
    furnish(window, lab)
    run = window.current.run
    run.bridge.snapshot.connect(lambda shot: print("step", shot.step, flush=True))
    print("ready", flush=True)
    if "--play" in sys.argv:
        run.play()


MainWindow.furnish = begin
sys.exit(main([a for a in sys.argv if a != "--play"]))
"""


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path / "home"))
    config = tmp_path / "home" / "config"
    config.mkdir(parents=True)
    session = {"version": 1, "language": "en", "labs": {"gan": {"preset": "cpu", "config": SMALL}}}
    (config / "session.json").write_text(json.dumps(session))
    return tmp_path / "home"


@pytest.fixture
def program(tmp_path) -> Iterator[object]:
    """Starts the program; ends what still runs."""
    script = tmp_path / "plays.py"
    script.write_text(textwrap.dedent(PLAYS))
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def hear(process: subprocess.Popen[str], word: str) -> str:
    """Read on until a line begins with ``word``."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(word):
            return line
    raise AssertionError(f"{word!r} never came: {process.stderr.read() if process.stderr else ''}")


def test_a_signal_ends_it_in_order_and_the_run_is_kept(home, program):
    """All three take the same way: tests/playground/test_signals.py."""
    process = program("--play")
    hear(process, "step 5")
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in said
    last = Shelf("gan").last_time
    assert last is not None
    assert last.steps is not None
    assert last.steps >= 5


def test_a_second_start_shows_the_first_ones_window_and_a_crash_report_outlives_both(home, program, tmp_path):
    state = home / "state"
    state.mkdir()
    (state / "crash.txt").write_text("Fatal Python error: Segmentation fault")
    (state / f".run.abc{files.PART}").write_text("left by a save that was killed")
    first = program()
    hear(first, "ready")
    text = tmp_path / "text.txt"
    text.write_text("天地玄黄宇宙洪荒" * 50, "utf-8")
    second = program("--lab", "words", str(text))
    _, said = second.communicate(timeout=30)
    assert second.returncode == 0
    assert "already open" in said
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=30)
    session = json.loads((home / "config" / "session.json").read_text("utf-8"))
    assert session["tab"] == "words"
    assert session["labs"]["words"]["view"]["document"] == str(text)
    kept = list(state.glob("crash-*.txt"))
    assert [path.read_text() for path in kept] == ["Fatal Python error: Segmentation fault"]
    assert (state / "crash.txt").read_text() == ""
    assert not list(state.glob(f".*{files.PART}"))


def test_a_home_that_is_a_file_is_no_reason_not_to_start(tmp_path, monkeypatch, program):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path / "file"))
    process = program()
    hear(process, "ready")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0
