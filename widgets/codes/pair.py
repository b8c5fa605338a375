"""Front and back code as two pictures, one before the other, and what there is to say of the front one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.grid_marks import paint_frame
from widgets.look.i18n import say, tr
from widgets.look.pixels import Pixels

_FRONT, _BACK = QRect(2, 2, 44, 44), QRect(30, 30, 40, 28)  # logical px


class CodePair(QAbstractButton):
    """Two swatches; a click asks to swap them (``clicked``)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: tuple[Pixels, Pixels] | None = None
        self._codes, self._share = (0, 0), 0.0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(62)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        say(self, name="Swap front and back code", tip="Swap front and back code (X)")

    def set_pair(self, front: np.ndarray, back: np.ndarray, codes: tuple[int, int], share: float) -> None:
        """Show two thumbnails, uint8 (s, s, 3 or 1), their codes, and how much the front one is used."""
        self._pictures = Pixels(front.copy()), Pixels(back.copy())
        self._codes, self._share = codes, share
        self.setAccessibleDescription(self._words())
        self.update()

    def _words(self) -> str:
        return tr("front code {front}, back code {back}", front=self._codes[0], back=self._codes[1])

    def sizeHint(self) -> QSize:
        return QSize(260, 62)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 62)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._pictures is None:
            painter.end()
            return
        t = tokens.current()
        front, back = self._pictures
        painter.drawImage(_BACK.adjusted(0, 0, 0, 0), back.drawable)
        paint_frame(painter, _BACK, "text", 1)
        painter.fillRect(_FRONT.adjusted(-2, -2, 4, 4), QColor(t.panel))
        painter.drawImage(_FRONT, front.drawable)
        paint_frame(painter, _FRONT, "accent", 2)
        title = tr("Code {code}", code=self._codes[0])
        painter.setPen(QColor(t.text))
        painter.setFont(style.fonts("body", bold=True))
        painter.drawText(QPoint(84, 17), title)
        after = 84 + painter.fontMetrics().horizontalAdvance(title) + 8
        painter.setPen(QColor(t.text2))
        painter.setFont(style.fonts())
        painter.drawText(QPoint(after, 17), tr("used {share} %", share=f"{self._share * 100:.1f}"))
        painter.setFont(style.fonts("caption"))
        painter.drawText(QPoint(84, 36), tr("X swaps   [ ] next   Alt picks"))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self.update()
        super().changeEvent(event)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    from widgets.pictures.demo_faces import colours

    page, pair = QWidget(), CodePair()
    QVBoxLayout(page).addWidget(pair)
    lit = np.linspace(0.7, 1.2, 16).reshape(1, 4, 4, 1)
    thumbs = np.clip(colours()[[173, 208], None, None] * lit, 0, 255).astype(np.uint8)
    pair.set_pair(thumbs[0], thumbs[1], (173, 208), 0.018)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
