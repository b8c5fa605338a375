"""The one thread that owns an engine: builds, steps, asks, saves and frees it. Knows no Qt and no torch.

Everybody else talks to it by messages. Snapshots leave through a one-slot mailbox in which the newest wins:
a queue of frames would grow without bound whenever the window is slower than the engine.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from engines.ground import device
from engines.ground.messages import Engine, Failure, Job, Jobs, Latest, Progress, State, Timed, attempt
from engines.ground.problem import Cancelled, Halt, Problem
from engines.ground.rate import Rate

__all__ = ("Engine", "Failure", "Latest", "Progress", "Runner", "State")

log = logging.getLogger(__name__)
S = TypeVar("S")
UNBOUNDED = -1


class Runner(Generic[S]):
    """Runs one engine on one thread.

    Args:
        build: makes the engine, on the thread; is handed this runner for ``report`` and ``cancelled``.
        wake: called on the engine's thread when there is something new to look at. Must not block.
        fps: snapshots per second at most.
        share: part of the time that snapshots may take; but never fewer than ``SLOWEST`` a second.
        rescue: after a failure, called with the engine before it is closed: a chance to save the run.
    """

    SLOWEST = 4.5

    def __init__(
        self,
        build: Callable[[Runner[S]], Engine[S]],
        wake: Callable[[], None] = lambda: None,
        *,
        fps: float = 30.0,
        share: float = 0.01,
        name: str = "engine",
        rescue: Callable[[Any], None] | None = None,
    ) -> None:
        self._build, self._wake, self._rescue = build, wake, rescue
        self._fps, self._share = fps, share
        self._jobs = Jobs()
        self._changed = threading.Condition()
        self._budget = self._wishes = 0  # steps to do; how often play, pause and step were asked for
        self._pace, self._next_snapshot, self._state = 0.0, 0.0, State.STARTING
        self._started = self._stopping = self._ran = False
        self._rate = Rate()
        self.latest: Latest[S] = Latest()
        self.halts: Latest[Halt] = Latest()
        self.progress: Progress | None = None
        self.failure: Failure | None = None
        self.cancelled = threading.Event()
        self._thread = threading.Thread(target=self._main, name=name, daemon=True)

    # -- any thread ------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        return self._state

    @property
    def alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    @property
    def wanted(self) -> bool:
        """Whether steps are still to be done."""
        return self.alive and self._budget != 0

    @property
    def busy(self) -> bool:
        """Whether a step is under way, or steps are still to be done."""
        return self.wanted or (self.alive and self._state is State.RUNNING)

    @property
    def rate(self) -> float:
        """Steps per second of late, 0 while paused."""
        return self._rate.value

    @property
    def elapsed(self) -> float:
        """Seconds spent running, those before the run was saved included."""
        return self._rate.elapsed

    def start(self) -> None:
        """Start the thread; the engine is built on it."""
        self._started = True
        self._thread.start()

    def play(self) -> None:
        """Step until paused."""
        self._set_budget(UNBOUNDED)

    def pause(self) -> None:
        """Stop after the step in progress."""
        self._set_budget(0)

    def step(self, n: int = 1) -> None:
        """Do exactly ``n`` steps more than were asked for, then pause."""
        with self._changed:
            self._budget = n + max(self._budget, 0)
            self._wishes += 1
            self._changed.notify()

    def set_speed(self, steps_per_second: float) -> None:
        """Limit the speed; 0 is full speed."""
        with self._changed:
            self._pace = 1.0 / steps_per_second if steps_per_second > 0 else 0.0
            self._changed.notify()

    def ask(
        self, work: Callable[[Any], Any], key: str | None = None, *, anytime: bool = False
    ) -> Future[Any]:
        """Run ``work(engine)`` on the engine's thread, between steps.

        Args:
            work: any function of the engine.
            key: an unstarted job of the same key is cancelled and replaced (a slider being dragged).
            anytime: the job only looks, and may also run in the middle of a step that yields.

        Returns:
            a future with the result; cancelled when the runner is or gets closed or failed.
        """
        job = Job(work, Future(), key, anytime)
        with self._changed:
            if self._state in (State.FAILED, State.CLOSED) or self._stopping:
                job.future.cancel()
                return job.future
            replaced = self._jobs.put(job)
            self._changed.notify()
        for old in replaced:  # outside the lock: their callbacks may ask again
            old.future.cancel()
        return job.future

    def close(self, timeout: float = 2.0) -> bool:
        """Ask the thread to end and wait for it. Returns whether it did; it is never terminated."""
        self.tell_to_close()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def tell_to_close(self) -> None:
        """Ask the thread to end without waiting."""
        self.cancelled.set()
        with self._changed:
            self._stopping = True
            self._changed.notify()
        if not self._started:
            self._end(State.CLOSED)

    # -- for the builder, on the engine's thread -------------------------------------------------------

    def report(self, sentence: str, fraction: float | None = None) -> None:
        """Say how far a long job is. Raises :class:`Cancelled` once the runner is being closed."""
        self.progress = Progress(sentence, fraction)
        self._wake()
        if self.cancelled.is_set():
            raise Cancelled

    # -- engine thread ---------------------------------------------------------------------------------

    def _main(self) -> None:
        engine: Engine[S] | None = None
        final = State.CLOSED
        try:
            engine = self._build(self)
            if isinstance(engine, Timed):
                self._rate.elapsed = engine.seconds
            self.progress = None
            self._publish(engine)
            while self._serve(engine):
                self._advance(engine)
        except Cancelled:
            pass
        except BaseException as e:  # a thread's boundary: everything is reported
            if isinstance(e, Problem) or device.is_out_of_memory(e):
                log.info("engine refused: %s", e)
            else:
                log.exception("engine failed")
            self.failure, final = Failure.of(e), State.FAILED
        # only here, with the exception gone, is the engine's memory free to be released
        if engine is not None:
            if self.failure is not None and self._rescue is not None:
                attempt(self._rescue, engine)
            attempt(type(engine).close, engine)
            engine = None
        device.release(thoroughly=self.failure is not None)
        self.progress = None
        self._end(final)

    def _serve(self, engine: Engine[S]) -> bool:
        """Do all jobs that wait; return False to close, True when there is a step to do."""
        while True:
            self._work(engine, anytime_only=False)
            with self._changed:
                if self._stopping:
                    return False
                if self._jobs.waiting:
                    continue
                if self._budget != 0:
                    wait = self._rate.until_due(self._pace)
                    if wait <= 0:
                        self._ran = True
                        self._enter(State.RUNNING)
                        return True
                    self._changed.wait(wait)
                    continue
                self._rest()
                resting, self._ran = self._ran, False
                if not resting:
                    self._changed.wait()
            if resting:  # an engine that shows itself in parts while it runs may now show all
                self._publish(engine)

    def _rest(self) -> None:
        self._rate.stop()
        self._enter(State.PAUSED)

    def _work(self, engine: Engine[S], *, anytime_only: bool) -> None:
        while (job := self._next_job(anytime_only)) is not None:
            if job.do(engine) and not job.anytime:
                self._publish(engine)
            del job

    def _next_job(self, anytime_only: bool) -> Job | None:
        with self._changed:
            if self._budget == 0 and not anytime_only:  # who paused and then asked is answered by one at rest
                self._rest()
            return self._jobs.take(anytime_only)

    def _advance(self, engine: Engine[S]) -> None:
        self._rate.start()
        with self._changed:
            counted, wishes = self._budget > 0, self._wishes
        try:
            work = engine.step()
            if work is not None:
                with contextlib.closing(work):  # type: ignore[type-var]
                    for _ in work:
                        self._work(engine, anytime_only=True)
                        if self._stopping:
                            return
        except Halt as e:
            with self._changed:
                if self._wishes == wishes:  # else somebody pressed play meanwhile, and means it
                    self._budget = 0
            self.halts.put(type(e)(e.template, **e.facts))
            self._publish(engine)
            return
        self._rate.count()
        if isinstance(engine, Timed):
            engine.seconds = self._rate.elapsed
        with self._changed:
            if counted and self._budget > 0:
                self._budget -= 1
            last = self._budget == 0
        due = time.monotonic() >= self._next_snapshot and self.latest.empty  # else nobody has looked yet
        if last or due:
            self._publish(engine)

    def _publish(self, engine: Engine[S]) -> None:
        started = time.monotonic()
        self.latest.put(engine.snapshot())
        cost = time.monotonic() - started
        period = min(max(cost / self._share, 1 / self._fps), 1 / self.SLOWEST)
        self._next_snapshot = started + period
        self._wake()

    def _set_budget(self, budget: int) -> None:
        with self._changed:
            self._budget = budget
            self._wishes += 1
            self._changed.notify()

    def _enter(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            self._wake()

    def _end(self, final: State) -> None:
        with self._changed:  # an ask after this line sees the final state, one before it is in the list
            self._state = final
            left, self._jobs = self._jobs.waiting, Jobs()
        for job in left:
            job.future.cancel()
        self._wake()
