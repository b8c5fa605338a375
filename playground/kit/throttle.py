"""Something that is done at most so often, however often it is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Throttle:
    """Calls ``do`` at once if it has rested for ``seconds``, else not at all: the next asking does it.

    For refreshes that follow the snapshots of a run: there is always a next one, and the last comes at rest.
    """

    def __init__(self, seconds: float, do: Callable[[], object]) -> None:
        self._seconds, self._do = seconds, do
        self._next = 0.0

    def __call__(self, at_once: bool = False) -> None:
        """Do it if it is time, or ``at_once``."""
        now = time.monotonic()
        if at_once or now >= self._next:
            self._next = now + self._seconds
            self._do()

    def reset(self) -> None:
        """The next asking does it."""
        self._next = 0.0


class Paced(QObject):
    """Calls ``do`` at once if it has rested for ``rest`` ms, else when it has; the last asking is done.

    For what follows a hand and need not follow every move of it.
    """

    def __init__(self, rest: int, do: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._do, self._behind = do, False
        self._timer = QTimer(self, singleShot=True, interval=rest)
        self._timer.timeout.connect(self._rested)

    def __call__(self, at_once: bool = False) -> None:
        """Do it, soon or ``at_once``."""
        self._behind = self._timer.isActive() and not at_once
        if not self._behind:
            self._timer.start()
            self._do()

    def _rested(self) -> None:
        if self._behind:
            self()
