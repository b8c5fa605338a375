"""Bands from card to card where the chosen ones share their weights with others."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from widgets.graph import ink
from widgets.graph.model import Graph

_SAG = 46.0  # px that a band hangs below the cards


def paint_ties(
    painter: QPainter, graph: Graph, chosen: Iterable[str], places: dict[str, QRectF], scale: float
) -> None:
    """Draw the bands of the ties that the chosen nodes belong to, from each use to the next."""
    keys = {graph.by_id[name].tie for name in chosen if name in graph.by_id} - {""}
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for key in sorted(keys & set(graph.tie_of)):
        uses = [places[node.id] for node in graph.uses[key]]
        painter.setPen(ink.pen(ink.category(graph.tie_of[key].category), 3 / min(1.0, scale), (2.0, 1.2)))
        for one, other in pairwise(uses):
            painter.drawPath(_band(one, other))


def _band(one: QRectF, other: QRectF) -> QPainterPath:
    """From the foot of the upper card to the head of the lower; side by side, between their feet."""
    upper, lower = sorted((one, other), key=lambda rect: rect.top())
    apart = lower.top() > upper.bottom()
    start = QPointF(upper.center().x(), upper.bottom())
    end = QPointF(lower.center().x(), lower.top() if apart else lower.bottom())
    path = QPainterPath(start)
    path.cubicTo(start + QPointF(0, _SAG), end + QPointF(0, -_SAG if apart else _SAG), end)
    return path
