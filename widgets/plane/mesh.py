"""A grid that a map has bent, such as a generator's noise: where its cells are small there is much of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from widgets.look.i18n import mark, tr
from widgets.plane import arrays, ink
from widgets.plane.key import Key
from widgets.plane.square import Square, robust_square
from widgets.plane.viewport import Viewport

_FILL, _LINE = 0.5, 0.55  # alphas: of the densest cell, of the lines
_SHADES = 8
_SPECK, _SEEN = 3.0, 4  # square px of a cell, and its shade, below which it is not filled: 4 is the middle


@dataclass(frozen=True, eq=False)
class Mesh:
    """Where the nodes of a grid of noise went: float (rows, cols, 2). Every cell holds the same mass.

    Raises:
        ValueError: another shape, or a number that is not finite.
    """

    nodes: np.ndarray
    title: str = mark("Grid")
    role: str = "fake"

    depth: ClassVar[int] = 20
    sign: ClassVar[str] = "mesh"

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", arrays.mesh(self.nodes))

    def areas(self) -> np.ndarray:
        """float (rows - 1, cols - 1), in data units; negative where the grid is turned over."""
        n = self.nodes.astype(np.float64)
        one, other = n[1:, 1:] - n[:-1, :-1], n[1:, :-1] - n[:-1, 1:]
        return (one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]) / 2

    def paint(self, painter: QPainter, view: Viewport) -> None:
        places = view.to_pixels(self.nodes)
        self._paint_cells(painter, view, places)
        painter.setPen(QPen(ink.of(self.role, _LINE), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in (*places, *places.swapaxes(0, 1)):
            painter.drawPolyline(_polygon(line))

    def _paint_cells(self, painter: QPainter, view: Viewport, places: np.ndarray) -> None:
        """Fill the cells, the smaller the stronger; one of a few pixels is a line already.

        Their rims lie under the lines, which are smooth: the cells need not be, and cost half.
        """
        pixels = np.abs(self.areas()) * view.scale**2
        typical = float(np.median(pixels)) or 1.0
        shade = np.rint(_SHADES * np.clip(typical / np.maximum(pixels, 1e-9) / 2, 0, 1)).astype(int)
        shade[(pixels < _SPECK) | (shade < _SEEN)] = 0
        corners = np.stack([places[:-1, :-1], places[:-1, 1:], places[1:, 1:], places[1:, :-1]], 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for strength in np.unique(shade[shade > 0]).tolist():
            painter.setBrush(ink.of(self.role, _FILL * strength / _SHADES))
            for cell in corners[shade == strength]:
                painter.drawConvexPolygon(_polygon(cell))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def words(self) -> str:
        rows, cols, _ = self.nodes.shape
        turned = float(np.mean(self.areas() < 0))
        turned = min(turned, 1 - turned)  # which way up the grid lies as a whole says nothing
        facts = {"title": tr(self.title), "rows": rows, "cols": cols, "share": round(100 * turned)}
        return tr("{title} of {rows} by {cols}, {share} % folded over", **facts)

    def extent(self) -> Square | None:
        return robust_square(self.nodes.reshape(-1, 2))

    def key(self) -> Key | None:
        return None


def _polygon(places: np.ndarray) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in places.tolist()])
