"""The run that comes with the program, so that a lab can be played with before anything was trained."""

from __future__ import annotations

import logging
import math
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt

from engines.ground import device
from engines.ground.problem import FileProblem
from engines.ground.runner import Engine, Runner
from playground.ground import paths
from playground.ground.shelf import Shelf
from playground.lab import Lab
from playground.run.selection import Selection
from widgets.look.i18n import tr

log = logging.getLogger(__name__)
NOTICE = "ready"


class Beginning(Protocol):
    """What must be known of a run that is about to begin."""

    @property
    def lab(self) -> Lab: ...
    @property
    def selection(self) -> Selection: ...
    @property
    def shelf(self) -> Shelf: ...
    @property
    def playing_changed(self) -> Any: ...
    def reset(self) -> None:
        """Back to step 0."""


class ReadyStart:
    """Attributes:
    steps: of the run that stands, those that were done before it came; infinitely many until that is known.
    """

    def __init__(self, run: Beginning) -> None:
        self._run = run
        self.steps: float = 0
        self._path: Path | None = None

    def path(self) -> Path | None:
        """Where it is, if this is the default recipe and no run of last time is kept; else None."""
        run, self._path = self._run, None
        if run.lab.kind == "trained" and run.selection.is_default and run.shelf.last_time is None:
            self._path = paths.ready(run.lab.key)
        return self._path

    def of_preset(self) -> Path | None:
        """Where the run of the recipe is that was just chosen, if one comes with the program; else None."""
        chosen, self._path = self._run.selection, None
        if chosen.is_preset:
            self._path = paths.ready(f"{self._run.lab.key}-{chosen.preset.key}")
        return self._path

    def build(self, config: Any, runner: Runner[Any], chosen: str, source: Path | None) -> Engine[Any]:
        """The lab's engine, on its thread; a new one where the run that comes with the program is none that
        can be opened."""
        try:
            return self._run.lab.build(config, runner, chosen, source)
        except FileProblem:
            if source is None or source != self._path:
                raise
            log.exception("the ready start of %s", self._run.lab.key)
            self._path = None
            return self._run.lab.build(config, runner, chosen, None)

    def stood(self, source: Path | None) -> None:
        """An engine stands that was opened from ``source``, or is new: if it is this one, say so."""
        self._run.lab.outdated.emit(NOTICE)
        if source is None or source != self._path:
            self.steps = 0
            return
        self.steps, self._path = math.inf, None
        self._run.lab.ask(lambda engine: (engine.count, engine.seconds), self._tell, anytime=False)
        self._run.lab.ask(lambda _: device.load_rest())  # while the person looks

    def _tell(self, done: Any) -> None:
        steps, seconds = done
        self.steps = steps
        sentence = tr(
            "Trained before: step {step}, {time} on one core.", step=f"{steps:,}", time=spell(seconds)
        )
        self._run.lab.notice("info", sentence, [(tr("Train afresh"), self._run.reset)], NOTICE)
        self._run.playing_changed.connect(self._leave, Qt.ConnectionType.SingleShotConnection)

    def _leave(self, _: bool) -> None:
        """The person trains it further: what it was is no news, and lies over the curves."""
        self._run.lab.outdated.emit(NOTICE)


def spell(seconds: float) -> str:
    """About how long, in the language shown."""
    if seconds < 100:
        return tr("{count} seconds", count=round(seconds))
    return tr("{count} minutes", count=round(seconds / 60))
