"""A batch of padded lines as the model gets it: a row a line, pads hatched."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from widgets.graph import ink
from widgets.graph.card import advance, elided
from widgets.graph.masks.cells import CENTRE, RIGHT, CellGrid, paint_hatched
from widgets.look.figures import brief
from widgets.look.i18n import mark, say, tr

_WRITTEN = 15.0  # px of the narrowest cell with a word in it


class BatchGrid(CellGrid):
    """Words in cells, lengths at the left, positions above."""

    def __init__(self, empty: str = mark("No lines yet"), parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._tokens: tuple[tuple[str, ...], ...] = ()
        self._real = np.zeros((0, 0), bool)
        self._values: np.ndarray | None = None
        say(self, name="Padded batch")

    def set_batch(
        self, tokens: Sequence[Sequence[str]], real: np.ndarray, values: np.ndarray | None = None
    ) -> None:
        """Show a batch.

        Args:
            tokens: B lines of T words each, the pads' too.
            real: bool (B, T), False where a cell is a pad.
            values: float (B, T), what is written below each word (what a pad is filled with, say).

        Raises:
            ValueError: shapes that do not agree.
        """
        lines = tuple(tuple(line) for line in tokens)
        if real.ndim != 2 or any(len(line) != real.shape[1] for line in lines) or len(lines) != len(real):
            raise ValueError(f"{len(lines)} lines do not fit a mask of {real.shape}")
        if values is not None and values.shape != real.shape:
            raise ValueError(f"values of {values.shape} do not fit a mask of {real.shape}")
        self._tokens, self._real, self._values = lines, real.astype(bool), values
        self._set_cells(*self._real.shape)

    def words(self, row: int, col: int) -> str:
        """What there is to say of a cell, in the language shown; lines and positions count from 1."""
        facts = {"line": row + 1, "position": col + 1, "word": self._tokens[row][col]}
        if self._real[row, col]:
            said = tr("line {line}, position {position}: {word}", **facts)
        else:
            said = tr("line {line}, position {position}: pad", **facts)
        return said if self._values is None else f"{said}, {brief(float(self._values[row, col]))}"

    def summary(self) -> str:
        rows, cols = self._real.shape
        pads = int(self._real.size - self._real.sum())
        return tr("{lines} lines of {length}, {pads} pads", lines=rows, length=cols, pads=pads)

    def _paint_heads(self, painter: QPainter) -> None:
        painter.setFont(ink.font("caption"))
        painter.setPen(ink.pen(ink.colour("text2")))
        for row, length in enumerate(self._real.sum(1)):
            cell = self.cell_rect(row, 0)
            painter.drawText(QRectF(0, cell.top(), self.left - 8, cell.height()), RIGHT, str(int(length)))
        wide = self.cell_rect(0, 0).width()
        step = max(1, -(-int(advance("caption", "00") + 6) // max(1, int(wide))))
        for col in range(0, self._real.shape[1], step):
            painter.drawText(QRectF(self.left + col * wide, 0, wide, self.top), CENTRE, str(col + 1))
        painter.drawText(
            QRectF(0, 0, self.left - 8, self.top), RIGHT, elided("caption", tr("length"), self.left - 8)
        )

    def _paint_cell(self, painter: QPainter, row: int, col: int) -> None:
        cell, real = self.cell_rect(row, col).adjusted(1, 1, -1, -1), bool(self._real[row, col])
        if real:
            painter.fillRect(cell, ink.brush(ink.colour("raised")))
        else:
            paint_hatched(painter, cell)
        painter.setPen(ink.pen(ink.colour("border")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(cell.adjusted(0.5, 0.5, -0.5, -0.5))
        if cell.width() < _WRITTEN:
            return
        both = self._values is not None and cell.height() >= 32
        upper = QRectF(cell.left(), cell.top() + 2, cell.width(), cell.height() / 2) if both else cell
        self._write(painter, upper, self._tokens[row][col], "field", "text" if real else "text2", not real)
        if both:
            assert self._values is not None
            lower = QRectF(cell.left(), cell.center().y(), cell.width(), cell.height() / 2 - 1)
            self._write(painter, lower, _value(self._values[row, col]), "caption", "text2", not real)

    def _write(
        self, painter: QPainter, room: QRectF, text: str, kind: str, role: str, on_hatch: bool
    ) -> None:
        text = elided(kind, text, room.width() - 4)
        if text == "…":
            return  # the line says nothing: the tip and the reader do
        if on_hatch and text:  # letters on hatching need ground of their own
            wide = advance(kind, text) + 4
            spot = QRectF(room.center().x() - wide / 2, room.center().y() - 7, wide, 14)
            painter.fillRect(spot, ink.brush(ink.colour("field")))
        painter.setFont(ink.font(kind))
        painter.setPen(ink.pen(ink.colour(role)))
        painter.drawText(room, CENTRE, text)


def _value(value: float) -> str:
    """A figure as short as a cell is; what is no number says so."""
    if np.isnan(value):
        return "NaN"
    return f"{value:g}" if value == round(value) and abs(value) < 1e4 else brief(float(value))


def _demo() -> QWidget:
    lines = ["the old dog sleeps", "cats", "a small bird sings near the river", "they said so"]
    words = [line.split() for line in lines]
    length = max(map(len, words)) + 2
    real = np.array([[at < len(line) for at in range(length)] for line in words])
    grid = BatchGrid()
    tokens = [[*line, *["pad"] * (length - len(line))] for line in words]
    values = np.where(real, np.random.default_rng(0).normal(size=real.shape), 37.0)
    values[1, 4:] = np.nan
    grid.set_batch(tokens, real, values)
    return grid


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
