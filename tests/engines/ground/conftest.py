"""An engine that counts, a watch that waits without polling, and runners that are closed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

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
