"""Looking at work under way, for labs that are asked: their engine's one step may take minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from playground.ground.bridge import Bridge

LOOK = 120  # ms


class Watch(QObject):
    """Shows a snapshot every so often, taken in the middle of the step, until the work is done."""

    def __init__(self, bridge: Bridge, show: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._show = bridge, show
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """There is work."""
        self._timer.start()

    def _look(self) -> None:
        runner = self._bridge.runner
        if runner is None or not runner.busy:
            self._timer.stop()
        else:
            self._bridge.ask(lambda engine: engine.snapshot(), self._show, key="watch", anytime=True)
