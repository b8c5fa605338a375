"""The line under the plane: what colours and lengths mean, and what lies under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from widgets.look import style
from widgets.look.ramp import packed
from widgets.plane import ink
from widgets.plane.ink import image_of

_BAR, _GAP, _APART = 56, 6, 18  # logical px


@dataclass(frozen=True, eq=False)
class Key:
    """A name, the figures at both ends, and the colours between; without colours, an arrow of that length."""

    label: str  # in the language shown
    low: str
    high: str
    colours: np.ndarray | None = None  # uint8 (256, 3)
    arrow: float = 0.0  # logical px


def paint_foot(painter: QPainter, room: QRectF, keys: Sequence[Key], reading: str) -> None:
    """Draw as many keys as there is room for from the left on, the reading at the right."""
    font = style.fonts("caption")
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(ink.of("text2"))
    wide = min(metrics.horizontalAdvance(reading) + 1, room.width())
    place = QRectF(room.right() - wide, room.top(), wide, room.height())
    middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
    painter.drawText(place, middle, metrics.elidedText(reading, Qt.TextElideMode.ElideRight, int(wide)))
    x, end = room.left(), room.right() - (wide + _APART if reading else 0)
    for key in keys:
        if x + width(key, metrics) > end:
            return
        x = _paint_key(painter, key, QRectF(x, room.top(), end - x, room.height()), metrics) + _APART


def width(key: Key, metrics: QFontMetrics) -> float:
    """Logical px that a key takes."""
    words = sum(metrics.horizontalAdvance(text) + _GAP for text in (key.label, key.low, key.high) if text)
    return words + (_BAR if key.colours is not None else key.arrow)


def _paint_key(painter: QPainter, key: Key, room: QRectF, metrics: QFontMetrics) -> float:
    """Draw it at the left of ``room``; returns where it ends."""
    x, middle = room.left(), int(Qt.AlignmentFlag.AlignVCenter)
    for text, role in ((key.label, "text"), (key.low, "text2"), ("", ""), (key.high, "text2")):
        if text:
            painter.setPen(ink.of(role))
            painter.drawText(QRectF(x, room.top(), room.width(), room.height()), middle, text)
            x += metrics.horizontalAdvance(text) + _GAP
        elif not role:
            x = _paint_scale(painter, key, x, room.center().y()) + _GAP
    return x - _GAP


def _paint_scale(painter: QPainter, key: Key, x: float, y: float) -> float:
    if key.colours is None:
        painter.setPen(QPen(ink.of("text2"), 1.2))
        tip = QPointF(x + key.arrow, y)
        painter.drawLine(QPointF(x, y), tip)
        for side in (-3, 3):
            painter.drawLine(tip, QPointF(tip.x() - 4, y + side))
        return tip.x()
    line = np.ascontiguousarray(packed(key.colours)[None])
    bar = QRectF(x, round(y - 4), _BAR, 8)
    painter.drawImage(bar, image_of(line))
    painter.setPen(QPen(ink.of("strong"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar)
    return bar.right()


def height() -> int:
    """Logical px of the line."""
    return QFontMetrics(style.fonts("caption")).height() + 8
