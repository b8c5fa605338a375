"""A row of codes as they look: the nearest ones of the front code, to take one of them instead."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.grid_marks import paint_frame
from widgets.look.i18n import say, tr
from widgets.look.painted import Pointed
from widgets.look.pixels import Pixels

_LABEL, _SIDE, _GAP = 64, 28, 4  # logical px


class CodeStrip(Pointed):
    """A label and as many thumbnails as there is room for. A click, or arrows and Enter, chooses."""

    chosen = Signal(int)  # code
    looked_at = Signal(bool)  # the mouse or the focus is here, or has left

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._codes: list[int] = []
        self._pictures: list[Pixels] = []
        self._cursor = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_SIDE + 2)
        say(self, name=label)

    def set_codes(self, thumbnails: np.ndarray, codes: np.ndarray) -> None:
        """Show ``codes`` (n,) by their thumbnails, uint8 (n, s, s, 3 or 1)."""
        self._codes = [int(code) for code in codes]
        self._pictures = [Pixels(picture.copy()) for picture in thumbnails]
        self._cursor = min(self._cursor, max(len(self._codes) - 1, 0))
        self._describe()
        self.update()

    def codes(self) -> list[int]:
        """The codes shown, the nearest first."""
        return self._codes[: self._room()]

    def code_rect(self, index: int) -> QRect:
        """Where thumbnail ``index`` is."""
        return QRect(_LABEL + index * (_SIDE + _GAP), 1, _SIDE, _SIDE)

    def _room(self) -> int:
        return min(len(self._codes), max(0, (self.width() - _LABEL + _GAP) // (_SIDE + _GAP)))

    def _at(self, place: QPoint) -> int:
        return next((i for i in range(self._room()) if self.code_rect(i).contains(place)), -1)

    def _describe(self) -> None:
        if self._codes:
            self.setAccessibleDescription(tr("code {code}", code=self._codes[self._cursor]))

    def _under(self, place: QPointF) -> int:
        return self._at(place.toPoint())

    def _tip(self, place: QPoint) -> str | None:
        index = self._at(place)
        return tr("code {code}", code=self._codes[index]) if index >= 0 else None

    def enterEvent(self, event: QEnterEvent) -> None:
        self.looked_at.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.looked_at.emit(self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.looked_at.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.looked_at.emit(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position().toPoint())
        if index >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._codes[index])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._room():
            by = 1 if key == Qt.Key.Key_Right else -1
            self._cursor = (self._cursor + by) % self._room()
            self._describe()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._codes:
            self.chosen.emit(self._codes[self._cursor])
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(_LABEL + 8 * (_SIDE + _GAP), _SIDE + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(tokens.current().text2))
        painter.setFont(style.fonts())
        room = QRect(0, 0, _LABEL - 4, self.height())
        text = painter.fontMetrics().elidedText(tr(self._label), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        for index in range(self._room()):
            place = self.code_rect(index)
            painter.drawImage(place, self._pictures[index].drawable)
            if index == self._hover or (self.hasFocus() and index == self._cursor):
                paint_frame(painter, place, "text", 1)
        painter.end()

    def _redraw(self) -> None:
        self._describe()
        super()._redraw()


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    from widgets.pictures.demo_faces import colours

    page, strip = QWidget(), CodeStrip("Nearest")
    QVBoxLayout(page).addWidget(strip)
    codes = np.arange(170, 178)
    strip.set_codes(np.broadcast_to(colours()[codes][:, None, None], (8, 4, 4, 3)).copy(), codes)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
