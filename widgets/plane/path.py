"""One way through the plane: a line from where it began to where it is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from widgets.look.figures import brief, count
from widgets.look.i18n import mark, tr
from widgets.plane import arrays, ink
from widgets.plane.key import Key
from widgets.plane.square import Square
from widgets.plane.viewport import Viewport

_MOST = 4_000  # places that are drawn; of more, every so many


@dataclass(frozen=True, eq=False)
class Path:
    """Places (n, 2) in order: a ring at the first, a line, a dot at the last.

    Raises:
        ValueError: another shape, or a number that is not finite.
    """

    places: np.ndarray
    title: str = mark("Path")
    role: str = "accent"

    depth: ClassVar[int] = 60
    sign: ClassVar[str] = "line"

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", arrays.points(self.places))

    def paint(self, painter: QPainter, view: Viewport) -> None:
        if not len(self.places):
            return
        every = -(-len(self.places) // _MOST)
        few = np.concatenate([self.places[:-1:every], self.places[-1:]])
        places = [QPointF(x, y) for x, y in view.to_pixels(few).tolist()]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for role, alpha, wide in (("stage", 0.7, 4.0), (self.role, 1.0, 1.8)):
            join, cap = Qt.PenJoinStyle.RoundJoin, Qt.PenCapStyle.RoundCap
            painter.setPen(QPen(ink.of(role, alpha), wide, Qt.PenStyle.SolidLine, cap, join))
            painter.drawPolyline(QPolygonF(places))
        painter.setPen(QPen(ink.of(self.role), 1.8))
        painter.setBrush(ink.of("stage"))
        painter.drawEllipse(places[0], 4, 4)
        painter.setPen(QPen(ink.of("stage"), 1.2))
        painter.setBrush(ink.of(self.role))
        painter.drawEllipse(places[-1], 5, 5)

    def words(self) -> str:
        if not len(self.places):
            return tr("{title}: nothing yet", title=tr(self.title))
        x, y = (brief(float(part)) for part in self.places[-1])
        facts = {"title": tr(self.title), "count": count(len(self.places)), "x": x, "y": y}
        return tr("{title} of {count} places, now at {x}, {y}", **facts)

    def extent(self) -> Square | None:
        return None

    def key(self) -> Key | None:
        return None
