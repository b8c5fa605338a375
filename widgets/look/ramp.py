"""The sequential map as numbers: 256 colours between the stops of the theme, and the key to them."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter

from widgets.look import style, tokens

_BAR, _HIGH = 56, 22  # logical px: the coloured bar, and the whole key


@cache
def _table(stops: tuple[str, ...]) -> np.ndarray:
    colours = np.array([[c.red(), c.green(), c.blue()] for c in map(QColor, stops)], np.float64)
    at = np.linspace(0, len(stops) - 1, 256)
    return np.stack([np.interp(at, range(len(stops)), colours[:, c]) for c in range(3)], 1).round()


def colours() -> np.ndarray:
    """(256, 3) uint8 of the sequential map in force."""
    return _table(tokens.current().sequential).astype(np.uint8)


def shade(values: np.ndarray) -> np.ndarray:
    """Colours (..., 3) uint8 of values between 0 and 1, cut off at both ends; NaN is as 0."""
    index = np.nan_to_num(np.asarray(values, float) * 255, nan=0.0, posinf=255.0, neginf=0.0)
    return colours()[np.clip(index, 0, 255).astype(np.uint8)]


def packed(rgb: np.ndarray, alpha: np.ndarray | int = 255) -> np.ndarray:
    """uint32 (...) as a premultiplied ARGB image holds them, of uint8 (..., 3) and alphas of 0 to 255."""
    a = np.broadcast_to(np.asarray(alpha, np.uint32), rgb.shape[:-1])
    part = (rgb.astype(np.uint32) * a[..., None] + 127) // 255
    return (a << 24) | (part[..., 0] << 16) | (part[..., 1] << 8) | part[..., 2]


def key_size(low: str, high: str, label: str) -> QSize:
    """Room a key needs."""
    metrics = QFontMetrics(style.fonts("caption"))
    words = sum(metrics.horizontalAdvance(text) + 6 for text in (low, high))
    return QSize(words + _BAR + (metrics.horizontalAdvance(label) + 10 if label else 0) + 14, _HIGH)


def paint_key(painter: QPainter, corner: QPoint, low: str, high: str, label: str = "") -> QRect:
    """A card that says which end of the map is which; its top left is ``corner``. Returns where it lies."""
    t, box = tokens.current(), QRect(corner, key_size(low, high, label))
    font = style.fonts("caption")
    metrics, middle = QFontMetrics(font), int(Qt.AlignmentFlag.AlignVCenter)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(t.border))
    painter.setBrush(QColor(t.raised))
    painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 4, 4)
    painter.setFont(font)
    x = box.left() + 8
    for text, colour, gap in ((label, t.text, 10), (low, t.text2, 6), ("", "", 0), (high, t.text2, 0)):
        if colour:
            painter.setPen(QColor(colour))
            painter.drawText(QRect(x, box.top(), box.width(), box.height()), middle, text)
            x += metrics.horizontalAdvance(text) + gap if text else 0
        else:
            paint_bar(painter, QRect(x, box.top() + 7, _BAR, 8))
            x += _BAR + 6
    painter.restore()
    return box


def paint_bar(painter: QPainter, place: QRect, table: np.ndarray | None = None) -> None:
    """The map itself, low at the left; ``table`` (256, 3) of another one."""
    line = np.ascontiguousarray(packed(colours() if table is None else table)[None])
    image = QImage(line.data, 256, 1, 1024, QImage.Format.Format_RGB32)
    painter.drawImage(place, image)
    painter.setPen(QColor(tokens.current().strong))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)
