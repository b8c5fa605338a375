"""What moves over the canvas: brush, influence, selection, cursor, words. Each knows the boxes it covers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QLine, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from widgets.codes.cells import Edge, bounds, outline
from widgets.codes.stack import grown
from widgets.codes.view import Box, View
from widgets.look import style, tokens

_DASH = 4  # px of a dash and of the gap after it
_MANY = 60  # straight lines that are repainted one by one; of more the whole box is


@dataclass
class Marks:
    """What to draw over the picture now; cells and boxes as in ``View``, text in the language shown."""

    brush: np.ndarray | None = None  # bool (h, w)
    influence: Box | None = None  # the picture's pixels: left, top, right, bottom (not included)
    band: tuple[int, int, int, int] | None = None  # cells being framed
    cursor: tuple[int, int] | None = None  # the cell the keyboard stands on
    text: str = ""
    foreseen: np.ndarray | None = None  # bool (h, w): what a stroke that is shown, but not made, changes
    selection: list[Edge] = field(default_factory=list)
    march: int = 0  # how far the dashes have marched

    def boxes(self, view: View, ratio: float) -> list[Box]:
        """Device pixels that the marks cover, but for the selection (see ``selection_boxes``)."""
        found: list[Box] = []
        if self.brush is not None and (box := bounds(self.brush)):
            found.append(grown(view.cells(*box), round(3 * ratio)))
            if self.text:
                found.append(grown(_text_box(self, view, ratio), 1))
        if self.influence is not None:
            found += _rims(grown(view.pixels(*self.influence), 1), round(2 * ratio))
        if self.band is not None:
            found.append(grown(view.cells(*self.band), round(2 * ratio)))
        if self.foreseen is not None and (box := bounds(self.foreseen)):
            found.append(grown(view.cells(*box), round(3 * ratio)))
        if self.cursor is not None:
            found.append(grown(view.cell(self.cursor), round(4 * ratio)))
        return found

    def selection_boxes(self, view: View, ratio: float) -> list[Box]:
        """Device pixels that the marching frame covers."""
        wide = round(2 * ratio)
        boxes = [grown((line.x1(), line.y1(), line.dx(), line.dy()), wide) for line in self._lines(view)]
        if len(boxes) <= _MANY:
            return boxes
        every = QRect()
        for box in boxes:
            every |= QRect(*box)
        return [(every.x(), every.y(), every.width(), every.height())]

    def _lines(self, view: View) -> list[QLine]:
        return _lines(view, self.selection)

    def paint(self, painter: QPainter, view: View, ratio: float) -> None:
        """Draw them; one unit of ``painter`` is a device pixel."""
        if self.influence is not None:
            x, y, width, height = view.pixels(*self.influence)
            _dotted(painter, QRect(x, y, width - 1, height - 1), ratio)
        if self.selection:
            _dashed(painter, self._lines(view), ratio, self.march)
        if self.band is not None:
            x, y, width, height = view.cells(*self.band)
            corners = [
                QPoint(x, y),
                QPoint(x + width, y),
                QPoint(x + width, y + height),
                QPoint(x, y + height),
            ]
            lines = [QLine(corners[at], corners[(at + 1) % 4]) for at in range(4)]
            _dashed(painter, lines, ratio, 0)
        if self.foreseen is not None:
            _foreseen(painter, self.foreseen, view, ratio)
        if self.brush is not None:
            if self.foreseen is None:
                _brush(painter, self.brush, view, ratio)
            if self.text and self.brush.any():
                _words(painter, self.text, QRect(*_text_box(self, view, ratio)), ratio)
        if self.cursor is not None:
            _frame(painter, QRect(*view.cell(self.cursor)), ratio)


def _lines(view: View, edges: list[Edge]) -> list[QLine]:
    return [
        QLine(view.line_x(c0), view.line_y(r0), view.line_x(c1), view.line_y(r1)) for r0, c0, r1, c1 in edges
    ]


def _foreseen(painter: QPainter, cells: np.ndarray, view: View, ratio: float) -> None:
    """As the brush, but in dashes: nothing is painted yet."""
    t, wide = tokens.current(), round(3 * ratio)
    dashes = QPen(QColor(t.accent), wide)
    dashes.setDashPattern([2, 1.3])
    dashes.setCapStyle(Qt.PenCapStyle.FlatCap)
    for pen in (QPen(QColor(t.stage), wide), dashes):
        painter.setPen(pen)
        painter.drawLines(_lines(view, outline(cells)))


def _brush(painter: QPainter, cells: np.ndarray, view: View, ratio: float) -> None:
    """Two px of accent between thin lines of stage, which any picture leaves visible."""
    t, edges = tokens.current(), outline(cells)
    for colour, wide in ((t.stage, 2), (t.accent, 1)):
        by = round(wide * ratio)
        for r0, c0, r1, c1 in edges:
            x0, y0, x1, y1 = view.line_x(c0), view.line_y(r0), view.line_x(c1), view.line_y(r1)
            painter.fillRect(QRect(x0 - by, y0 - by, x1 - x0 + 2 * by, y1 - y0 + 2 * by), QColor(colour))


def _dotted(painter: QPainter, box: QRect, ratio: float) -> None:
    t, unit = tokens.current(), max(1, round(ratio))
    light, dark = (t.text, t.stage) if t.dark else (t.stage, t.text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    dots = QPen(QColor(light), unit)
    dots.setDashPattern([2, 2])
    dots.setCapStyle(Qt.PenCapStyle.FlatCap)
    for pen in (QPen(QColor(dark), unit), dots):
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(box)


def _dashed(painter: QPainter, lines: list[QLine], ratio: float, march: int) -> None:
    t = tokens.current()
    light, dark = (t.text, t.stage) if t.dark else (t.stage, t.text)
    dashes = QPen(QColor(light), round(2 * ratio))
    dashes.setDashPattern([_DASH / 2, _DASH / 2])  # in widths of the pen
    dashes.setDashOffset(march / 2)
    dashes.setCapStyle(Qt.PenCapStyle.FlatCap)
    for pen in (QPen(QColor(dark), round(2 * ratio)), dashes):
        painter.setPen(pen)
        painter.drawLines(lines)


def _frame(painter: QPainter, cell: QRect, ratio: float) -> None:
    t, unit = tokens.current(), round(ratio)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, out in ((t.stage, 3), (t.text, 2), (t.text, 1), (t.stage, 0)):
        painter.setPen(QPen(QColor(colour), unit))
        by = out * unit
        painter.drawRect(cell.adjusted(-by, -by, by - 1, by - 1))


def _words(painter: QPainter, text: str, box: QRect, ratio: float) -> None:
    t = tokens.current()
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(ratio, ratio)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    room = QRectF(0.5, 0.5, box.width() / ratio - 1, box.height() / ratio - 1)
    painter.setPen(QColor(t.border))
    painter.setBrush(QColor(t.raised))
    painter.drawRoundedRect(room, 4, 4)
    painter.setPen(QColor(t.text))
    painter.setFont(style.fonts("caption", bold=True))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


def _text_box(marks: Marks, view: View, ratio: float) -> Box:
    """Below the brush, or above it where there is no room, and never cut."""
    assert marks.brush is not None
    cells = bounds(marks.brush) or (0, 0, 0, 0)
    x, y, _, height = view.cells(*cells)
    metrics = QFontMetrics(style.fonts("caption", bold=True))
    size = QSize(metrics.horizontalAdvance(marks.text) + 14, 20) * ratio
    gap = round(8 * ratio)
    below = y + height + gap
    top = below if below + size.height() <= view.area[1] else y - gap - size.height()
    left = min(max(2, x), view.area[0] - size.width() - 2)
    return left, max(2, top), size.width(), size.height()


def _rims(box: Box, wide: int) -> list[Box]:
    """The four sides of a box."""
    x, y, width, height = grown(box, wide)
    rim = 2 * wide + 1
    across = [(x, at, width, rim) for at in (y, y + height - rim)]
    return across + [(at, y, rim, height) for at in (x, x + width - rim)]
