"""Killed at any moment of a save, again and again: what was kept is there at the next start, and is whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engines.ground import checkpoint, files
from playground.ground import paths
from playground.ground.shelf import Shelf

ROOT = Path(__file__).parents[2]
BEGIN = """
import os, random, signal, sys, threading, time

rng = random.Random(int(sys.argv[1]))
first = int(sys.argv[2])


def end():
    time.sleep(rng.uniform(0.005, 0.12))
    os.kill(os.getpid(), signal.SIGKILL)


def say(n):
    print(n, flush=True)
    if n == first:
        threading.Thread(target=end, daemon=True).start()

"""
RUNS = """
import numpy as np
from engines.ground import checkpoint
from playground.ground.shelf import Shelf


class Run:
    def __init__(self, count):
        self.count = count

    def save(self, path):
        checkpoint.save(path, "gan", {"step": self.count}, {"w": np.full(400_000, self.count, np.float32)})


shelf = Shelf("gan")
for n in range(first, first + 100_000):
    shelf.keep(Run(n))
    say(n)
"""
SESSIONS = """
from playground.shell.session import Session

session = Session()
for n in range(first, first + 100_000):
    session.save(step=n, text="x" * 200_000)
    assert session.flush()
    say(n)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills itself as only other systems can")


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    return tmp_path


def killed(script: str, seed: int, first: int) -> int:
    """Start, save until killed, and return the last number that the process said it had kept."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + script, str(seed), str(first)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == -9, done.stderr
    return int(done.stdout.split()[-1])


def left_over(folder: Path) -> list[Path]:
    return list(folder.rglob(f".*{files.PART}"))


def test_runs(home, long):
    said = 0
    for seed in range(200 if long else 5):
        said = killed(RUNS, seed, said + 1)
        shelf = Shelf("gan")  # the next start
        last = shelf.last_time
        assert last is not None
        assert last.steps in (said, said + 1)  # it may have been killed between keeping and saying so
        for run in shelf.runs():
            saved = checkpoint.load(run.path, "gan")
            assert saved.meta == {"step": run.steps}
            assert np.array_equal(saved.tensors["w"], np.full(400_000, run.steps, np.float32))
        files.sweep(paths.state())
        assert left_over(home) == []
        said = last.steps


def test_sessions(home, long):
    said = 0
    for seed in range(200 if long else 5):
        said = killed(SESSIONS, seed, said + 1)
        found = json.loads((paths.config() / "session.json").read_text("utf-8"))
        assert found["step"] in (said, said + 1)
        assert len(found["text"]) == 200_000
        files.sweep(paths.config())
        assert left_over(home) == []
        said = found["step"]
