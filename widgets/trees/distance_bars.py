"""How far apart neighbours are: one bar at each border between words, in the columns of the tree."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.i18n import say, tr
from widgets.trees.column_view import ColumnView
from widgets.trees.columns import LEFT, WordColumns
from widgets.trees.paint import mixed

_FIGURE, _HEAD = 18.0, 6.0  # logical px under and over the bars
_WIDEST = 22.0  # of a bar
_NAME = LEFT - 2 - _WIDEST / 2 - 4  # where the name ends: beside a bar on the first border of what is seen
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


def brief(value: float) -> str:
    """Two places without the zero in front: ``.38``, ``1.0``."""
    text = f"{value:.2f}"
    return text[1:] if text.startswith("0") else "1.0" if text == "1.00" else text


class DistanceBars(ColumnView):
    """A bar with its figure for every border; the lit one stands out."""

    def __init__(self, columns: WordColumns | None = None, parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._values = np.zeros(0)
        self._first, self._most = 1, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        say(self, name="Distances between words")

    def set_distances(self, values: np.ndarray, first_counts: bool = False) -> None:
        """Show distances.

        Args:
            values: float (n,), 0 to 1: value g stands before word g. The longest bar is 1, or the largest
                value where that is more; what is no number is 0.
            first_counts: whether the one before the first word takes part; it is left out otherwise.
        """
        self._values = np.maximum(np.nan_to_num(np.asarray(values, float), posinf=0.0, neginf=0.0), 0.0)
        self._most = max(1.0, float(self._values.max(initial=0.0)))
        self._first = 0 if first_counts else 1
        self._redraw()

    def figure(self, gap: int) -> str:
        """What is written under a bar, empty where there is none."""
        return brief(float(self._values[gap])) if gap in self._shown() else ""

    def _shown(self) -> range:
        return range(self._first, min(len(self._values), len(self.columns.words)))

    def _under(self, place: QPointF) -> int:
        gap = self.columns.gap_at(place.x(), self._first)
        return gap if gap in self._shown() else -1

    def sizeHint(self) -> QSize:
        return QSize(720, 64)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 48)

    def _box(self, gap: int, edges: np.ndarray) -> QRectF:
        """Where the bar of a gap stands."""
        room = self.height() - _FIGURE - _HEAD
        wide = min(_WIDEST, max(2.0, self.columns.narrowest * 0.5))
        high = max(1, round(room * float(self._values[gap]) / self._most))
        return QRectF(round(edges[gap] - wide / 2), _HEAD + room - high, round(wide), high)

    def _paint(self, painter: QPainter) -> None:
        t, base = tokens.current(), round(self.height() - _FIGURE)
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(t.text2))
        label = QRectF(0, _HEAD, _NAME, base - _HEAD)
        painter.drawText(label, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), tr("split"))
        painter.fillRect(QRectF(LEFT, base, self.columns.room, 1), QColor(t.border))
        edges, grey = self.columns.edges(), mixed(t.strong, t.stage, 0.65)
        written = QFontMetricsF(painter.font()).horizontalAdvance(".00") + 4 <= self.columns.narrowest
        for gap in self._seen(edges):
            self._paint_bar(painter, gap, edges, grey)
            if written:
                painter.setPen(QColor(t.text2))
                self._write(painter, gap, edges)

    def _seen(self, edges: np.ndarray) -> range:
        """The gaps in sight that have a bar."""
        first = int(np.searchsorted(edges, LEFT - 2, "left"))
        last = int(np.searchsorted(edges, LEFT + self.columns.room + 2, "right"))
        shown = self._shown()
        return range(max(first, shown.start), max(first, min(last, shown.stop)))

    def _paint_bar(self, painter: QPainter, gap: int, edges: np.ndarray, colour: str) -> None:
        box = self._box(gap, edges)
        if box.width() < 6:
            painter.fillRect(box.toRect(), QColor(colour))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        soft = min(2.0, box.height() / 2)
        painter.drawRoundedRect(box, soft, soft)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _write(self, painter: QPainter, gap: int, edges: np.ndarray) -> None:
        place = QRectF(float(edges[gap]) - 24, self.height() - _FIGURE, 48, _FIGURE)
        painter.drawText(place, _CENTRE, self.figure(gap))

    def _paint_over(self, painter: QPainter) -> None:
        gap, t, edges = self.gap(), tokens.current(), self.columns.edges()
        if gap not in self._seen(edges):
            self._paint_gap(painter, 0, self.height())
            return
        self._paint_gap(painter, 0, self._box(gap, edges).top())
        self._paint_bar(painter, gap, edges, t.accent)
        painter.setFont(style.fonts("caption", bold=True))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(self.figure(gap)) + 6
        place = QRectF(edges[gap] - wide / 2, self.height() - _FIGURE + 1, wide, _FIGURE - 1)
        painter.fillRect(place, QColor(t.stage))
        painter.setPen(QColor(t.text))
        self._write(painter, gap, edges)


def _demo() -> QWidget:
    from widgets.trees.samples import DISTANCES, ENGLISH

    bars = DistanceBars()
    bars.columns.set_words(ENGLISH)
    bars.set_distances(DISTANCES)
    bars.set_hovered_gap(7)
    return bars


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
