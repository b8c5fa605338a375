"""Where a word could be cut, and how much speaks against each cut; the weakest is what holds it together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, text_font, tokens
from widgets.look.figures import MINUS
from widgets.look.i18n import mark, say, tr
from widgets.look.painted import Painted

_ROW, _PAD, _GAP = 27, 6, 6  # logical px
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def two_places(value: float) -> str:
    """Always two decimals, so that the figures stand under one another; a dash for what is no number."""
    if not np.isfinite(value):
        return "–" if np.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    return (MINUS if value <= -0.005 else "") + f"{abs(value):.2f}"


class CutRows(Painted):
    """A row for each cut: both parts in boxes, the figure, and a bold "least" beside the weakest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cuts: list[tuple[str, str, float]] = []
        self._least = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        say(self, name=mark("Cuts of the word"))

    def set_cuts(self, cuts: Sequence[tuple[str, str, float]]) -> None:
        """Show cuts as left part, right part, cohesion across the cut, in the order given."""
        self._cuts = [(left, right, float(value)) for left, right, value in cuts]
        values = np.array([value for _, _, value in self._cuts])
        self._least = int(np.nanargmin(values)) if np.isfinite(values).any() else -1
        self.setAccessibleDescription(", ".join(f"{a} {b} {two_places(v)}" for a, b, v in self._cuts))
        self.updateGeometry()
        self.update()

    def least(self) -> int:
        """The weakest cut, the first of equals; -1 for none."""
        return self._least

    def sizeHint(self) -> QSize:
        return QSize(220, max(1, len(self._cuts)) * _ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        note = QFontMetrics(style.fonts(bold=True)).horizontalAdvance(tr("least"))
        for row, (left, right, value) in enumerate(self._cuts):
            self._paint_parts(painter, row, left, right, self.width() - note - 64)
            least = row == self._least
            painter.setFont(style.fonts(bold=least))
            painter.setPen(QColor(tokens.current().text if least else tokens.current().text2))
            room = QRect(0, row * _ROW, self.width() - note - _GAP - 2, _ROW)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | _MIDDLE), two_places(value))
            if least:
                room = QRect(self.width() - note, row * _ROW, note + 1, _ROW)
                painter.drawText(room, int(_MIDDLE), tr("least"))
        painter.end()

    def _paint_parts(self, painter: QPainter, row: int, left: str, right: str, room: int) -> None:
        """Two boxes; parts too long for the room are cut short to half of it each."""
        t, metrics, x = tokens.current(), QFontMetrics(text_font.chinese()), 0.5
        painter.setFont(text_font.chinese())
        for part in (left, right):
            text = metrics.elidedText(
                part, Qt.TextElideMode.ElideMiddle, max(16, room // 2 - 2 * _PAD - _GAP)
            )
            width = metrics.horizontalAdvance(text) + 2 * _PAD
            box = QRectF(x, row * _ROW + 2.5, width, _ROW - 5)
            painter.setPen(QPen(QColor(t.border), 1))
            painter.setBrush(QColor(t.raised))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(t.text))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
            if part is left:  # where the cut goes
                painter.setPen(QPen(QColor(t.strong), 1))
                middle = box.right() + _GAP / 2
                painter.drawLine(QPointF(middle, box.top() + 5), QPointF(middle, box.bottom() - 5))
            x = box.right() + _GAP


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page = QWidget()
    column = QVBoxLayout(page)
    long = [("全", "国人民代表大会", 7.2), ("全国", "人民代表大会", 4.41), ("全国人民", "代表大会", 5.2)]
    for cuts in ([("潇", "湘馆", 9.61), ("潇湘", "馆", 8.82)], long):
        rows = CutRows()
        rows.set_cuts(cuts)
        column.addWidget(rows)
    column.addStretch(1)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
