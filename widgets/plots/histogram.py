"""How many there are of each: a small histogram over categories or over a numeric axis."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.figures import brief, count
from widgets.look.i18n import say, tr
from widgets.look.painted import Pointed

_FOOT, _TOP = 20, 4  # logical px
_CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)


class Histogram(Pointed):
    """Grey bars, one of them in accent. Hovering tells the bin and how many are in it."""

    picked = Signal(int)  # the bin clicked

    _hand = False

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = np.zeros(0)
        self._labels: list[str] = []
        self._edges: np.ndarray | None = None
        self._lit = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        say(self, name=name)

    def set_categories(self, labels: Sequence[str], counts: np.ndarray | Sequence[int]) -> None:
        """One bar for each label, already in the language shown; none is lit.

        Raises:
            ValueError: the two differ in length.
        """
        if len(labels) != len(counts):
            raise ValueError(f"{len(labels)} labels, {len(counts)} counts")
        self._labels, self._edges = list(labels), None
        self._set(counts)

    def set_bins(self, edges: np.ndarray, counts: np.ndarray | Sequence[int]) -> None:
        """Bars over a numeric axis; ``edges`` are one more than bins, rising. None is lit.

        Raises:
            ValueError: the lengths do not fit.
        """
        if len(edges) != len(counts) + 1:
            raise ValueError(f"{len(edges)} edges, {len(counts)} counts")
        self._labels, self._edges = [], np.asarray(edges, float)
        self._set(counts)

    def _set(self, counts: np.ndarray | Sequence[int]) -> None:
        self._counts = np.asarray(counts, float)
        self._lit, self._hover = -1, -1
        self.setAccessibleDescription(", ".join(self.words(at) for at in range(min(len(counts), 20))))
        self.update()

    def set_lit(self, at: int) -> None:
        """Light a bin; -1, or one there is not, lights none."""
        self._lit = at if 0 <= at < len(self._counts) else -1
        self.update()

    def set_lit_value(self, value: float) -> None:
        """Light the bin of a numeric axis that holds ``value``."""
        at = -1
        if self._edges is not None and math.isfinite(value) and len(self._counts):
            at = int(np.searchsorted(self._edges, value, "right")) - 1
            at = len(self._counts) - 1 if value == self._edges[-1] else at
        self.set_lit(at)

    def lit(self) -> int:
        """The bin in accent, -1 for none."""
        return self._lit

    def words(self, at: int) -> str:
        """What hovering over a bin tells."""
        if self._edges is None:
            name = self._labels[at]
        else:
            name = tr("{low} to {high}", low=brief(self._edges[at]), high=brief(self._edges[at + 1]))
        return f"{name}: {count(int(self._counts[at]))}"

    def bin_at(self, place: QPoint) -> int:
        """The bin over a point, -1 outside."""
        for at in range(len(self._counts)):
            left, right = self._span(at)
            if left <= place.x() < right:
                return at
        return -1

    def bar(self, at: int) -> QRect:
        """Where a bin's bar stands; at least 1 px high where there is anything."""
        left, right = self._span(at)
        room = max(1, self.height() - _FOOT - _TOP)
        most = float(self._counts.max(initial=0)) or 1.0
        high = round(room * float(self._counts[at]) / most)
        high = max(1, high) if self._counts[at] > 0 else 0
        gap = 2 if right - left > 6 else 1
        return QRect(left, _TOP + room - high, max(1, right - left - gap), high)

    def _span(self, at: int) -> tuple[int, int]:
        number, width = len(self._counts), self.width()
        return at * width // number, (at + 1) * width // number

    def _under(self, place: QPointF) -> int:
        return self.bin_at(place.toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.bin_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and at >= 0:
            self.picked.emit(at)

    def _tip(self, place: QPoint) -> str:
        at = self.bin_at(place)
        return self.words(at) if at >= 0 else ""

    def sizeHint(self) -> QSize:
        return QSize(220, 76)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens.current(), QPainter(self)
        painter.fillRect(QRect(0, self.height() - _FOOT, self.width(), 1), QColor(t.border))
        for at in range(len(self._counts)):
            colour = t.accent if at == self._lit else t.strong if at == self._hover else t.track
            painter.fillRect(self.bar(at), QColor(colour))
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(t.text2))
        if self._edges is None:
            self._paint_labels(painter)
        elif len(self._counts):
            self._paint_axis(painter, self._edges)
        painter.end()

    def _paint_labels(self, painter: QPainter) -> None:
        """Every label that leaves room for itself; if not all do, every second, third, ..."""
        wide = max([1, *(painter.fontMetrics().horizontalAdvance(label) for label in self._labels)]) + 4
        step = max(1, math.ceil(wide * len(self._labels) / max(1, self.width())))
        for at in range(0, len(self._labels), step):
            left, right = self._span(at)
            middle = (left + self.bar(at).right() + 1) // 2 if right > left else left
            x = min(max(middle - wide // 2, 0), max(0, self.width() - wide))
            painter.drawText(QRect(x, self.height() - _FOOT, wide, _FOOT), _CENTRE, self._labels[at])

    def _paint_axis(self, painter: QPainter, edges: np.ndarray) -> None:
        low, high = float(edges[0]), float(edges[-1])
        for tick in ticks(low, high, max(2, self.width() // 56)):
            x = round((tick - low) / (high - low or 1) * self.width())
            x = min(max(x - 20, -2), self.width() - 38)
            text = f"{tick:g}".replace("-", "−")
            painter.drawText(QRect(x, self.height() - _FOOT, 40, _FOOT), _CENTRE, text)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers in ``[low, high]``, about ``most`` at most, 1, 2 or 5 times a power of ten apart."""
    if not high > low:
        return [low]
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [round(at * step, 12) for at in range(first, math.floor(high / step + 1e-9) + 1)]


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page = QWidget()
    column = QVBoxLayout(page)
    draw = np.random.default_rng(0)
    lengths, scores = Histogram("Lengths"), Histogram("Scores")
    lengths.set_categories([str(n) for n in range(1, 7)], [3, 1800, 1100, 410, 60, 45])
    lengths.set_lit(2)
    counts, edges = np.histogram(draw.normal(4.8, 1.2, 3000).clip(1.5, 8.9), 18, (1.8, 9))
    scores.set_bins(edges, counts)
    scores.set_lit_value(7.8)
    column.addWidget(lengths)
    column.addSpacing(12)
    column.addWidget(scores)
    column.addStretch(1)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
