"""A batch of padded lines as the model gets it: a row a line, pads hatched."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.graph import ink
from widgets.graph.card import advance
from widgets.graph.paint_card import elided
from widgets.look.figures import brief
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import mark, say, tr
from widgets.look.painted import Pointed

_LEFT, _TOP = 52.0, 20.0  # px of the lengths at the left, of the positions above
_WIDEST, _ROW, _LEAST = 84.0, 40.0, 24.0  # px of a cell's width, of its height, and of the lowest
_WRITTEN = 15.0  # px of the narrowest cell with a word in it
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_K = Qt.Key
_MOVES = {_K.Key_Left: (0, -1), _K.Key_Right: (0, 1), _K.Key_Up: (-1, 0), _K.Key_Down: (1, 0)}


class BatchGrid(Pointed):
    """Words in cells, lengths at the left, positions above; ``hovered`` counts cells row by row."""

    _hand = False

    def __init__(self, empty: str = mark("No lines yet"), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self._tokens: tuple[tuple[str, ...], ...] = ()
        self._real = np.zeros((0, 0), bool)
        self._values: np.ndarray | None = None
        self._cursor = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
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
        rows, cols = self._real.shape
        self._cursor = min(self._cursor[0], max(0, rows - 1)), min(self._cursor[1], max(0, cols - 1))
        if self._hover >= rows * cols:
            self._point(-1)
        self._describe()
        self.updateGeometry()
        self.update()

    # geometry

    def _side(self) -> tuple[float, float]:
        rows, cols = self._real.shape
        wide = (self.width() - _LEFT - 1) / max(1, cols)
        high = (self.height() - _TOP - 1) / max(1, rows)
        return max(1.0, min(wide, _WIDEST)), max(1.0, min(high, _ROW))

    def cell_rect(self, row: int, col: int) -> QRectF:
        """Where a cell is."""
        wide, high = self._side()
        return QRectF(_LEFT + col * wide, _TOP + row * high, wide, high)

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """Row and column of the cell at a place."""
        wide, high = self._side()
        row, col = int((place.y() - _TOP) // high), int((place.x() - _LEFT) // wide)
        rows, cols = self._real.shape
        return (row, col) if 0 <= row < rows and 0 <= col < cols else None

    def sizeHint(self) -> QSize:
        rows, cols = self._real.shape
        return QSize(round(_LEFT + min(_WIDEST, 56) * max(6, cols)), round(_TOP + _ROW * max(2, rows)) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(_TOP + _LEAST * max(1, len(self._real))) + 2)

    # the person

    def _under(self, place: QPointF) -> int:
        cell = self.cell_at(place)
        return cell[0] * self._real.shape[1] + cell[1] if cell is not None else -1

    def _tip(self, place: QPoint) -> str | None:
        cell = self.cell_at(QPointF(place))
        return self.words(*cell) if cell is not None else ""

    def words(self, row: int, col: int) -> str:
        """What there is to say of a cell, in the language shown; lines and positions count from 1."""
        facts = {"line": row + 1, "position": col + 1, "word": self._tokens[row][col]}
        kind = "line {line}, position {position}: {word}"
        said = (
            tr(kind, **facts)
            if self._real[row, col]
            else tr("line {line}, position {position}: pad", **facts)
        )
        return said if self._values is None else f"{said}, {brief(float(self._values[row, col]))}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        cell = self.cell_at(event.position())
        if cell is not None:
            self._cursor = cell
        self._describe()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _MOVES.get(Qt.Key(event.key()))
        rows, cols = self._real.shape
        if by is None or not self._real.size:
            super().keyPressEvent(event)
            return
        self._keyed = True
        row, col = self._cursor
        self._cursor = min(max(0, row + by[0]), rows - 1), min(max(0, col + by[1]), cols - 1)
        self._point(self._cursor[0] * cols + self._cursor[1])
        self._describe()
        self.update()

    def _describe(self) -> None:
        rows, cols = self._real.shape
        pads = int(self._real.size - self._real.sum())
        said = tr("{lines} lines of {length}, {pads} pads", lines=rows, length=cols, pads=pads)
        if self._real.size and self._keyed:
            said = f"{self.words(*self._cursor)}; {said}"
        self.setAccessibleDescription(said)

    def _redraw(self) -> None:
        self._describe()
        super()._redraw()

    # the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), ink.brush(ink.colour("stage")))
        if not self._real.size:
            paint_empty(painter, self.rect(), tr(self._empty))
        else:
            self._paint_heads(painter)
            for row in range(len(self._real)):
                for col in range(self._real.shape[1]):
                    self._paint_cell(painter, row, col)
            self._paint_lit(painter)
        painter.end()

    def _paint_heads(self, painter: QPainter) -> None:
        painter.setFont(ink.font("caption"))
        painter.setPen(ink.pen(ink.colour("text2")))
        for row, length in enumerate(self._real.sum(1)):
            cell = self.cell_rect(row, 0)
            painter.drawText(QRectF(0, cell.top(), _LEFT - 8, cell.height()), _RIGHT, str(int(length)))
        wide = self.cell_rect(0, 0).width()
        step = max(1, -(-int(advance("caption", "00") + 6) // max(1, int(wide))))
        for col in range(0, self._real.shape[1], step):
            painter.drawText(QRectF(_LEFT + col * wide, 0, wide, _TOP), _CENTRE, str(col + 1))
        painter.drawText(QRectF(0, 0, _LEFT - 8, _TOP), _RIGHT, elided("caption", tr("length"), _LEFT - 8))

    def _paint_cell(self, painter: QPainter, row: int, col: int) -> None:
        cell, real = self.cell_rect(row, col).adjusted(1, 1, -1, -1), bool(self._real[row, col])
        painter.fillRect(cell, ink.brush(ink.colour("raised" if real else "field")))
        if not real:
            painter.fillRect(cell, ink.brush(ink.colour("strong"), 0.7, hatched=True))
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
        if on_hatch and text:  # letters on hatching need ground of their own
            wide = advance(kind, text) + 4
            spot = QRectF(room.center().x() - wide / 2, room.center().y() - 7, wide, 14)
            painter.fillRect(spot, ink.brush(ink.colour("field")))
        painter.setFont(ink.font(kind))
        painter.setPen(ink.pen(ink.colour(role)))
        painter.drawText(room, _CENTRE, text)

    def _paint_lit(self, painter: QPainter) -> None:
        """A frame around the cell under mouse or cursor."""
        cols = self._real.shape[1]
        lit = self._cursor if self._ringed() else divmod(self._hover, cols) if self._hover >= 0 else None
        if lit is not None:
            painter.setPen(
                ink.pen(ink.colour("accent" if self._ringed() else "text"), 2 if self._ringed() else 1)
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.cell_rect(*lit).adjusted(1, 1, -1, -1))


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
