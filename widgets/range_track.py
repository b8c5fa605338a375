"""A slider with two knobs, painted as the plain one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets import focus, tokens
from widgets.scale import Scale

_KNOB, _TRACK, _EDGE = 7.0, 4.0, 11.0  # radius, height, room at both ends: as the plain slider
_STEPS = {
    Qt.Key.Key_Left: -0.01, Qt.Key.Key_Down: -0.01, Qt.Key.Key_Right: 0.01, Qt.Key.Key_Up: 0.01,
    Qt.Key.Key_PageDown: -0.1, Qt.Key.Key_PageUp: 0.1, Qt.Key.Key_Home: -2.0, Qt.Key.Key_End: 2.0,
}  # fmt: skip

Range = tuple[float, float]


class RangeSlider(QWidget):
    """Two values on a scale, the first never above the second.

    Tab goes from the low knob to the high one and then on; arrows move the knob one is at by 1 % (at least by
    one figure), with Shift by 10 %. Double-click, Delete and Backspace restore the default. ``moved`` tells
    every change a person makes, ``committed`` what they end with.
    """

    moved = Signal(float, float)
    committed = Signal(float, float)

    def __init__(
        self, low: float, high: float, *, default: Range | None = None, log: bool = False,
        integer: bool = False, decimals: int = 2, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.scale = Scale(low, high, log, integer, decimals)
        self._default = default or (low, high)
        self._value = self._default
        self._before: Range | None = None
        self._at = 0  # the knob that keys and the drag move
        self._grip = 0.0
        self._keyed = False
        self._rest = QTimer(self, singleShot=True, interval=300)
        self._rest.timeout.connect(self.commit)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMinimumSize(48, 24)
        focus.own_ring(self)

    def value(self) -> Range:
        """Low and high as shown."""
        return self._value

    def set_value(self, value: Range) -> None:
        """Show two values, within the limits and in order, without a signal."""
        low, high = (self.scale.clamp(part) for part in value)
        self._value = (min(low, high), max(low, high))
        self.setAccessibleDescription(self.text())
        self.update()

    def text(self) -> str:
        """The range as the person reads it."""
        low, high = (self.scale.text(part) for part in self._value)
        return low if low == high else f"{low}–{high}"

    def set_default(self, value: Range) -> None:
        """What a double-click returns to."""
        self._default = value

    def reset(self) -> None:
        """Return to the default as a person would."""
        self._begin()
        self._go(self._default)
        self.commit()

    def nudge(self, by: float) -> None:
        """Move the knob one is at ``by`` of the whole length; committed when the person rests."""
        self._begin()
        self._move(self.scale.nudge(self._value[self._at], by))
        self._rest.start()

    def commit(self) -> None:
        """Tell what a drag or a run of keys ended with."""
        self._rest.stop()
        before, self._before = self._before, None
        if before is not None and before != self._value:
            self.committed.emit(*self._value)

    def _begin(self) -> None:
        if self._before is None:
            self._before = self._value

    def _move(self, value: float) -> None:
        """Move one knob, as far as the other; two that lie together part in either direction."""
        low, high = self._value
        if low == high and value != low and self._before == self._value:
            self._at = int(value > low)
        self._go((min(value, high), high) if self._at == 0 else (low, max(value, low)))

    def _go(self, value: Range) -> None:
        if value != self._value:
            self.set_value(value)
            self.moved.emit(*self._value)

    # the mouse

    def x_of(self, value: float) -> float:
        """The pixel of a value."""
        return _EDGE + self.scale.place(value) * max(1.0, self.width() - 2 * _EDGE)

    def _value_at(self, x: float) -> float:
        return self.scale.snap(self.scale.value((x - _EDGE) / max(1.0, self.width() - 2 * _EDGE)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        x = event.position().x()
        low, high = (self.x_of(value) for value in self._value)
        self._begin()
        self._at = int(abs(x - high) < abs(x - low) or (low == high and x > high))
        self._grip = x - (low, high)[self._at]
        if abs(self._grip) > _KNOB + 2:
            self._grip = 0.0
            self._move(self._value_at(x))
        self._keyed = False
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._before is not None:
            self._move(self._value_at(event.position().x() - self._grip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.commit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        if not self.hasFocus() or not turns:
            event.ignore()  # the panel below scrolls
            return
        self.nudge(0.01 * turns * (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))
        event.accept()

    # the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._keyed = True
            self.nudge(_STEPS[key] * (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.reset()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in _STEPS and not event.isAutoRepeat():
            self.commit()
        else:
            super().keyReleaseEvent(event)

    def focusNextPrevChild(self, next: bool, /) -> bool:  # noqa: A002
        """Tab reaches both knobs before it leaves."""
        if self.hasFocus() and self._at == (0 if next else 1):
            self.commit()
            self._at, self._keyed = int(next), True
            self.update()
            return True
        return super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyed = focus.by_keyboard()
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._at = int(event.reason() == Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.commit()
        super().focusOutEvent(event)
        self.update()

    # the picture

    def sizeHint(self) -> QSize:
        return QSize(120, 24)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.EnabledChange, QEvent.Type.PaletteChange):
            self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        y = self.height() / 2
        low, high = (self.x_of(value) for value in self._value)
        painter.setBrush(QColor(t.track))
        painter.drawRoundedRect(QRectF(_EDGE - 4, y - _TRACK / 2, self.width() - 2 * _EDGE + 8, _TRACK), 2, 2)
        painter.setBrush(QColor(t.accent if self.isEnabled() else t.disabled))
        painter.drawRect(QRectF(low, y - _TRACK / 2, high - low, _TRACK))
        for at in (1 - self._at, self._at):  # the one that moves lies on top
            self._paint_knob(painter, QPointF((low, high)[at], y), lit=at == self._at)
        painter.end()

    def _paint_knob(self, painter: QPainter, centre: QPointF, *, lit: bool) -> None:
        t = tokens.current()
        if lit and self.hasFocus() and self._keyed:
            painter.setBrush(QColor(t.panel))
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawEllipse(centre, _KNOB + 3, _KNOB + 3)
        hot = self.isEnabled() and self._before is not None and lit
        painter.setPen(QPen(QColor(t.panel), 1))
        knob = t.accent_hover if hot and not t.dark else t.knob
        painter.setBrush(QColor(knob if self.isEnabled() else t.disabled))
        painter.drawEllipse(centre, _KNOB + 0.5, _KNOB + 0.5)
