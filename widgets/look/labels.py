"""Labels that keep within the room they get."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from widgets.look import style
from widgets.look.i18n import say


def plain(text: str) -> str:
    """Text for a tooltip, which Qt shows as HTML where it looks like it."""
    return f"<p style='white-space:pre-wrap'>{html.escape(text)}</p>" if "<" in text else text


class ElidedLabel(QLabel):
    """A one-line label that ends in an ellipsis when narrow, and then tells the whole as its tooltip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)  # a file may be called <h1>
        self._elided, self._shorter = False, ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if role:
            style.set_role(self, role)

    @property
    def elided(self) -> bool:
        """Whether the last painting had to leave something out."""
        return self._elided

    def set_shorter(self, text: str) -> None:
        """What to write where the whole does not fit, before anything is cut."""
        self._shorter = text
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(min(24, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and not self.toolTip() and self._fits():
            return True
        if event.type() == QEvent.Type.ToolTip and not self.toolTip():
            self.setToolTip(plain(self.text()))
            handled = super().event(event)
            self.setToolTip("")
            return handled
        return super().event(event)

    def _fits(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._elided = not self._fits()
        if not self._elided:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(
            self._shorter or self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        flags = int(self.alignment() | Qt.TextFlag.TextSingleLine)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        self.style().drawItemText(painter, room, flags, option.palette, enabled, text, self.foregroundRole())
        painter.end()


class WrappedLabel(QLabel):
    """A label of several lines whose height always follows its width."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        if role:
            style.set_role(self, role)

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        if self.minimumHeight():
            self.setMinimumHeight(0)  # Qt counts it in: a label that was high once would stay so
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


def label(text: str, role: str = "") -> QLabel:
    """A plain label saying ``text`` in the language shown.

    Nothing, or a sign without letters, is only a place for what ``setText`` brings: it is not told again.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if any(map(str.isalpha, text)):
        say(made, text=text)
    if role:
        style.set_role(made, role)
    return made


def rule(role: str = "rule") -> QFrame:
    """A hairline: ``rule`` lies, ``bar`` stands."""
    made = QFrame()
    style.set_role(made, role)
    return made
