"""Draws what stands still on the canvas into any box of it, the same whether in one go or piece by piece."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPixmap

from widgets.codes.cells import outline
from widgets.codes.stack import Stack, box_of
from widgets.codes.view import Box, View
from widgets.look import style, tokens
from widgets.look.ramp import packed, shade

_COLOURS, _HEAT, _DIFFERENCE = 190, 215, 235  # how much of the picture they cover, of 255
_GRID = 150  # of 255
_SMALLEST = 7  # device pixels of the smallest digits worth drawing
_HATCH = 8  # logical px from stripe to stripe


class Overlays:
    """Paints a ``Stack``; keeps the hatch and the pictures of the numbers until the theme changes."""

    def __init__(self) -> None:
        self.ratio = 1.0  # device pixels per logical px
        self._hatch: QPixmap | None = None
        self._digits: dict[tuple[int, int], QPixmap] = {}

    def forget(self, ratio: float) -> None:
        """Theme or screen are others now."""
        self.ratio, self._hatch = ratio, None
        self._digits.clear()

    def paint(self, painter: QPainter, stack: Stack, view: View, box: Box) -> None:
        """Draw ``box`` (device pixels) anew; ``painter`` must be clipped to it."""
        painter.fillRect(QRect(*box), QColor(tokens.current().stage))
        place = QRect(*box) & QRect(*view.box)
        if place.isEmpty():
            return
        self._maps(painter, stack, view, place)
        r0, c0, r1, c1 = view.touched(*box_of(place))
        window = (slice(r0, r1), slice(c0, c1))
        for row, col in np.argwhere(stack.pending[window]).tolist():
            cell = (row + r0, col + c0)
            painter.fillRect(QRect(*view.cell(cell)), QColor.fromRgba(int(stack.pending[cell])))
        if "numbers" in stack.on:
            self._numbers(painter, stack, view, window)
        if "grid" in stack.on:
            _grid(painter, view, (r0, c0, r1, c1))
        if (hatched := stack.hatched()).any():
            self._mask(painter, hatched, view, window)

    def _maps(self, painter: QPainter, stack: Stack, view: View, place: QRect) -> None:
        """Picture and the maps over it."""
        if (seen := stack.seen) is None:
            painter.fillRect(place, QColor(tokens.current().field))
        else:
            draw(painter, seen, view, place)
        if "colours" in stack.on and stack.palette is not None:
            faint = _faint(stack.palette, _COLOURS)
            draw(painter, np.take(faint, stack.codes, mode="clip"), view, place)
        if (heat := stack.heat()) is not None:
            span = heat.high - heat.low
            part = (heat.values - heat.low) / span if span > 0 else np.zeros(heat.values.shape)
            known = np.where(np.isfinite(heat.values), _HEAT, 0)
            draw(painter, packed(shade(part), known), view, place)
        if "difference" in stack.on and stack.difference is not None:
            part = stack.difference / 255
            draw(painter, packed(shade(part), np.minimum(part * 3, 1) * _DIFFERENCE), view, place)

    def _numbers(self, painter: QPainter, stack: Stack, view: View, window: tuple[slice, slice]) -> None:
        width, height = view.span[0] // view.cols, view.span[1] // view.rows
        letters = len(str(int(stack.codes.max(initial=0))))
        size = min(round(12 * self.ratio), height - 4, int((width - 4) / (0.62 * letters + 0.2)))
        if size < _SMALLEST * self.ratio:
            return
        for row, col in np.argwhere(~stack.mask[window]).tolist():
            cell = (row + window[0].start, col + window[1].start)
            stamp = self._number(int(stack.codes[cell]), size)
            x, y, w, h = view.cell(cell)
            painter.drawPixmap(QPoint(x + (w - stamp.width()) // 2, y + (h - stamp.height()) // 2), stamp)

    def _number(self, code: int, size: int) -> QPixmap:
        if (code, size) not in self._digits:
            self._digits[code, size] = _stamp(str(code), size)
        return self._digits[code, size]

    def _mask(self, painter: QPainter, mask: np.ndarray, view: View, window: tuple[slice, slice]) -> None:
        if self._hatch is None:
            self._hatch = _stripes(self.ratio)
        brush = QBrush(self._hatch)
        painter.setBrushOrigin(view.left, view.top)
        for row, col in np.argwhere(mask[window]).tolist():
            cell = view.cell((row + window[0].start, col + window[1].start))
            painter.fillRect(QRect(*cell), brush)
        painter.setBrushOrigin(0, 0)
        wide = max(1, round(self.ratio))
        for r0, c0, r1, c1 in outline(mask):
            x0, y0, x1, y1 = view.line_x(c0), view.line_y(r0), view.line_x(c1), view.line_y(r1)
            edge = QRect(x0, y0, max(x1 - x0, wide), max(y1 - y0, wide))
            painter.fillRect(edge, QColor(tokens.current().text))


def draw(painter: QPainter, source: np.ndarray, view: View, place: QRect) -> None:
    """Draw the part of uint32 ``source``, spread over the picture, that lies in ``place``, unblended.

    Qt's own scaling counts in 1/65536 and may be one pixel off far from where it starts; this is exact.
    """
    x, y, width, height = box_of(place)
    wide, high = view.span
    across = ((np.arange(x - view.left, x - view.left + width) + 1) * source.shape[1] - 1) // wide
    down = ((np.arange(y - view.top, y - view.top + height) + 1) * source.shape[0] - 1) // high
    rows = source[down[0] : down[-1] + 1]
    data = np.ascontiguousarray(rows.take(across, 1).take(down - down[0], 0), np.uint32)
    kind = QImage.Format.Format_ARGB32_Premultiplied
    painter.drawImage(place.topLeft(), QImage(data.data, width, height, width * 4, kind))


def _faint(colours: np.ndarray, alpha: int) -> np.ndarray:
    parts = np.stack([(colours >> shift) & 255 for shift in (16, 8, 0)], -1)
    return packed(parts, alpha)


def _grid(painter: QPainter, view: View, cells: tuple[int, int, int, int]) -> None:
    colour = QColor(tokens.current().strong)
    colour.setAlpha(_GRID)
    left, top, width, height = view.box
    for col in range(max(1, cells[1]), min(cells[3] + 1, view.cols)):
        painter.fillRect(QRect(view.line_x(col), top, 1, height), colour)
    for row in range(max(1, cells[0]), min(cells[2] + 1, view.rows)):
        painter.fillRect(QRect(left, view.line_y(row), width, 1), colour)


def _stripes(ratio: float) -> QPixmap:
    """An opaque tile of stripes that fits to itself."""
    side, t = round(_HATCH * ratio), tokens.current()
    tile = QPixmap(side, side)
    tile.fill(QColor(t.field))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(t.text2)
    colour.setAlpha(130)
    painter.setPen(QPen(colour, ratio))
    for shift in (-side, 0, side):
        painter.drawLine(QPointF(shift - 1, side + 1), QPointF(shift + side + 1, -1))
    painter.end()
    return tile


def _stamp(text: str, size: int) -> QPixmap:
    """Digits ``size`` device pixels high with a halo, readable on any picture."""
    font = QFont(style.fonts("caption", bold=True))
    font.setPixelSize(size)
    metrics, halo, t = QFontMetricsF(font), max(2.0, size / 6), tokens.current()
    width, height = metrics.horizontalAdvance(text) + halo, metrics.capHeight() + 2 * halo
    stamp = QPixmap(round(width + halo), round(height))
    stamp.fill(Qt.GlobalColor.transparent)
    path = QPainterPath()
    path.addText(QPointF(halo, height - halo), font, text)
    painter = QPainter(stamp)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    light, dark = (t.text, t.stage) if t.dark else (t.stage, t.text)
    pen = QPen(QColor(dark), halo)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
    painter.fillPath(path, QColor(light))
    painter.end()
    return stamp
