"""Runs are not lost: saved where a person says, shelved before they go, kept now and then while they move."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer

from engines.ground.runner import Runner
from playground.ground import i18n
from playground.ground.bridge import Bridge
from playground.ground.shelf import Shelf
from playground.lab import Lab
from widgets.look.i18n import joined, tr

WORTH_KEEPING = 50  # steps; a shorter run is lost without a word
AUTOSAVE = 120  # seconds


class Kept(Protocol):
    """What autosave must know of a run."""

    @property
    def lab(self) -> Lab: ...
    @property
    def bridge(self) -> Bridge: ...
    @property
    def step(self) -> int: ...
    @property
    def own_steps(self) -> float: ...
    @property
    def playing(self) -> bool: ...
    def open(self, path: Path) -> None:
        """Go on with a saved run."""


class Autosave(QObject):
    """Saves a lab's run on the engine's thread, between two steps."""

    def __init__(self, run: Kept, parent: QObject) -> None:
        super().__init__(parent)
        self._run = run
        self.shelf = Shelf(run.lab.key)
        self._timer = QTimer(self)
        self._timer.setInterval(AUTOSAVE * 1000)
        self._timer.timeout.connect(self.autosave)

    @property
    def worth_it(self) -> bool:
        """Whether the run has come far enough."""
        return self._run.own_steps >= WORTH_KEEPING

    def begin(self) -> None:
        """Keep the run from now on."""
        self._timer.start()

    def save(self, path: Path, then: Any = None) -> None:
        """Save the run between two steps."""
        self._ask(lambda engine: engine.save(path), then)

    def autosave(self) -> None:
        """Keep the run as it is now, if it is worth it and moving."""
        if self._run.playing and self.worth_it:
            self._ask(self.shelf.keep)

    def rescue(self, engine: Any) -> None:
        """After a failure, on the engine's thread: keep what there is."""
        if engine.count >= WORTH_KEEPING:
            self.shelf.keep(engine)

    def before(self, old: Runner[Any]) -> None:
        """Another engine stands: shelve the run of the old one; when that is done, offer the way back."""
        if not self.worth_it:
            return
        steps = self._run.step
        path = self.shelf.room("before", steps)

        def kept(_: None) -> None:
            sentence = tr("The run before this change ({steps} steps) is kept.", steps=f"{steps:,}")
            links = [(tr("Bring it back"), lambda: self._run.open(path))]
            self._run.lab.notice("info", sentence, links, "kept")

        def lost(error: Exception) -> None:
            facts = {"steps": f"{steps:,}", "reason": i18n.message_of(error)}
            sentence = tr("The run before this change ({steps} steps) could not be kept. {reason}", **facts)
            self._run.lab.notice("error", sentence, key="kept")

        self._run.bridge.ask_of(old, lambda engine: engine.save(path), kept, lost)

    def branch(self, step: int) -> None:
        """Shelve the run as it is, then take it back to the whole state kept at or before ``step``."""
        steps = self._run.step
        path = self.shelf.room("before", steps) if self.worth_it else None

        def work(engine: Any) -> int:
            if path is not None:
                engine.save(path)
            return int(engine.branch(step))

        def went(at: int) -> None:
            sentence = tr("Back at step {step}; play goes on from there.", step=f"{at:,}")
            links = []
            if path is not None:
                kept = tr("The run as it was ({steps} steps) is kept.", steps=f"{steps:,}")
                sentence = joined(sentence, kept)
                links = [(tr("Bring it back"), lambda: self._run.open(path))]
            self._run.lab.notice("info", sentence, links, "kept")

        self._run.bridge.ask(work, went, self._run.lab.refused)

    def for_next_time(self) -> Future[Any] | None:
        """Closing: save what is worth it, without waiting here; the runner does it before it ends.

        Returns:
            what came of it, to be looked at; None if there is nothing to keep.
        """
        runner = self._run.bridge.runner
        if runner is None or not runner.alive or not self.worth_it:
            return None
        return runner.ask(self.shelf.keep)

    def _ask(self, work: Callable[[Any], None], then: Any = None) -> None:
        self._run.bridge.ask(work, lambda _: then() if then else None, self._run.lab.refused)
