"""How far the gates of every level are open at every word: levels over columns, the long-lived on top."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from widgets.look import ramp, style, tokens
from widgets.look.grid_marks import paint_frame
from widgets.look.i18n import say, tr
from widgets.trees.column_view import ColumnView
from widgets.trees.columns import LEFT, WordColumns
from widgets.trees.marks import paint_note

_EDGE = 6  # logical px above and below
_KEY = 10  # width of the key
_LINES = 4.0  # cells at least so high are parted by a line


class GateMap(ColumnView):
    """Words across, levels up; hover tells the value and lights the border before the word."""

    def __init__(self, columns: WordColumns | None = None, parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._gates = np.zeros((0, 1))
        self._name = ""
        self._cell: tuple[int, int] | None = None  # word and level under the mouse
        say(self, name="Gates")

    def set_gates(self, gates: np.ndarray, name: str = "") -> None:
        """Show gates.

        Args:
            gates: float (n words, levels), 0 to 1, the short-lived level first.
            name: of the gate, English, translated ("Forget gate").

        Raises:
            ValueError: not two axes.
        """
        if gates.ndim != 2:
            raise ValueError(f"gates of shape {gates.shape}, not words x levels")
        self._gates, self._name = np.asarray(gates, float), name
        say(self, name=name or "Gates")
        if self._cell is not None and not self._is_cell(*self._cell):
            self._cell = None
        self._redraw()

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """Word and level (0 is the short-lived one) at a point."""
        word, room, levels = self.columns.word_at(place.x()), self._room(), self._gates.shape[1]
        level = int((room.bottom() + 1 - place.y()) * levels // max(1, room.height()))
        return (word, level) if self._is_cell(word, level) else None

    def text(self, word: int, level: int) -> str:
        """What there is to say of a cell, in the language shown; levels are counted from 1."""
        return tr(
            "{word}, level {level}: {value}",
            word=self.columns.words[word], level=level + 1, value=f"{self._gates[word, level]:.2f}",
        )  # fmt: skip

    def _is_cell(self, word: int, level: int) -> bool:
        words = min(len(self._gates), len(self.columns.words))
        return 0 <= word < words and 0 <= level < self._gates.shape[1]

    def _room(self) -> QRect:
        return QRect(round(LEFT), _EDGE, round(self.columns.room), max(1, self.height() - 2 * _EDGE))

    def _row(self, level: int) -> tuple[int, int]:
        """Top and bottom of a level."""
        room, levels = self._room(), max(1, self._gates.shape[1])
        top = room.top() + room.height() * (levels - 1 - level) // levels
        return top, room.top() + room.height() * (levels - level) // levels

    # the mouse

    def _under(self, place: QPointF) -> int:
        return self.columns.word_at(place.x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._find(None if self._dragged else self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._find(None)
        super().leaveEvent(event)

    def _moved(self) -> None:
        self._cell = None
        super()._moved()

    def _find(self, cell: tuple[int, int] | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self.update()

    # the picture

    def sizeHint(self) -> QSize:
        return QSize(720, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 60)

    def _paint(self, painter: QPainter) -> None:
        room = self._room()
        if self._gates.size:
            painter.save()
            painter.setClipRect(room)
            self._paint_cells(painter)
            painter.restore()
        self._paint_words(painter, room)
        self._paint_key(painter, room)

    def _paint_cells(self, painter: QPainter) -> None:
        """One picture of the words in sight, each cell a block of pixels, parted by lines where they fit."""
        seen = [word for word in self.columns.visible() if word < len(self._gates)]
        if not seen:
            return
        edges = np.round(self.columns.edges()).astype(int)[seen[0] : seen[-1] + 2]
        levels = self._gates.shape[1]
        tops = np.array([self._row(level)[0] for level in reversed(range(levels))])
        bottoms = np.array([self._row(level)[1] for level in reversed(range(levels))])
        cells = ramp.packed(ramp.shade(self._gates[seen[0] : seen[-1] + 1, ::-1].T))
        pixels = np.ascontiguousarray(np.repeat(np.repeat(cells, bottoms - tops, 0), np.diff(edges), 1))
        ground = QColor(tokens.current().stage).rgb()
        if (bottoms - tops).min() >= _LINES:
            pixels[bottoms - 1 - tops[0]] = ground
        if np.diff(edges).min() >= 2 * _LINES:
            pixels[:, edges[1:] - 1 - edges[0]] = ground
        high, wide = pixels.shape
        image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_RGB32)
        painter.drawImage(int(edges[0]), int(tops[0]), image)

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(tokens.current().text2))
        words = [(tr("high"), room.top() + 7), (tr("low"), room.bottom() - 6)]
        if room.height() >= 56:
            words.append((tr("level"), room.center().y()))
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for word, y in words:
            painter.drawText(QRectF(0, y - 9, LEFT - 10, 18), flags, word)

    def _paint_key(self, painter: QPainter, room: QRect) -> None:
        """Which colour is which value, 1 on top."""
        t = tokens.current()
        bar = QRect(room.right() + 11, room.top(), _KEY, room.height())
        line = np.ascontiguousarray(ramp.packed(ramp.colours()[::-1])[:, None])
        painter.drawImage(bar, QImage(line.data, 1, 256, 4, QImage.Format.Format_RGB32))
        painter.setPen(QColor(t.strong))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(0, 0, -1, -1))
        painter.setPen(QColor(t.text2))
        for text, y in (("1", room.top() + 6), ("0", room.bottom() - 5)):
            painter.drawText(QRectF(bar.right() + 5, y - 9, 20, 18), int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_over(self, painter: QPainter) -> None:
        self._paint_gap(painter, 0, self._room().bottom())
        if self._cell is None:
            return
        word, level = self._cell
        edges, room, t = self.columns.edges(), self._room(), tokens.current()
        top, bottom = self._row(level)
        left, right = round(float(edges[word])), round(float(edges[word + 1]))
        cell = QRect(left, top, right - left, bottom - top) & room
        paint_frame(painter, cell, "text", 1)
        middle = (left + right) / 2
        y = bottom + 6 if bottom + 28 < self.height() else top - 28
        paint_note(painter, self.text(word, level), QPointF(middle, y), (LEFT, LEFT + room.width()), t)


def _demo() -> QWidget:
    from widgets.trees.samples import DISTANCES, ENGLISH, gates

    view = GateMap()
    view.columns.set_words(ENGLISH)
    view.set_gates(gates(DISTANCES), "Forget gate")
    view.set_hovered_gap(7)
    return view


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
