"""The clock of a crowd: it steps every frame while it shall and somebody can see it, and never else."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from widgets.plane.particles import Particles

_FRAME = 16  # ms from frame to frame
_TELL = 1000  # ms from telling to telling where they are


class Walk(QObject):
    """Steps particles by a timer of its own, which runs only while ``set_seen`` says so."""

    stepped = Signal()  # a frame's steps are taken
    told = Signal()  # a second of walking has passed

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.particles: Particles | None = None
        self.on = False  # whether it shall go on, in sight or not
        self._pace = 0.0, 1.0, 1  # eta, temperature, steps a frame
        self._clock = QTimer(self, interval=_FRAME, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self.advance)
        self._herald = QTimer(self, interval=_TELL)
        self._herald.timeout.connect(self.told)

    def start(self, eta: float, temperature: float, steps: int) -> None:
        """Walk at this pace from now on.

        Raises:
            ValueError: a number that is not finite, a negative one, or no steps.
        """
        if not (math.isfinite(eta) and math.isfinite(temperature)) or min(eta, temperature) < 0 or steps < 1:
            raise ValueError(f"no walk by {steps} steps of {eta} at temperature {temperature}")
        self._pace, self.on = (eta, temperature, steps), True

    def set_seen(self, seen: bool) -> None:
        """Run the timers if there is anything to do that somebody sees."""
        runs = seen and self.on and self.particles is not None
        for timer in (self._clock, self._herald):
            if runs != timer.isActive():
                (timer.start if runs else timer.stop)()

    def advance(self) -> None:
        """Take a frame's steps at once."""
        if self.particles is not None:
            eta, temperature, steps = self._pace
            for _ in range(steps):
                self.particles.step(eta, temperature)
            self.stepped.emit()
