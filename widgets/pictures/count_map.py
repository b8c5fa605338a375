"""Small whole numbers as squares, darker where more: how often something hits each pixel."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import ramp, style, tokens
from widgets.look.figures import count
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import say, tr
from widgets.look.painted import Pointed

_EDGE = 4  # logical px around the map, for frames
_ROOM = 15  # logical px of a cell, per digit and one more, that has its number written in
_LOUD = 0.55  # of the ramp, from which on numbers are written in the ground's colour
_K = Qt.Key
_MOVES = {_K.Key_Left: (0, -1), _K.Key_Right: (0, 1), _K.Key_Up: (-1, 0), _K.Key_Down: (1, 0)}


class CountMap(Pointed):
    """Counts (rows, cols) as a map, as large as fits, with their numbers where there is room.

    ``pointed`` tells which cell is under the pointer, or under the cursor that arrow keys move.

    Args:
        title: what it is, English, for who cannot see it.
    """

    pointed = Signal(int, int)  # row, column

    _hand = False

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = np.zeros((0, 0), np.int64)
        self._most = 1
        self._marked: tuple[int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.hovered.connect(self._tell)
        say(self, name=title)

    def set_counts(self, counts: np.ndarray, most: int = 0) -> None:
        """Show these, int (rows, cols), from 0 at the pale end to ``most``, or their own most, at the other.

        Raises:
            ValueError: not two dimensions.
        """
        if np.ndim(counts) != 2:
            raise ValueError(f"counts of shape {np.shape(counts)}")
        if self._counts.shape != np.shape(counts):
            self._marked, self._hover = None, -1
        self._counts = np.array(counts, np.int64)
        self._most = max(1, most or int(self._counts.max(initial=1)))
        self._describe()
        self.update()

    def counts(self) -> np.ndarray:
        """What is shown, a copy."""
        return self._counts.copy()

    def set_marked(self, cell: tuple[int, int] | None) -> None:
        """Frame a cell, (row, column)."""
        self._marked = cell
        self._describe()
        self.update()

    def marked(self) -> tuple[int, int] | None:
        """The cell that is framed."""
        return self._marked

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell lies."""
        place, (rows, columns) = self._place(), self._counts.shape
        wide, high = place.width() / max(1, columns), place.height() / max(1, rows)
        return QRectF(place.left() + column * wide, place.top() + row * high, wide, high)

    # the person

    def _tell(self, at: int) -> None:
        if at >= 0:
            self.pointed.emit(*divmod(at, self._counts.shape[1]))

    def _under(self, place: QPointF) -> int:
        room, (rows, columns) = self._place(), self._counts.shape
        if not self._counts.size or not room.contains(place):
            return -1
        row = min(rows - 1, int((place.y() - room.top()) / room.height() * rows))
        return row * columns + min(columns - 1, int((place.x() - room.left()) / room.width() * columns))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key not in _MOVES or not self._counts.size:
            super().keyPressEvent(event)
            return
        self._keyed = True
        (rows, columns), (row, column) = self._counts.shape, self._marked or (-1, -1)
        if self._marked is None:
            row, column = rows // 2, columns // 2
        else:
            row = min(max(row + _MOVES[key][0], 0), rows - 1)
            column = min(max(column + _MOVES[key][1], 0), columns - 1)
        self.pointed.emit(row, column)

    def _describe(self) -> None:
        if not self._counts.size:
            self.setAccessibleDescription("")
            return
        facts = {"least": count(int(self._counts.min())), "most": count(int(self._counts.max()))}
        said = tr("counts from {least} to {most}", **facts)
        if self._marked is not None:
            row, column = self._marked
            number = count(int(self._counts[row, column]))
            said += "; " + tr(
                "row {row}, column {column}: {count}", row=row + 1, column=column + 1, count=number
            )
        self.setAccessibleDescription(said)

    # the picture

    def _place(self) -> QRectF:
        """Where the map lies: cells are square, and of whole pixels where they are more than four."""
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        rows, columns = self._counts.shape
        if not self._counts.size or room.isEmpty():
            return room
        side = min(room.width() / columns, room.height() / rows)
        side = float(int(side)) if side > 4 else side
        wide, high = side * columns, side * rows
        return QRectF(room.left() + (room.width() - wide) // 2, room.top(), wide, high)

    def sizeHint(self) -> QSize:
        return QSize(260, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(90, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, t = QPainter(self), self._place(), tokens.current()
        if not self._counts.size:
            paint_empty(painter, self.rect(), "")
            return
        shades = np.ascontiguousarray(ramp.packed(ramp.shade(self._counts / self._most)))
        rows, columns = shades.shape
        image = QImage(shades.data, columns, rows, shades.strides[0], QImage.Format.Format_RGB32)
        smaller = columns > place.width() * self.devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
        painter.drawImage(place, image)
        side = self.cell_rect(0, 0).width()
        if side >= 6:
            self._paint_grid(painter)
        if side >= _ROOM * max(1.0, 0.6 * len(str(self._most))):
            self._paint_numbers(painter)
        painter.setPen(QPen(QColor(t.strong), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        if self._marked is not None:
            frame = self.cell_rect(*self._marked)
            for role, out in (("stage", 2.5), ("fake", 1.0)):
                painter.setPen(QPen(QColor(getattr(t, role)), 2))
                painter.drawRect(frame.adjusted(-out, -out, out, out))
        if self._ringed():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRect(place.adjusted(-2, -2, 2, 2))
        painter.end()

    def _paint_grid(self, painter: QPainter) -> None:
        place, (rows, columns) = self._place(), self._counts.shape
        painter.setPen(QPen(QColor(tokens.current().grid), 1))
        for column in range(1, columns):
            x = self.cell_rect(0, column).left()
            painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))
        for row in range(1, rows):
            y = self.cell_rect(row, 0).top()
            painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))

    def _paint_numbers(self, painter: QPainter) -> None:
        t = tokens.current()
        painter.setFont(style.fonts("caption"))
        for row, column in np.argwhere(self._counts > 0).tolist():
            number = int(self._counts[row, column])
            loud = number / self._most > _LOUD
            painter.setPen(QColor(t.stage if loud else t.text))
            painter.drawText(self.cell_rect(row, column), int(Qt.AlignmentFlag.AlignCenter), str(number))


def _demo() -> QWidget:
    page = CountMap("Counts")
    line = np.array([1, 2] * 8)
    page.set_counts(np.multiply.outer(line, line))
    page.pointed.connect(lambda row, column: page.set_marked((row, column)))
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
