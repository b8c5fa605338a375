"""A slider painted by hand: a track, a knob, a tick where a double-click returns to."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from widgets.controls.scale import Scale
from widgets.controls.track import KNOB, Track
from widgets.look import tokens


class Slider(Track):
    """One value on a scale; see ``Track`` for how it is moved."""

    moved = Signal(float)
    committed = Signal(float)

    def __init__(
        self, low: float, high: float, *, default: float, log: bool = False, integer: bool = False,
        bipolar: bool = False, decimals: int = 2, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        scale = Scale(low, high, log, integer, decimals)
        super().__init__(scale, (default,), parent)
        self._knobs = (scale.clamp(default),)
        self._bipolar = bipolar
        self.setMinimumSize(36, 24)

    def value(self) -> float:
        """The value shown."""
        return self._knobs[0]

    def set_value(self, value: float) -> None:
        """Show ``value`` (within the limits) without a signal."""
        self._show((value,))

    def default(self) -> float:
        """Where the tick stands and a double-click returns to."""
        return self._home[0]

    def set_default(self, value: float) -> None:
        """Move the tick."""
        home = (self.scale.clamp(value),)
        if home != self._home:
            self._home = home
            self.update()

    def _move(self, value: float) -> None:
        self._go((value,))

    def _paint_filled(self, painter: QPainter, track: QRectF) -> None:
        x = self.x_of(self.value())
        start = self._middle() if self._bipolar else track.left()
        painter.drawRoundedRect(QRectF(min(start, x), track.top(), abs(x - start), track.height()), 2, 2)
        self._paint_tick(painter, track.center().y())

    def _middle(self) -> float:
        return self.x_of(0.0) if self.scale.low < 0 < self.scale.high else self.width() / 2

    def _paint_tick(self, painter: QPainter, y: float) -> None:
        x = round(self.x_of(self.default()))
        if abs(x - self.x_of(self.value())) < KNOB:
            return
        top, height = (y - 5, 10) if self._bipolar else (y + 4, 5)
        painter.fillRect(QRectF(x, top, 1, height), QColor(tokens.current().strong))
