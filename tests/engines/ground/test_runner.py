"""The one thread that owns an engine: order, mailbox, jobs, pace."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np

from engines.ground.runner import State
from tests.engines.ground.conftest import Counter, gated


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


def test_what_is_asked_after_a_pause_is_answered_by_an_engine_at_rest(start):
    runner, watch = start()
    for _ in range(200):
        runner.play()
        watch.until(lambda: runner.state is State.RUNNING)
        runner.pause()
        assert runner.ask(lambda _: runner.state).result(5) is State.PAUSED


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


def test_steps_asked_for_while_it_plays_come_after_the_one_under_way(start):
    runner, watch, engine = gated(start)
    runner.play()
    assert engine.inside.acquire(timeout=10)
    runner.step(3)
    engine.gate.release(10)
    watch.until(lambda: runner.state is State.PAUSED)
    assert runner.ask(lambda e: e.steps).result(5) == 1 + 3
