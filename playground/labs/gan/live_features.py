"""Features to compare samples by, learned while a run plays, so slowly that nobody notices."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from engines.images.scores.background import Background
from playground.ground.lab_run import LabRun

log = logging.getLogger(__name__)


class LiveFeatures(QObject):
    """Asks for a piece, rests, and asks for the next. A net that was kept is there at once; another
    learns in three hundredths of the time that the run plays.

    Args:
        ask: as :meth:`playground.lab.Lab.ask`.
        make: a new piece-by-piece work.
    """

    def __init__(
        self,
        ask: Callable[..., None],
        run: LabRun,
        parent: QObject,
        make: Callable[[], Background] = Background,
    ) -> None:
        super().__init__(parent)
        self._ask, self._run, self._make = ask, run, make
        self._work: Background | None = None
        self._asked = False
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._go_on)
        run.playing_changed.connect(lambda playing: self._go_on() if playing else None)

    @property
    def resting(self) -> bool:
        """Whether nothing is asked for a while."""
        return self._rest.isActive()

    def begin(self, *, pictures: bool) -> None:
        """Another run answers from now on, of pictures or of points."""
        self._rest.stop()
        self._asked = False
        self._work = self._make() if pictures else None
        self._go_on()

    def _go_on(self) -> None:
        work = self._work
        if work is None or self._asked or self.resting or (work.learning and not self._run.playing):
            return
        self._asked = True
        self._ask(
            work.advance,
            lambda rest: self._advanced(work, rest),
            failed=lambda error: self._failed(work, error),
        )

    def _advanced(self, work: Background, rest: float) -> None:
        if work is not self._work:
            return
        self._asked = False
        if work.done:
            self._work = None
        else:
            self._rest.start(math.ceil(1000 * rest))

    def _failed(self, work: Background, error: Exception) -> None:
        """Random features go on to compare."""
        if work is self._work:
            log.warning("features were not learned: %s", error)
            self._work = None
