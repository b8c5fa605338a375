"""Engine thread -> Qt signals. Wake-ups are many and cheap; deliveries are few and carry only the newest."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from engines.ground.runner import Engine, Runner, State

Build = Callable[[Runner[Any]], Engine[Any]]


class Bridge(QObject):
    """One lab's line to its runner.

    A new engine is built beside the old one and takes its place only when it stands: a build that fails or
    is cancelled leaves the old run as it was.
    """

    snapshot = Signal(object)
    state_changed = Signal(object)
    failed = Signal(object)
    halted = Signal(object)
    progress = Signal(object)
    ready = Signal(object)
    """An engine is built and stands; carries the runner whose place it took, or None. That one is the
    receiver's to save and let go."""
    build_failed = Signal(object)
    """A build beside a living run failed: its Failure."""

    _woken = Signal()
    _answered = Signal(object, object)

    def __init__(self, parent: QObject | None = None, fps: int = 30) -> None:
        super().__init__(parent)
        self.runner: Runner[Any] | None = None
        self._candidate: Runner[Any] | None = None
        self._leaving: list[Runner[Any]] = []
        self._beside: list[Bridge] = []
        self._seen: tuple[Any, ...] = ()
        self._stood: Runner[Any] | None = None
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._rest, self._next = 1 / fps, 0.0  # seconds between two deliveries; when the next may be
        self._timer.timeout.connect(self._deliver)
        self._woken.connect(self._on_woken, Qt.ConnectionType.QueuedConnection)
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    # -- life ------------------------------------------------------------------------------------------

    def start(self, build: Build, rescue: Callable[[Any], None] | None = None) -> Runner[Any]:
        """Build an engine; it becomes ``runner`` at once if there is none, else when it stands."""
        self.cancel_build()
        runner: Runner[Any] = Runner(build, self._wake, rescue=rescue)
        if self._closed:  # a late wish of a window that has closed
            runner.tell_to_close()
            return runner
        first = self.runner is None or not self.runner.alive
        if self.runner is not None and self.runner.state is State.STARTING:  # given up before it stood
            self.release(self.runner)
            first = True
        if first:
            self.runner = runner
        else:
            self._candidate = runner
        runner.start()
        return runner

    @property
    def ever_ready(self) -> bool:
        """Whether an engine has been built yet."""
        return self._stood is not None

    @property
    def quiet(self) -> bool:
        """Whether nothing waits to be delivered."""
        return not self._timer.isActive()

    @property
    def building(self) -> bool:
        """Whether an engine is being built, in place or beside the present one."""
        return self._candidate is not None or (
            self.runner is not None and self.runner.state is State.STARTING
        )

    def cancel_build(self) -> None:
        """Give up the build beside the present run, if there is one."""
        if self._candidate is not None:
            self.release(self._candidate)
            self._candidate = None

    def release(self, runner: Runner[Any]) -> None:
        """Close a runner without waiting; it is joined when the bridge closes."""
        runner.tell_to_close()
        self._leaving = [r for r in self._leaving if r.alive]
        self._leaving.append(runner)

    def take_along(self, other: Bridge) -> None:
        """Let the runners of another line end when this one's do."""
        self._beside.append(other)

    def tell_to_close(self) -> None:
        """Ask every runner to end, without waiting."""
        for runner in self._all():
            runner.tell_to_close()
        for other in self._beside:
            other.tell_to_close()

    def close(self, timeout: float = 2.0) -> bool:
        """End every runner and say nothing more; returns whether all ended within ``timeout`` seconds."""
        self._closed = True
        self.tell_to_close()
        self._timer.stop()
        latest = time.monotonic() + timeout
        every: list[Bridge | Runner[Any]] = [*self._beside, *self._all()]
        return all([r.close(max(0.0, latest - time.monotonic())) for r in every])  # noqa: C419 - each

    def _all(self) -> list[Runner[Any]]:
        return [r for r in (self.runner, self._candidate, *self._leaving) if r is not None]

    # -- asking ----------------------------------------------------------------------------------------

    def ask(
        self,
        work: Callable[[Any], Any],
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
        anytime: bool = False,
    ) -> None:
        """Run ``work(engine)`` on the engine's thread; ``then(result)`` or ``failed(error)`` on this one.

        A job that is cancelled or replaced calls neither. Nor does a look (``anytime``) at an engine that was
        replaced before it answered: what it saw is no longer true. What other jobs did is always told.
        """
        if self.runner is not None:
            self.ask_of(self.runner, work, then, failed, key=key, anytime=anytime)

    def ask_of(
        self,
        asked: Runner[Any],
        work: Callable[[Any], Any],
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: str | None = None,
        anytime: bool = False,
    ) -> Future[Any]:
        """The same of a runner that need not be the present one."""
        future = asked.ask(work, key, anytime=anytime)

        def done(f: Future[Any]) -> None:
            with contextlib.suppress(RuntimeError):  # the window died meanwhile
                self._answered.emit((then, failed, asked if anytime else None), f)

        if then is not None or failed is not None:
            future.add_done_callback(done)
        return future

    def _on_answered(self, receivers: tuple[Any, Any, Any], future: Future[Any]) -> None:
        if self._closed or future.cancelled():
            return
        then, failed, seen = receivers
        if seen is not None and seen is not self.runner:
            return
        error = future.exception()
        if error is None:
            if then is not None:
                then(future.result())
        elif failed is not None:
            failed(error if isinstance(error, Exception) else RuntimeError(repr(error)))

    # -- hearing ---------------------------------------------------------------------------------------

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the window died meanwhile
            self._woken.emit()

    def _on_woken(self) -> None:
        if not self._closed and not self._timer.isActive():
            self._timer.start(math.ceil(max(0.0, self._next - time.monotonic()) * 1000))

    def _deliver(self) -> None:
        self._next = time.monotonic() + self._rest
        self._look_at_candidate()
        runner = self.runner
        if runner is None:
            return
        self.progress.emit((self._candidate or runner).progress)
        state = runner.state
        if runner is not self._stood and state in (State.PAUSED, State.RUNNING):
            old, self._stood = self._stood, runner
            self.ready.emit(old if old is not None and old.alive else None)
        if (runner, state) != self._seen:
            self._seen = (runner, state)
            self.state_changed.emit(state)
            if state is State.FAILED:
                self.failed.emit(runner.failure)
        if (halt := runner.halts.take()) is not None:
            self.halted.emit(halt)
        if runner is self._stood and (snapshot := runner.latest.take()) is not None:
            self.snapshot.emit(snapshot)

    def _look_at_candidate(self) -> None:
        new = self._candidate
        if new is None or new.state is State.STARTING:
            return
        self._candidate = None
        if new.state is State.FAILED:
            self.build_failed.emit(new.failure)
        elif new.state is not State.CLOSED:
            if self.runner is not None and self.runner is not self._stood:
                self.release(self.runner)  # it stood and was replaced before anybody heard of it
            self.runner = new
