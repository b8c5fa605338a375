"""The parts of a splitter: the grip one drags, and the rail a folded side leaves behind."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from widgets.controls.buttons import icon_button
from widgets.look import style, tokens
from widgets.look.labels import label

GRIP = 7


class Grip(QWidget):
    """A 1 px line that can be held within 7 px. ``dragged`` tells where the mouse is on the screen."""

    dragged = Signal(float)
    pressed = Signal(float)
    released = Signal()
    double_clicked = Signal()

    def __init__(self, across: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._across = across  # it moves sideways
        self._held = False
        self.setCursor(Qt.CursorShape.SplitHCursor if across else Qt.CursorShape.SplitVCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def _where(self, event: QMouseEvent) -> float:
        return event.globalPosition().x() if self._across else event.globalPosition().y()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = True
        self.pressed.emit(self._where(event))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self.dragged.emit(self._where(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = False
        self.released.emit()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        colour = t.accent if self._held else t.strong if self.underMouse() else t.border
        line = (
            QRectF(GRIP // 2, 0, 1, self.height()) if self._across else QRectF(0, GRIP // 2, self.width(), 1)
        )
        painter.fillRect(line, QColor(colour))
        painter.end()


class Rail(QFrame):
    """What is left of a folded side: a button that brings it back."""

    opened = Signal()

    def __init__(self, across: bool, first: bool, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        style.set_role(self, "panel")
        icon = ("caret-right" if first else "caret-left") if across else "caret-down" if first else "caret-up"
        self.button = icon_button(icon, title, self.opened.emit)
        direction = QBoxLayout.Direction.TopToBottom if across else QBoxLayout.Direction.LeftToRight
        layout = QBoxLayout(direction, self)
        layout.setContentsMargins(12 if across else 0, 6 if across else 0, 12 if across else 8, 0)
        layout.addWidget(self.button)
        if not across:
            layout.addWidget(label(title, "dim"))
        layout.addStretch()
        self.hide()
