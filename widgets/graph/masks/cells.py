"""A grid of cells with heads at two sides, a cursor for keys, and a frame around what is pointed at."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.graph import ink
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import tr
from widgets.look.painted import Pointed

CENTRE = int(Qt.AlignmentFlag.AlignCenter)
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_K = Qt.Key
_MOVES = {_K.Key_Left: (0, -1), _K.Key_Right: (0, 1), _K.Key_Up: (-1, 0), _K.Key_Down: (1, 0)}


class CellGrid(Pointed):
    """``hovered`` counts cells row by row. A subclass says how many there are, paints them and words them."""

    left, top = 52.0, 20.0  # px of the heads
    largest, least = (84.0, 40.0), 24.0  # px of a cell at most, and of its height at least

    _hand = False

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self._cells = (0, 0)  # rows, columns
        self._cursor = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    # what a subclass tells

    def words(self, row: int, col: int) -> str:
        """What there is to say of a cell, in the language shown."""
        raise NotImplementedError

    def summary(self) -> str:
        """What there is to say of all."""
        raise NotImplementedError

    def _paint_heads(self, painter: QPainter) -> None:
        raise NotImplementedError

    def _paint_cell(self, painter: QPainter, row: int, col: int) -> None:
        raise NotImplementedError

    # geometry

    def _set_cells(self, rows: int, cols: int) -> None:
        """There are so many now; cursor and hover stay inside."""
        self._cells = (rows, cols) if rows and cols else (0, 0)
        row, col = self._cursor
        self._cursor = min(row, max(0, rows - 1)), min(col, max(0, cols - 1))
        if self._hover >= rows * cols:
            self._point(-1)
        self._describe()
        self.updateGeometry()
        self.update()

    def _side(self) -> tuple[float, float]:
        rows, cols = self._cells
        wide = (self.width() - self.left - 1) / max(1, cols)
        high = (self.height() - self.top - 1) / max(1, rows)
        return max(1.0, min(wide, self.largest[0])), max(1.0, min(high, self.largest[1]))

    def cell_rect(self, row: int, col: int) -> QRectF:
        """Where a cell is."""
        wide, high = self._side()
        return QRectF(self.left + col * wide, self.top + row * high, wide, high)

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """Row and column of the cell at a place."""
        wide, high = self._side()
        row, col = int((place.y() - self.top) // high), int((place.x() - self.left) // wide)
        return (row, col) if 0 <= row < self._cells[0] and 0 <= col < self._cells[1] else None

    def sizeHint(self) -> QSize:
        rows, cols = self._cells
        wide, high = min(56.0, self.largest[0]), self.largest[1]
        return QSize(round(self.left + wide * max(6, cols)), round(self.top + high * max(2, rows)) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, round(self.top + self.least * max(1, self._cells[0])) + 2)

    # the person

    def _under(self, place: QPointF) -> int:
        cell = self.cell_at(place)
        return cell[0] * self._cells[1] + cell[1] if cell is not None else -1

    def _tip(self, place: QPoint) -> str | None:
        cell = self.cell_at(QPointF(place))
        return self.words(*cell) if cell is not None else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        cell = self.cell_at(event.position())
        if cell is not None:
            self._cursor = cell
        self._describe()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by, (rows, cols) = _MOVES.get(Qt.Key(event.key())), self._cells
        if by is None or not rows:
            super().keyPressEvent(event)
            return
        self._keyed = True
        row, col = self._cursor
        self._cursor = min(max(0, row + by[0]), rows - 1), min(max(0, col + by[1]), cols - 1)
        self._point(self._cursor[0] * cols + self._cursor[1])
        self._describe()
        self.update()

    def _describe(self) -> None:
        said = self.summary()
        if self._cells[0] and self._keyed:
            said = f"{self.words(*self._cursor)}; {said}"
        self.setAccessibleDescription(said)

    def _redraw(self) -> None:
        self._describe()
        super()._redraw()

    # the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), ink.brush(ink.colour("stage")))
        rows, cols = self._cells
        if not rows:
            paint_empty(painter, self.rect(), tr(self._empty))
        else:
            self._paint_heads(painter)
            for row in range(rows):
                for col in range(cols):
                    self._paint_cell(painter, row, col)
            self._paint_lit(painter)
        painter.end()

    def _paint_lit(self, painter: QPainter) -> None:
        """A frame around the cell under mouse or cursor."""
        keyed = self._ringed()
        lit = self._cursor if keyed else divmod(self._hover, self._cells[1]) if self._hover >= 0 else None
        if lit is not None:
            painter.setPen(ink.pen(ink.colour("accent" if keyed else "text"), 2 if keyed else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.cell_rect(*lit).adjusted(1, 1, -1, -1))


def paint_hatched(painter: QPainter, cell: QRectF) -> None:
    """The ground of what is no real cell."""
    painter.fillRect(cell, ink.brush(ink.colour("field")))
    painter.fillRect(cell, ink.brush(ink.colour("strong"), 0.7, hatched=True))
