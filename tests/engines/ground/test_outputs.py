"""How a command line ends: pipes that close, Ctrl-C, problems."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from engines.ground import outputs
from engines.ground.problem import Problem

SPEAKER = """
import sys
from engines.ground import outputs

def work():
    for line in range(100_000):
        print(line)
    return 0

sys.exit(outputs.ended("speaker", work))
"""


def test_a_reader_who_leaves_ends_the_work_without_a_word():
    running = subprocess.Popen(
        [sys.executable, "-c", SPEAKER], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline() == b"0\n"
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait(60) == outputs.PIPE_CLOSED


def test_problems_and_ctrl_c_are_told_in_a_line(capsys):
    def refuse() -> int:
        raise Problem("There is no {name}.", name="cheese")

    def stop() -> int:
        raise KeyboardInterrupt

    assert outputs.ended("shop", refuse) == 2
    assert capsys.readouterr().err == "shop: There is no cheese.\n"
    assert outputs.ended("shop", stop) == outputs.INTERRUPTED
    assert capsys.readouterr().err.count("\n") == 1
    assert outputs.ended("shop", lambda: 1) == 1


def test_ctrl_c_ends_training_after_the_step_and_a_second_one_at_once(capsys):
    before = signal.getsignal(signal.SIGINT)
    with outputs.stoppable() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before
    assert "Ctrl-C" in capsys.readouterr().err


def test_a_training_that_is_stopped_writes_what_was_asked_for(tmp_path):
    from engines.layers.__main__ import main

    path = tmp_path / "run.safetensors"
    with pytest.MonkeyPatch.context() as patch:
        from engines.layers.engine import LayersEngine

        step = LayersEngine.step

        def stopped(self: LayersEngine):  # as if the keys were pressed in the third step
            yield from step(self)
            if self.count == 3:
                os.kill(os.getpid(), signal.SIGINT)

        patch.setattr(LayersEngine, "step", stopped)
        assert main(["--steps", "50", "--batch", "4", "--out", str(path)]) == 0
    from engines.layers import open_checkpoint

    assert open_checkpoint(path).count == 3
