"""The still part of the map: where codes lie, and all of them drawn in one go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF

from widgets.look import tokens
from widgets.look.i18n import tr
from widgets.look.ramp import packed, shade

_MARGIN = 24  # logical px around the outermost points
_KEY = 28  # below them
_SHADES = 12  # dots are drawn by shade, not one by one


@dataclass(frozen=True)
class Points:
    """A codebook on a plane; arrays by code."""

    places: np.ndarray
    usage: np.ndarray
    dead: np.ndarray
    thumbnails: np.ndarray | None  # uint32 (K, s, s)

    @classmethod
    def of(
        cls, places: np.ndarray, usage: np.ndarray, dead: np.ndarray, thumbnails: np.ndarray | None
    ) -> Points:
        """Check them. Raises ``ValueError`` for what does not fit together."""
        count = len(places)
        if not count or places.shape != (count, 2) or {usage.shape, dead.shape} != {(count,)}:
            raise ValueError(f"points {places.shape}, usage {usage.shape}, dead {dead.shape}")
        if thumbnails is not None and (len(thumbnails) != count or thumbnails.dtype != np.uint8):
            raise ValueError(f"{count} points, thumbnails {thumbnails.dtype} {thumbnails.shape}")
        known = np.nan_to_num(np.asarray(places, float), posinf=0.0, neginf=0.0)
        drawn = None
        if thumbnails is not None:
            drawn = packed(np.broadcast_to(thumbnails, (*thumbnails.shape[:3], 3)))
        return cls(known, usage.astype(float), dead.astype(bool), drawn)

    @property
    def half(self) -> float:
        """Half the width of a dot or a thumbnail in logical px."""
        many = len(self.places)
        if self.thumbnails is None:
            return 4.0 if many <= 300 else 3.0
        return 9.0 if many <= 150 else 7.0 if many <= 400 else 5.0

    def spots(self, width: int, height: int) -> np.ndarray:
        """float (K, 2) in logical px: the plane keeps its proportions, y points up."""
        reach = max(1.0, float(abs(self.places).max()))
        height -= _KEY
        scale = max(1.0, min(width, height) / 2 - _MARGIN) / reach
        return np.array((width / 2, height / 2)) + self.places * (scale, -scale)

    def parts(self) -> np.ndarray:
        """Usage between 0 and 1 as the map shows it: a root, so that rare codes are told apart."""
        most = float(self.usage.max(initial=0)) or 1.0
        return np.sqrt(np.clip(self.usage / most, 0, 1))

    def text(self, code: int) -> str:
        """What there is to say of a code, in the language shown."""
        used = tr("code {code}, used {share} %", code=code, share=f"{self.usage[code] * 100:.1f}")
        return tr("{fact}, dead", fact=used) if self.dead[code] else used


def draw_points(layer: QPixmap, points: Points, spots: np.ndarray) -> None:
    """Draw all codes: the most used last, so that they lie on top."""
    layer.fill(QColor(tokens.current().stage))
    painter = QPainter(layer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = layer.deviceIndependentSize()
    pen = QPen(QColor(tokens.current().grid), 1)
    painter.setPen(pen)
    x, y = size.width() / 2, (size.height() - _KEY) / 2
    painter.drawLine(QPointF(x, 0), QPointF(x, 2 * y))
    painter.drawLine(QPointF(0, y), QPointF(size.width(), y))
    (_dots if points.thumbnails is None else _thumbs)(painter, points, spots)
    painter.end()


def _dots(painter: QPainter, points: Points, spots: np.ndarray) -> None:
    t, wide = tokens.current(), 2 * points.half
    dead = _polygon(spots[points.dead])
    for role, size in ((t.text2, wide), (t.stage, wide - 3)):  # hollow
        painter.setPen(_round(QColor(role), size))
        painter.drawPoints(dead)
    shades = np.minimum((points.parts() * _SHADES).astype(int), _SHADES - 1)
    for level in range(_SHADES):
        there = spots[(shades == level) & ~points.dead]
        if len(there):
            red, green, blue = shade(np.array([0.25 + 0.75 * level / (_SHADES - 1)]))[0].tolist()
            for colour, size in ((QColor(t.stage), wide + 1.5), (QColor(red, green, blue), wide)):
                painter.setPen(_round(colour, size))
                painter.drawPoints(_polygon(there))


def _thumbs(painter: QPainter, points: Points, spots: np.ndarray) -> None:
    t, half = tokens.current(), points.half
    assert points.thumbnails is not None
    side = points.thumbnails.shape[1]
    data = np.ascontiguousarray(points.thumbnails.reshape(-1, side))
    atlas = QImage(data.data, side, len(data), side * 4, QImage.Format.Format_RGB32)
    frames = shade(0.15 + 0.85 * points.parts())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for code in np.lexsort((points.usage, ~points.dead)).tolist():
        x, y = spots[code]
        box = QRect(round(x - half), round(y - half), round(2 * half), round(2 * half))
        painter.setOpacity(0.35 if points.dead[code] else 1.0)
        painter.drawImage(box, atlas, QRect(0, code * side, side, side))
        painter.setOpacity(1.0)
        colour = QColor(t.text2) if points.dead[code] else QColor(*frames[code].tolist())
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine if points.dead[code] else Qt.PenStyle.SolidLine))
        painter.drawRect(box)


def _polygon(spots: np.ndarray) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in spots.tolist()])


def _round(colour: QColor, size: float) -> QPen:
    return QPen(colour, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
