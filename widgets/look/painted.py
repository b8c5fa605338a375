"""What all widgets painted by hand share: when they repaint, what a place tells, who draws the focus ring."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from widgets.look import focus

_LOOKS = (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange, QEvent.Type.EnabledChange)


class Painted(QWidget):
    """Repaints when theme, language or state change, and draws a focus ring of its own where ``_ringed``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keyed = False  # whether it is the keyboard, not the mouse, that works here
        focus.own_ring(self)

    def _redraw(self) -> None:
        """The look is another now: forget what is kept of it."""
        self.update()

    def _tip(self, place: QPoint) -> str | None:
        """What resting the mouse at ``place`` tells, in the language shown; None for the usual tool tip."""
        return None

    def _ringed(self) -> bool:
        return self.hasFocus() and self._keyed

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyed = focus.by_keyboard()
        super().focusInEvent(event)  # repaints, as losing the focus does

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _LOOKS:
            self._redraw()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self._tip(event.pos())
            if tip is not None:
                QToolTip.showText(event.globalPos(), tip, self)
                return True
        return super().event(event)


class Pointed(Painted):
    """Numbered things to point at: a subclass says which is ``_under`` a place and paints ``_hover`` lit."""

    hovered = Signal(int)  # each thing once; -1 when the mouse leaves

    _hand = True  # whether the cursor says that what lies under it can be clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hover = -1
        self.setMouseTracking(True)

    def _under(self, place: QPointF) -> int:
        """The thing at ``place``, -1 where there is none."""
        raise NotImplementedError

    def _point(self, at: int) -> None:
        if at != self._hover:
            self._hover = at
            if self._hand:
                self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
            self.hovered.emit(at)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._under(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)
