"""What goes wrong under a runner: jobs and steps that fail, builds, memory, engines that halt."""

from __future__ import annotations

from typing import Any

import pytest

from engines.ground.problem import Halt, Problem
from engines.ground.runner import State
from tests.engines.ground.conftest import Counter, gated


def test_a_job_that_fails_belongs_to_the_one_who_asked(start):
    runner, _ = start()

    def bad(_: Any) -> None:
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        runner.ask(bad).result(5)
    assert runner.ask(lambda e: 1).result(5) == 1


def test_a_failing_step_ends_the_run_and_cancels_what_waits(start):
    rescued: list[int] = []
    runner, watch = start(
        lambda: Counter(fail_at=3, error=RuntimeError("boom")), rescue=lambda e: rescued.append(e.steps)
    )
    runner.play()
    watch.until(lambda: runner.state is State.FAILED)
    assert runner.failure is not None
    assert runner.failure.kind == "error"
    assert "boom" in runner.failure.message
    assert "Traceback" in runner.failure.detail
    assert rescued == [3]
    assert runner.ask(lambda e: 1).cancelled()


class OutOfMemoryError(RuntimeError):
    """Named as torch's."""


@pytest.mark.parametrize("error", [OutOfMemoryError("CUDA out of memory"), MemoryError()])
def test_out_of_memory_is_its_own_kind(start, error):
    runner, watch = start(lambda: Counter(fail_at=0, error=error))
    runner.step()
    watch.until(lambda: runner.state is State.FAILED)
    assert runner.failure.kind == "memory"


def test_a_failed_build_is_reported_with_its_sentence(start):
    def build() -> Counter:
        raise Problem("{n} pictures are too few.", n=0)

    runner, watch = start(build)
    watch.until(lambda: runner.state is State.FAILED)
    assert runner.failure.problem.template == "{n} pictures are too few."
    assert str(runner.failure.problem) == "0 pictures are too few."


def test_an_engine_that_halts_pauses_and_goes_on(start):
    runner, watch = start(lambda: Counter(fail_at=2, error=Halt("{term} is not a number.", term="loss")))
    runner.play()
    watch.until(lambda: not runner.halts.empty)
    assert not runner.wanted  # already, whatever the thread is still busy with
    assert str(runner.halts.take()) == "loss is not a number."
    watch.until(lambda: runner.state is State.PAUSED)
    runner.step(1)
    assert runner.ask(lambda e: e.steps).result(5) >= 2


def test_play_pressed_during_the_step_that_halts_is_not_lost(start):
    runner, watch, engine = gated(start, fail_at=0, error=Halt("Stopped."))
    runner.step(1)
    assert engine.inside.acquire(timeout=10)
    runner.play()
    engine.gate.release(100)
    watch.until(lambda: engine.steps >= 3)
    assert not runner.halts.empty
    runner.pause()
    engine.gate.release(1_000_000)


@pytest.mark.parametrize("error", [SystemExit(1), KeyboardInterrupt()])
def test_not_even_an_exit_in_a_job_takes_the_thread_along(start, error):
    runner, watch = start()

    def job(_: Any) -> None:
        raise error

    future = runner.ask(job)
    assert future.exception(5) is error
    runner.step(2)
    watch.until(lambda: runner.ask(lambda e: e.steps).result(5) == 2)
