"""What passes between a runner's thread and everybody else: state, snapshots, progress, failures, jobs."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

import numpy as np

from engines.ground import device
from engines.ground.problem import Problem

log = logging.getLogger(__name__)
S = TypeVar("S")
S_co = TypeVar("S_co", covariant=True)


class State(Enum):
    """Where a runner is in its life."""

    STARTING = "starting"
    PAUSED = "paused"
    RUNNING = "running"
    FAILED = "failed"
    CLOSED = "closed"


class Engine(Protocol[S_co]):
    """What a lab runs: training, a walk, a count, a solve."""

    def step(self) -> Iterator[None] | None:
        """One unit of work. A unit that takes longer than about 50 ms is a generator: at each ``yield`` the
        runner serves those who only look (``ask(..., anytime=True)``)."""

    def snapshot(self) -> S_co:
        """A frozen dataclass of fresh CPU arrays and numbers."""

    @property
    def config(self) -> Any:
        """The settings it runs with."""

    @property
    def count(self) -> int:
        """Steps done."""

    def set_config(self, config: Any) -> None:
        """Take over changed live fields. Raises Problem if another field differs."""

    def save(self, path: str | Path) -> None:
        """Save all that its future depends on. Raises FileProblem."""

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = ...) -> None:
        """Take over what was saved by an engine of the same settings. Raises FileProblem."""

    def close(self) -> None:
        """Free what the engine holds."""


@runtime_checkable
class Timed(Protocol):
    """An engine whose files say how many seconds it has run; the runner counts them, from step to step."""

    seconds: float


@dataclass(frozen=True)
class Failure:
    """Why a run ended. ``kind`` is "memory", "problem" (said for a person) or "error" (ours)."""

    kind: str
    message: str
    detail: str
    problem: Problem | None = None

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """Describe an exception without keeping it: its traceback would keep tensors alive."""
        detail = "".join(traceback.format_exception(error))
        if device.is_out_of_memory(error):
            return cls("memory", str(error), detail)
        if isinstance(error, Problem):
            return cls("problem", str(error), detail, type(error)(error.template, **error.facts))
        return cls("error", f"{type(error).__name__}: {error}", detail)


@dataclass(frozen=True)
class Progress:
    """How far a long job is: a sentence template, and 0..1 or None where the end is unknown."""

    sentence: str
    fraction: float | None = None


@dataclass
class Job:
    """Work for the engine's thread; ``anytime`` also in the middle of a step."""

    work: Callable[[Any], Any]
    future: Future[Any]
    key: str | None
    anytime: bool

    def do(self, engine: Any) -> bool:
        """Work, unless it was cancelled; returns whether it was not."""
        if not self.future.set_running_or_notify_cancel():
            return False
        try:
            result = self.work(engine)
        except BaseException as e:  # belongs to the one who asked, whatever it is: the thread lives on
            self.future.set_exception(e)
        else:
            self.future.set_result(result)
        return True


class Jobs:
    """Work that waits, in order; of two jobs with the same key the newer one is done, in its own place."""

    def __init__(self) -> None:
        self.waiting: list[Job] = []

    def put(self, job: Job) -> list[Job]:
        """Let a job wait; returns those that it replaces."""
        replaced = [old for old in self.waiting if job.key is not None and old.key == job.key]
        self.waiting = [old for old in self.waiting if old not in replaced] + [job]
        return replaced

    def take(self, anytime_only: bool) -> Job | None:
        """The next one, of those that may run now; None if there is none."""
        at = next((i for i, job in enumerate(self.waiting) if job.anytime or not anytime_only), None)
        return None if at is None else self.waiting.pop(at)


class Latest(Generic[S]):
    """A one-slot mailbox: a new value replaces an unread one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: S | None = None

    def put(self, value: S) -> None:
        with self._lock:
            self._value = value

    def take(self) -> S | None:
        with self._lock:
            value, self._value = self._value, None
        return value

    @property
    def empty(self) -> bool:
        return self._value is None


def attempt(work: Callable[[Any], None], engine: Any) -> None:
    """Do what ends an engine; if that fails too it is written down, and the ending goes on."""
    try:
        work(engine)
    except Exception:
        log.exception("engine failed while ending")
