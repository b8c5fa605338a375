"""The one thread that owns an engine: order, mailbox, jobs, failures, ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from engines.ground.problem import Halt, Problem
from engines.ground.runner import Runner, State


@dataclass(frozen=True)
class Shot:
    step: int


class Counter:
    """Counts its steps; may be told to fail, halt or yield."""

    def __init__(self, fail_at: int = -1, error: Exception | None = None, pieces: int = 0) -> None:
        self.steps, self.closed, self.thread = 0, False, threading.get_ident()
        self._fail_at, self._error, self._pieces = fail_at, error, pieces

    def step(self) -> Iterator[None] | None:
        assert threading.get_ident() == self.thread
        if self._pieces:
            return self._in_pieces()
        self._count()
        return None

    def _in_pieces(self) -> Iterator[None]:
        for _ in range(self._pieces):
            yield
        self._count()

    def _count(self) -> None:
        if self.steps == self._fail_at and self._error is not None:
            error, self._error = self._error, None
            raise error
        self.steps += 1

    def snapshot(self) -> Shot:
        return Shot(self.steps)

    def close(self) -> None:
        self.closed = True


class Watch:
    """Waits, without polling, until a condition on the runner holds; hooked to its wake-ups."""

    def __init__(self) -> None:
        self._bell = threading.Condition()

    def ring(self) -> None:
        with self._bell:
            self._bell.notify_all()

    def until(self, truth: Callable[[], bool], timeout: float = 10.0) -> None:
        with self._bell:
            assert self._bell.wait_for(truth, timeout), "waited in vain"


@pytest.fixture
def start() -> Iterator[Callable[..., tuple[Runner[Shot], Watch]]]:
    runners: list[Runner[Shot]] = []

    def make(engine: Callable[[], Any] = Counter, **options: Any) -> tuple[Runner[Shot], Watch]:
        watch = Watch()
        runner: Runner[Shot] = Runner(lambda _: engine(), watch.ring, **options)
        runners.append(runner)
        runner.start()
        return runner, watch

    yield make
    for runner in runners:
        assert runner.close()


def test_steps_exactly_as_asked_and_pauses(start):
    runner, watch = start()
    watch.until(lambda: runner.state is State.PAUSED)
    runner.step(5)
    assert runner.ask(lambda e: e).result(5) is not None
    watch.until(
        lambda: runner.state is State.PAUSED and (s := runner.latest.take()) is not None and s.step == 5
    )
    assert runner.ask(lambda e: e.steps).result(5) == 5


def test_play_runs_until_paused(start):
    runner, watch = start()
    runner.play()
    watch.until(lambda: runner.state is State.RUNNING)
    while runner.ask(lambda e: e.steps).result(5) < 100:
        pass
    runner.pause()
    watch.until(lambda: runner.state is State.PAUSED)
    assert runner.ask(lambda e: e.steps).result(5) == runner.ask(lambda e: e.steps).result(5)
    assert runner.rate == 0


class Clocked(Counter):
    """Has run for a while already."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 2097.0


def test_a_run_brought_back_keeps_its_clock(start):
    runner, watch = start(Clocked)
    watch.until(lambda: runner.state is State.PAUSED)
    assert runner.elapsed == 2097.0
    runner.step(3)
    watch.until(lambda: runner.ask(lambda e: e.steps).result(5) == 3)
    assert runner.ask(lambda e: e.seconds).result(5) == runner.elapsed > 2097.0
    fresh, other = start()
    other.until(lambda: fresh.state is State.PAUSED)
    assert fresh.elapsed == 0.0


def test_mailbox_keeps_only_the_newest(start):
    runner, _ = start()
    for _ in range(3):
        runner.ask(lambda e: setattr(e, "steps", e.steps + 10)).result(5)
    runner.ask(lambda e: None, anytime=True).result(5)  # by now the third has been published
    shot = runner.latest.take()
    assert shot is not None
    assert shot.step == 30
    assert runner.latest.take() is None


def test_keyed_jobs_replace_the_unstarted(start):
    runner, _ = start()
    gate, entered = threading.Event(), threading.Event()

    def hold(_: Any) -> None:
        entered.set()
        gate.wait(5)

    runner.ask(hold)
    entered.wait(5)
    asked = [runner.ask(lambda e, i=i: i, key="slider") for i in range(50)]
    other = runner.ask(lambda e: "other")
    gate.set()
    assert asked[-1].result(5) == 49
    assert other.result(5) == "other"
    assert all(f.cancelled() for f in asked[:-1])


