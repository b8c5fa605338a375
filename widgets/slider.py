"""A slider painted by hand: a track, a knob, a tick where a double-click returns to."""

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

_KNOB = 7.0  # radius
_TRACK = 4.0
_EDGE = 11.0  # room for the knob and its focus ring at both ends
_STEPS = {
    Qt.Key.Key_Left: -0.01, Qt.Key.Key_Down: -0.01, Qt.Key.Key_Right: 0.01, Qt.Key.Key_Up: 0.01,
    Qt.Key.Key_PageDown: -0.1, Qt.Key.Key_PageUp: 0.1, Qt.Key.Key_Home: -2.0, Qt.Key.Key_End: 2.0,
}  # fmt: skip


class Slider(QWidget):
    """One value on a scale. Arrows move 1 %, with Shift 10 %; the wheel only when focused.

    Double-click, Delete and Backspace return to the default. ``moved`` tells every change a person makes,
    ``committed`` the value they end with.
    """

    moved = Signal(float)
    committed = Signal(float)

    def __init__(
        self, low: float, high: float, *, default: float, log: bool = False, integer: bool = False,
        bipolar: bool = False, decimals: int = 2, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.scale = Scale(low, high, log, integer, decimals)
        self._bipolar = bipolar
        self._default = default
        self._value = self.scale.clamp(default)
        self._before: float | None = None  # the value when a drag or a run of keys began
        self._grip = 0.0  # where on the knob the mouse holds it
        self._keyed = False
        self._rest = QTimer(self, singleShot=True, interval=300)
        self._rest.timeout.connect(self._commit)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMinimumSize(36, 24)
        focus.own_ring(self)

    def value(self) -> float:
        """The value shown."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show ``value`` (within the limits) without a signal."""
        self._value = self.scale.clamp(value)
        self.setAccessibleDescription(self.scale.text(self._value))
        self.update()

    def default(self) -> float:
        """Where the tick stands and a double-click returns to."""
        return self._default

    def set_default(self, value: float) -> None:
        """Move the tick."""
        self._default = self.scale.clamp(value)
        self.update()

    def reset(self) -> None:
        """Return to the default as if a person had dragged there."""
        self._begin()
        self._go(self._default)
        self._commit()

    def nudge(self, by: float) -> None:
        """Move ``by`` of the whole length as a person would; committed when they rest."""
        self._begin()
        self._go(self.scale.nudge(self._value, by))
        self._rest.start()

    def _begin(self) -> None:
        if self._before is None:
            self._before = self._value

    def _go(self, value: float) -> None:
        if value != self._value:
            self.set_value(value)
            self.moved.emit(self._value)

    def _commit(self) -> None:
        self._rest.stop()
        before, self._before = self._before, None
        if before is not None and before != self._value:
            self.committed.emit(self._value)

    # the mouse

    def _x(self, value: float) -> float:
        return _EDGE + self.scale.place(value) * max(1.0, self.width() - 2 * _EDGE)

    def _value_at(self, x: float) -> float:
        return self.scale.snap(self.scale.value((x - _EDGE) / max(1.0, self.width() - 2 * _EDGE)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        x = event.position().x()
        self._begin()
        self._grip = x - self._x(self._value)
        if abs(self._grip) > _KNOB + 2:
            self._grip = 0.0
            self._go(self._value_at(x))
        self._keyed = False
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._before is not None:
            self._go(self._value_at(event.position().x() - self._grip))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._commit()

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
            self._commit()
        else:
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyed = focus.by_keyboard()
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._commit()
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
        y, x = self.height() / 2, self._x(self._value)
        track = QRectF(_EDGE - 4, y - _TRACK / 2, self.width() - 2 * _EDGE + 8, _TRACK)
        painter.setBrush(QColor(t.track))
        painter.drawRoundedRect(track, 2, 2)
        start = self._middle() if self._bipolar else track.left()
        painter.setBrush(QColor(t.accent if self.isEnabled() else t.disabled))
        painter.drawRoundedRect(QRectF(min(start, x), track.top(), abs(x - start), _TRACK), 2, 2)
        self._paint_tick(painter, y)
        self._paint_knob(painter, QPointF(x, y))
        painter.end()

    def _middle(self) -> float:
        return self._x(0.0) if self.scale.low < 0 < self.scale.high else self.width() / 2

    def _paint_tick(self, painter: QPainter, y: float) -> None:
        x = round(self._x(self._default))
        if abs(x - self._x(self._value)) < _KNOB:
            return
        top, height = (y - 5, 10) if self._bipolar else (y + 4, 5)
        painter.fillRect(QRectF(x, top, 1, height), QColor(tokens.current().strong))

    def _paint_knob(self, painter: QPainter, centre: QPointF) -> None:
        t = tokens.current()
        if self.hasFocus() and self._keyed:
            painter.setBrush(QColor(t.panel))
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawEllipse(centre, _KNOB + 3, _KNOB + 3)
        hot = self.isEnabled() and (self.underMouse() or self._before is not None)
        painter.setPen(QPen(QColor(t.panel), 1))
        painter.setBrush(
            QColor((t.accent_hover if hot and not t.dark else t.knob) if self.isEnabled() else t.disabled)
        )
        painter.drawEllipse(centre, _KNOB + 0.5, _KNOB + 0.5)
