"""Small inputs that rows are made of: the number field one can drag, and the dot that resets."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from widgets.look import style, tokens
from widgets.look.i18n import say

_SLACK = 4  # px the mouse may stray before a click becomes a drag


class NumberField(QLineEdit):
    """A number to type, or to drag left and right.

    ``typed`` tells the text when the person has finished and changed it, ``nudged`` by how many hundredths
    they dragged or pressed the arrows, ``released`` that they let go.
    """

    typed = Signal(str)
    nudged = Signal(float)
    released = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_role(self, "value")
        self.setFixedSize(50, 24)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a press may begin a drag: only a click focuses
        self._shown = ""
        self._from: float | None = None
        self._dragging = False
        self.editingFinished.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show ``text`` as the valid state of affairs."""
        self._shown = text
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)
        self.set_invalid(False)

    def set_invalid(self, invalid: bool) -> None:
        """Frame the field in the error colour, or no more."""
        style.set_property(self, "state", "invalid" if invalid else "")

    def _finish(self) -> None:
        if self.text() != self._shown:
            self.typed.emit(self.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self.hasFocus():
            self._from = event.globalPosition().x()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            super().mouseMoveEvent(event)
            return
        step = event.globalPosition().x() - self._from
        if self._dragging or abs(step) >= _SLACK:
            self._dragging = True
            self._from = event.globalPosition().x()
            self.nudged.emit(step / 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, pressed, self._from, self._dragging = self._dragging, self._from is not None, None, False
        if dragged:
            self.released.emit()
        elif pressed:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.selectAll()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        up, down = event.key() == Qt.Key.Key_Up, event.key() == Qt.Key.Key_Down
        if up or down:
            big = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.nudged.emit((1 if up else -1) * (10 if big else 1))
        elif event.key() == Qt.Key.Key_Escape and (self.text() != self._shown or self.property("state")):
            self.show_text(self._shown)
            self.selectAll()
            self.typed.emit(self._shown)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.isAutoRepeat():
            self.released.emit()
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setCursorPosition(0)


class ResetDot(QAbstractButton):
    """An 8 px dot in a 24 px square: this value differs from the preset; a click takes it back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = True
        self.setFixedSize(24, 24)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        say(self, name="Reset", tip="Differs from the preset. Click to reset.")
        self.set_shown(False)

    @property
    def shown(self) -> bool:
        """Whether there is anything to reset."""
        return self._shown

    def set_shown(self, shown: bool) -> None:
        """Show the dot; hidden it keeps its place, and can neither be clicked nor reached by Tab."""
        if shown == self._shown:
            return
        self._shown = shown
        self.setEnabled(shown)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if shown else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if shown else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown:
            return
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        on = self.isEnabled() and not (self.underMouse() or self.isDown())
        painter.setBrush(QColor(t.accent if on else t.accent_hover if self.isEnabled() else t.disabled))
        radius = 3.0 if on or not self.isEnabled() else 4.0
        painter.drawEllipse(QPointF(12, 12), radius, radius)
        painter.end()
