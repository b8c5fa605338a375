"""The frame of the plane: its ground, grid lines and the figures along two sides."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from widgets.look import style
from widgets.look.figures import MINUS
from widgets.plane import ink, key
from widgets.plane.viewport import Viewport
from widgets.plots.histogram import ticks

_APART = 56  # logical px from figure to figure
_ROOMY = 110  # logical px of a side below which there are no figures and no foot
_PAD = 4  # logical px around all


@dataclass(frozen=True)
class Fit:
    """Where things lie: the square room, and the line under it; ``figures`` if there is space for these."""

    room: QRectF
    foot: QRectF
    figures: bool


def fit(width: int, height: int) -> Fit:
    """The largest room in a widget of this size that leaves space for figures and foot, or has neither."""
    metrics = QFontMetrics(style.fonts("caption"))
    left, below = metrics.horizontalAdvance(f"{MINUS}0.00") + 6, metrics.height() + 4
    side = min(width - left - 2 * _PAD, height - below - key.height() - 2 * _PAD)
    if side < _ROOMY:
        side = max(1, min(width, height) - 2 * _PAD)
        return Fit(QRectF((width - side) // 2, (height - side) // 2, side, side), QRectF(), False)
    x = _PAD + left + (width - left - 2 * _PAD - side) // 2
    y = _PAD + (height - below - key.height() - 2 * _PAD - side) // 2
    foot = QRectF(_PAD + left, y + side + below, width - left - 3 * _PAD, key.height())
    return Fit(QRectF(x, y, side, side), foot, True)


def paint_ground(painter: QPainter, view: Viewport) -> None:
    """The stage, and fine lines at round numbers."""
    room = QRectF(view.left, view.top, view.side, view.side)
    painter.fillRect(room, ink.of("stage"))
    for x in _round(view.square.left, view.square.right, view.side):
        across = round(view.left + (x - view.square.left) * view.scale)
        painter.fillRect(QRectF(across, view.top, 1, view.side), ink.of("grid"))
    for y in _round(view.square.low, view.square.high, view.side):
        down = round(view.top + (view.square.high - y) * view.scale)
        painter.fillRect(QRectF(view.left, down, view.side, 1), ink.of("grid"))


def paint_cross(painter: QPainter, view: Viewport, x: float, y: float) -> None:
    """The cursor of the keyboard."""
    (at,) = view.to_pixels([(x, y)]).tolist()
    for role, wide in (("stage", 3.0), ("accent", 1.4)):
        painter.setPen(QPen(ink.of(role), wide))
        for dx, dy in ((9, 0), (-9, 0), (0, 9), (0, -9)):
            painter.drawLine(QPointF(at[0] + dx / 3, at[1] + dy / 3), QPointF(at[0] + dx, at[1] + dy))


def paint_figures(painter: QPainter, view: Viewport) -> None:
    """The frame, and round numbers at its left and below where they have room."""
    painter.setPen(QPen(ink.of("border"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(view.left - 0.5, view.top - 0.5, view.side + 1, view.side + 1))
    painter.setFont(style.fonts("caption"))
    painter.setPen(ink.of("text2"))
    metrics, square = painter.fontMetrics(), view.square
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    tall, end = metrics.height(), view.left + view.side
    for y, text in _figures(square.low, square.high, view.side):
        down = view.top + (square.high - y) * view.scale
        down = min(max(down, view.top + tall / 2), view.top + view.side - tall / 2)
        painter.drawText(QRectF(0, down - tall / 2, view.left - 5, tall), right, text)
    last = -math.inf  # where the last figure ended
    for x, text in _figures(square.left, square.right, view.side):
        wide = metrics.horizontalAdvance(text)
        across = min(max(view.left + (x - square.left) * view.scale - wide / 2, view.left), end - wide)
        if across > last + 8:
            painter.drawText(
                QRectF(across, view.top + view.side + 2, wide + 1, tall),
                int(Qt.AlignmentFlag.AlignCenter),
                text,
            )
            last = across + wide


def _round(low: float, high: float, side: float) -> list[float]:
    return ticks(low, high, max(2, int(side / _APART)))


def _figures(low: float, high: float, side: float) -> list[tuple[float, str]]:
    """Round numbers with as many places as tell them apart."""
    found = _round(low, high, side)
    apart = found[1] - found[0] if len(found) > 1 else max(abs(high - low), 1e-12)
    places = max(0, -math.floor(math.log10(apart) + 1e-9))
    if places > 6 or max(map(abs, found), default=0) >= 1e5:
        return [(at, f"{at:.3g}".replace("-", MINUS)) for at in found]
    return [(at, f"{at + 0.0:.{places}f}".replace("-", MINUS)) for at in found]
