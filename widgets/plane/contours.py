"""Lines of equal height in a grid: marching squares (Lorensen and Cline 1987 in two dimensions).

Where a cell is a saddle, its mean says which corners are joined (Wyvill, McPheeters and Wyvill 1986).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from PySide6.QtGui import QPainter, QPainterPath, QPen

from widgets.look.figures import brief
from widgets.look.i18n import mark, tr
from widgets.plane import arrays, ink
from widgets.plane.key import Key
from widgets.plane.square import Square, robust_range
from widgets.plane.viewport import Viewport

# sides of a cell that a line joins, by the corners that are above the level:
# 1 lower left, 2 lower right, 4 upper right, 8 upper left
_BELOW, _RIGHT, _ABOVE, _LEFT = range(4)
_JOINED: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((_LEFT, _BELOW),), 2: ((_BELOW, _RIGHT),), 3: ((_LEFT, _RIGHT),), 4: ((_RIGHT, _ABOVE),),
    6: ((_BELOW, _ABOVE),), 7: ((_LEFT, _ABOVE),), 8: ((_ABOVE, _LEFT),), 9: ((_BELOW, _ABOVE),),
    11: ((_RIGHT, _ABOVE),), 12: ((_LEFT, _RIGHT),), 13: ((_BELOW, _RIGHT),), 14: ((_LEFT, _BELOW),),
    5: ((_LEFT, _BELOW), (_RIGHT, _ABOVE)),  # the middle is below: each corner alone
    10: ((_BELOW, _RIGHT), (_ABOVE, _LEFT)),
    16: ((_LEFT, _ABOVE), (_BELOW, _RIGHT)),  # 5 with its middle above: the two are one
    17: ((_LEFT, _BELOW), (_RIGHT, _ABOVE)),  # 10 with its middle above
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Contours:
    """Lines of equal height of float (rows, cols) on the nodes of a square, row 0 at the bottom.

    Args:
        levels: the heights; eight between the robust ends of the grid if not told.

    Raises:
        ValueError: another shape, or a number that is not finite.
    """

    values: np.ndarray
    square: Square
    levels: tuple[float, ...] = ()
    title: str = mark("Contours")
    role: str = "text2"

    depth: ClassVar[int] = 10
    sign: ClassVar[str] = "line"

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", arrays.grid(self.values))
        if not np.isfinite(self.levels).all():
            raise ValueError(f"no lines at {self.levels}")
        if not self.levels:
            low, high = robust_range(self.values)
            object.__setattr__(self, "levels", tuple(np.linspace(low, high, 10)[1:-1].tolist()))

    @cached_property
    def segments(self) -> np.ndarray:
        """float (m, 2, 2): both ends of every piece of a line, in data units."""
        rows, cols = self.values.shape
        found = np.concatenate([march(self.values, level) for level in self.levels])
        corner, size = (self.square.left, self.square.low), 2 * self.square.half
        return corner + found * size / (cols - 1, rows - 1)

    def paint(self, painter: QPainter, view: Viewport) -> None:
        path = QPainterPath()  # as one shape, or every joint would be inked twice
        for (x, y), (u, v) in view.to_pixels(self.segments).tolist():
            path.moveTo(x, y)
            path.lineTo(u, v)
        painter.strokePath(path, QPen(ink.of(self.role, 0.8), 1.1))

    def words(self) -> str:
        ends = brief(min(self.levels)), brief(max(self.levels))
        title = tr(self.title)
        return tr(
            "{title} at {count} heights from {low} to {high}",
            title=title,
            count=len(self.levels),
            low=ends[0],
            high=ends[1],
        )

    def extent(self) -> Square:
        return self.square

    def key(self) -> Key | None:
        return None


def march(values: np.ndarray, level: float) -> np.ndarray:
    """float (m, 2, 2): the pieces of one line, as columns and rows of the grid; on the grid's edges exact."""
    heights = values.astype(np.float64) - level
    corners = heights[:-1, :-1], heights[:-1, 1:], heights[1:, 1:], heights[1:, :-1]
    case = sum((corner > 0).astype(np.uint8) << bit for bit, corner in enumerate(corners))
    case = np.asarray(case)
    over = sum(corners) > 0
    case = np.where((case == 5) & over, 16, np.where((case == 10) & over, 17, case))
    found = [np.zeros((0, 2, 2))]
    for key, pairs in _JOINED.items():
        at = np.nonzero(case == key)
        if len(at[0]):
            four = [corner[at] for corner in corners]
            found += [np.stack([_crossing(side, at[0], at[1], four) for side in pair], 1) for pair in pairs]
    return np.concatenate(found)


def _crossing(side: int, row: np.ndarray, col: np.ndarray, four: list[np.ndarray]) -> np.ndarray:
    """Where the line meets a side of cells: (k, 2), column and row."""
    first, last = ((0, 1), (1, 2), (3, 2), (0, 3))[side]
    part = four[first] / (four[first] - four[last])
    if side in (_BELOW, _ABOVE):
        return np.stack([col + part, row + (side == _ABOVE)], 1)
    return np.stack([col + (side == _RIGHT), row + part], 1)
