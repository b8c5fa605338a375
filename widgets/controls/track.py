"""What a slider is to the hand: knobs on a scale, moved by mouse, wheel and keys, and painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
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

from widgets.controls.scale import Scale
from widgets.look import tokens
from widgets.look.painted import Painted

KNOB = 7.0  # radius
_TRACK = 4.0
_EDGE = 11.0  # room for the knob and its focus ring at both ends
_STEPS = {
    Qt.Key.Key_Left: -0.01, Qt.Key.Key_Down: -0.01, Qt.Key.Key_Right: 0.01, Qt.Key.Key_Up: 0.01,
    Qt.Key.Key_PageDown: -0.1, Qt.Key.Key_PageUp: 0.1, Qt.Key.Key_Home: -2.0, Qt.Key.Key_End: 2.0,
}  # fmt: skip


class Track(Painted):
    """One or more knobs. Arrows move the one at hand 1 %, with Shift 10 %; the wheel only when focused.

    Double-click, Delete and Backspace return to the default. ``moved`` tells every change a person makes,
    ``committed`` what they end with: signals of a subclass, with a number for each knob.
    """

    moved: Signal
    committed: Signal

    def __init__(self, scale: Scale, home: tuple[float, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = scale
        self._home = self._knobs = home
        self._before: tuple[float, ...] | None = None  # the knobs when a drag or a run of keys began
        self._at = 0  # the knob that keys and the drag move
        self._grip = 0.0  # where on the knob the mouse holds it
        self._rest = QTimer(self, singleShot=True, interval=300)
        self._rest.timeout.connect(self.commit)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def text(self) -> str:
        """The knobs as the person reads them, those that lie together as one."""
        return "–".join(dict.fromkeys(map(self.scale.text, self._knobs)))

    def reset(self) -> None:
        """Return to the default as if a person had dragged there."""
        self._begin()
        self._go(self._home)
        self.commit()

    def nudge(self, by: float) -> None:
        """Move the knob at hand ``by`` of the whole length as a person would; committed when they rest."""
        self._begin()
        self._move(self.scale.nudge(self._knobs[self._at], by))
        self._rest.start()

    def commit(self) -> None:
        """Tell what a drag or a run of keys ended with."""
        self._rest.stop()
        before, self._before = self._before, None
        if before is not None and before != self._knobs:
            self.committed.emit(*self._knobs)

    def _show(self, knobs: tuple[float, ...]) -> None:
        """Show them within the limits and in order, without a signal."""
        before, self._knobs = self._knobs, tuple(sorted(map(self.scale.clamp, knobs)))
        if self._knobs != before or not self.accessibleDescription():
            self.setAccessibleDescription(self.text())
            self.update()

    def _begin(self) -> None:
        if self._before is None:
            self._before = self._knobs

    def _move(self, value: float) -> None:
        """Move the knob at hand as a person would, as far as it may go."""
        raise NotImplementedError

    def _go(self, knobs: tuple[float, ...]) -> None:
        if knobs != self._knobs:
            self._show(knobs)
            self.moved.emit(*self._knobs)

    # the mouse

    def x_of(self, value: float) -> float:
        """The pixel of a value."""
        return _EDGE + self.scale.place(value) * max(1.0, self.width() - 2 * _EDGE)

    def _value_at(self, x: float) -> float:
        return self.scale.snap(self.scale.value((x - _EDGE) / max(1.0, self.width() - 2 * _EDGE)))

    def _nearest(self, x: float) -> int:
        """The knob that a press at ``x`` takes hold of."""
        return 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        x = event.position().x()
        self._begin()
        self._at = self._nearest(x)
        self._grip = x - self.x_of(self._knobs[self._at])
        if abs(self._grip) > KNOB + 2:
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.commit()
        super().focusOutEvent(event)

    # the picture

    def sizeHint(self) -> QSize:
        return QSize(120, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        y = self.height() / 2
        track = QRectF(_EDGE - 4, y - _TRACK / 2, self.width() - 2 * _EDGE + 8, _TRACK)
        painter.setBrush(QColor(t.track))
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(QColor(t.accent if self.isEnabled() else t.disabled))
        self._paint_filled(painter, track)
        for at in sorted(range(len(self._knobs)), key=lambda at: at == self._at):  # the one at hand on top
            self._paint_knob(painter, QPointF(self.x_of(self._knobs[at]), y), at)
        painter.end()

    def _paint_filled(self, painter: QPainter, track: QRectF) -> None:
        """Paint the part of the track that is chosen, and what else lies under the knobs."""
        raise NotImplementedError

    def _paint_knob(self, painter: QPainter, centre: QPointF, at: int) -> None:
        t, at_hand = tokens.current(), at == self._at
        if at_hand and self._ringed():
            painter.setBrush(QColor(t.panel))
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawEllipse(centre, KNOB + 3, KNOB + 3)
        meant = self.underMouse() and len(self._knobs) == 1  # of several, only a press tells which is meant
        hot = at_hand and (meant or self._before is not None)
        painter.setPen(QPen(QColor(t.panel), 1))
        knob = t.accent_hover if hot and not t.dark else t.knob
        painter.setBrush(QColor(knob if self.isEnabled() else t.disabled))
        painter.drawEllipse(centre, KNOB + 0.5, KNOB + 0.5)
