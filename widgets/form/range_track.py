"""A slider with two knobs, painted as the plain one."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import QWidget

from widgets.controls.scale import Scale
from widgets.controls.track import Track

Range = tuple[float, float]


class RangeSlider(Track):
    """Two values on a scale, the first never above the second; see ``Track`` for how they are moved.

    Tab goes from the low knob to the high one and then on.
    """

    moved = Signal(float, float)
    committed = Signal(float, float)

    def __init__(
        self, low: float, high: float, *, default: Range | None = None, log: bool = False,
        integer: bool = False, decimals: int = 2, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(Scale(low, high, log, integer, decimals), default or (low, high), parent)
        self.setMinimumSize(48, 24)

    def value(self) -> Range:
        """Low and high as shown."""
        low, high = self._knobs
        return low, high

    def set_value(self, value: Range) -> None:
        """Show two values, within the limits and in order, without a signal."""
        self._show(value)

    def set_default(self, value: Range) -> None:
        """What a double-click returns to."""
        low, high = value
        self._home = low, high

    def _move(self, value: float) -> None:
        """Move one knob, as far as the other; two that lie together part in either direction."""
        low, high = self._knobs
        if low == high and value != low and self._before == self._knobs:
            self._at = int(value > low)
        self._go((min(value, high), high) if self._at == 0 else (low, max(value, low)))

    def _nearest(self, x: float) -> int:
        low, high = map(self.x_of, self._knobs)
        return int(abs(x - high) < abs(x - low) or (low == high and x > high))

    def focusNextPrevChild(self, next: bool, /) -> bool:  # noqa: A002
        """Tab reaches both knobs before it leaves."""
        if self.hasFocus() and self._at == (0 if next else 1):
            self.commit()
            self._at, self._keyed = int(next), True
            self.update()
            return True
        return super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._at = int(event.reason() == Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def _paint_filled(self, painter: QPainter, track: QRectF) -> None:
        low, high = map(self.x_of, self._knobs)
        painter.drawRect(QRectF(low, track.top(), high - low, track.height()))
