"""Layers of places over each other, and the lines that lead from below up to what wrote a place."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import ramp, style, tokens
from widgets.look.figures import count
from widgets.look.i18n import say, tr
from widgets.look.painted import Pointed

_SIDE = 64  # logical px at the left, for the names
_RIGHT, _EDGE = 8, 6
_BAR = 14.0  # logical px of a row of places, at most
_K = Qt.Key
_MOVES = {_K.Key_Left: -1, _K.Key_Right: 1}


class TapStrip(Pointed):
    """Rows of places from the input at the top to the output at the bottom, shaded by their counts.

    The places that lead to one of the output are lit, and joined by lines. ``pointed`` tells which place of
    the output is under the pointer, or was reached by the arrow keys.
    """

    pointed = Signal(int)

    _hand = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: tuple[np.ndarray, ...] = ()
        self._stride, self._kernel, self._padding = 1, 1, 0
        self._hits: tuple[np.ndarray, ...] = ()
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hovered.connect(lambda at: self.pointed.emit(at) if at >= 0 else None)
        say(self, name="Which inputs hit a pixel")

    def set_levels(self, levels: Sequence[np.ndarray], stride: int, kernel: int, padding: int) -> None:
        """Show rows of counts, int (n,) each, input first; nothing is lit. Place i of one writes ``kernel``
        places of the next, from i * stride - padding on."""
        self._levels = tuple(np.array(level, np.int64) for level in levels)
        self._stride, self._kernel, self._padding = stride, kernel, padding
        self._hits, self._at = (), -1
        self.updateGeometry()
        self._describe()
        self.update()

    def set_hits(self, at: int, hits: Sequence[np.ndarray]) -> None:
        """Light what leads to place ``at`` of the output: the ways from each place to it, row by row.

        Raises:
            ValueError: rows of other lengths than those shown.
        """
        if [len(row) for row in hits] != [len(row) for row in self._levels]:
            raise ValueError("hits of other lengths")
        self._hits, self._at = tuple(np.array(row, np.int64) for row in hits), at
        self._describe()
        self.update()

    def lit(self) -> list[int]:
        """The inputs that are lit."""
        return np.flatnonzero(self._hits[0]).tolist() if self._hits else []

    def _describe(self) -> None:
        if self._hits:
            inputs, ways = len(self.lit()), count(int(self._hits[0].sum()))
            said = tr(
                "pixel {place}: {inputs} inputs, {ways} ways", place=self._at + 1, inputs=inputs, ways=ways
            )
            self.setAccessibleDescription(said)
        else:
            self.setAccessibleDescription("")

    # where things lie

    def _unit(self) -> float:
        """Logical px of a place of the output."""
        room = self.width() - _SIDE - _RIGHT
        widest = max((len(row) * self._wide(level) for level, row in enumerate(self._levels)), default=1)
        return room / max(1.0, widest)

    def _wide(self, level: int) -> float:
        """How many places of the output a place of this row is wide."""
        return float(self._stride ** (len(self._levels) - 1 - level))

    def _pitch(self) -> float:
        """From one row to the next."""
        return (self.height() - 2 * _EDGE - _BAR) / max(1, len(self._levels) - 1)

    def place(self, level: int, at: int) -> QRectF:
        """Where a place is drawn. All rows have one middle, so that inputs stand over what they write."""
        unit = self._unit() * self._wide(level)
        left = _SIDE + (self.width() - _SIDE - _RIGHT - unit * len(self._levels[level])) / 2
        return QRectF(left + at * unit, _EDGE + level * self._pitch(), unit, _BAR)

    def _under(self, place: QPointF) -> int:
        """The place of the output below or above the pointer, whatever the row."""
        if not self._levels:
            return -1
        last = len(self._levels) - 1
        first = self.place(last, 0)
        at = int((place.x() - first.left()) // first.width())
        return at if 0 <= at < len(self._levels[last]) else -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key not in _MOVES or not self._levels:
            super().keyPressEvent(event)
            return
        self._keyed = True
        size = len(self._levels[-1])
        at = size // 2 if self._at < 0 else min(max(self._at + _MOVES[key], 0), size - 1)
        self.pointed.emit(at)

    def sizeHint(self) -> QSize:
        apart = 40 if len(self._levels) <= 2 else 30
        return QSize(320, round(2 * _EDGE + _BAR + apart * max(1, len(self._levels) - 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    # the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), tokens.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._hits:
            self._paint_lines(painter)
        for level, row in enumerate(self._levels):
            self._paint_row(painter, level, row)
        if self._ringed():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_row(self, painter: QPainter, level: int, row: np.ndarray) -> None:
        t = tokens.current()
        name = tr("Inputs") if level == 0 else tr("Pixels") if level == len(self._levels) - 1 else str(level)
        band = QRectF(0, self.place(level, 0).top(), _SIDE - 8, _BAR)
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(t.text2))
        painter.drawText(band, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), name)
        shades = ramp.shade(0.12 + 0.88 * row / max(1, int(row.max(initial=1))))
        lit = self._hits[level] > 0 if self._hits else np.zeros(len(row), bool)
        gap = 1.0 if self.place(level, 0).width() >= 5 else 0.0
        for at in range(len(row)):
            box = self.place(level, at).adjusted(gap / 2, 0, -gap / 2, 0)
            colour = QColor(t.fake) if lit[at] else QColor(*shades[at].tolist())
            painter.fillRect(box, colour)
            if lit[at] and self._hits[level][at] > 1 and box.width() >= 14:
                painter.setPen(QColor(t.stage))
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(int(self._hits[level][at])))

    def _paint_lines(self, painter: QPainter) -> None:
        """From each lit place down to the lit places that it writes."""
        lines = []
        for level in range(len(self._levels) - 1):
            below = self._hits[level + 1]
            for at in np.flatnonzero(self._hits[level]).tolist():
                start = at * self._stride - self._padding
                for to in range(max(0, start), min(len(below), start + self._kernel)):
                    if below[to]:
                        tail, tip = self.place(level, at), self.place(level + 1, to)
                        lines.append(QLineF(tail.center().x(), tail.bottom(), tip.center().x(), tip.top()))
        colour = QColor(tokens.current().fake)
        colour.setAlphaF(0.8 if len(lines) < 60 else 0.4)
        painter.setPen(QPen(colour, 1.3))
        painter.drawLines(lines)


def _demo() -> QWidget:
    strip = TapStrip()
    strip.set_levels([np.ones(6), np.array([1, 2] * 5 + [1])], 2, 3, 1)
    strip.set_hits(4, [np.array([0, 0, 1, 0, 0, 0]), np.eye(11, dtype=int)[4]])
    return strip


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