def test_those_who_only_look_are_served_inside_a_step(start):
    order: list[str] = []
    gate = threading.Event()

    class Slow(Counter):
        def _in_pieces(self) -> Iterator[None]:
            gate.wait(5)
            yield
            order.append("step")
            self._count()

    runner, watch = start(lambda: Slow(pieces=1))
    runner.step(1)
    watch.until(lambda: runner.state is State.RUNNING)
    late = runner.ask(lambda e: order.append("job"))
    look = runner.ask(lambda e: order.append("look"), anytime=True)
    gate.set()
    look.result(5)
    late.result(5)
    assert order == ["look", "step", "job"]


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
    assert str(runner.halts.take()) == "loss is not a number."
    watch.until(lambda: runner.state is State.PAUSED)
    runner.step(1)
    assert runner.ask(lambda e: e.steps).result(5) >= 2


def test_closing_is_quick_in_every_state_and_cancels_jobs():
    for act in ("starting", "paused", "running"):
        watch = Watch()
        built = threading.Event()

        def build(runner: Runner[Shot], built: threading.Event = built) -> Counter:
            built.set()
            return Counter()

        runner: Runner[Shot] = Runner(build, watch.ring)
        runner.start()
        if act != "starting":
            built.wait(5)
        if act == "running":
            runner.play()
        assert runner.close()
        assert runner.state is State.CLOSED
        assert runner.ask(lambda e: 1).cancelled()


def test_a_build_hears_that_it_is_cancelled():
    entered, ended = threading.Event(), threading.Event()

    def build(runner: Runner[Shot]) -> Counter:
        entered.set()
        runner.cancelled.wait(5)
        ended.set()
        runner.report("half way", 0.5)
        raise AssertionError("report should have raised")

    runner: Runner[Shot] = Runner(build)
    runner.start()
    entered.wait(5)
    assert runner.close()
    assert ended.is_set()
    assert runner.state is State.CLOSED
    assert runner.failure is None


def test_speed_limit_holds_the_pace_and_still_serves(start):
    runner, _ = start()
    runner.set_speed(20)
    runner.play()
    first = runner.ask(lambda e: e.steps).result(5)
    assert first <= 3
    done = threading.Event()
    while not done.is_set() and runner.elapsed < 0.3:
        assert runner.ask(lambda e: e.steps).result(5) <= 20 * runner.elapsed + 3
    runner.set_speed(0)


def test_open_and_close_400_times_leaves_no_thread():
    before = threading.active_count()
    for _ in range(400):
        runner: Runner[Shot] = Runner(lambda _: Counter())
        runner.start()
        runner.play()
        assert runner.close()
    assert threading.active_count() == before


def test_a_flood_of_snapshots_is_bounded_in_number_and_share(start):
    made = [0]

    class Flood(Counter):
        def snapshot(self) -> Any:
            made[0] += 1
            return np.zeros(3)

    runner, watch = start(Flood)
    runner.play()
    watch.until(lambda: runner.state is State.RUNNING)
    while runner.elapsed < 0.4:
        runner.latest.take()
        runner.ask(lambda e: None, anytime=True).result(5)
    assert made[0] <= 30 * runner.elapsed + 6


def test_never_started_runner_closes_and_refuses():
    runner: Runner[Shot] = Runner(lambda _: Counter())
    waiting = runner.ask(lambda e: 1)
    assert runner.close()
    assert waiting.cancelled()
    assert runner.state is State.CLOSED


class Gated(Counter):
    """Each step waits at a gate, so that something can happen in the middle of it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.inside, self.gate = threading.Semaphore(0), threading.Semaphore(0)

    def step(self) -> None:
        self.inside.release()
        assert self.gate.acquire(timeout=10)
        self._count()


def gated(start, **options) -> tuple[Runner[Shot], Watch, Gated]:
    made: list[Gated] = []
    runner, watch = start(lambda: made.append(Gated(**options)) or made[0])
    watch.until(lambda: runner.state is State.PAUSED)
    return runner, watch, made[0]


def test_steps_asked_for_while_it_plays_come_after_the_one_under_way(start):
    runner, watch, engine = gated(start)
    runner.play()
    assert engine.inside.acquire(timeout=10)
    runner.step(3)
    engine.gate.release(10)
    watch.until(lambda: runner.state is State.PAUSED)
    assert runner.ask(lambda e: e.steps).result(5) == 1 + 3


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


def test_a_job_may_close_its_own_runner(start):
    runner, watch = start()
    assert runner.ask(lambda _: runner.close()).result(5) is False  # the thread is still in this job
    watch.until(lambda: runner.state is State.CLOSED)
