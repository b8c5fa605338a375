"""A vector field on a grid, looked up between its nodes: 20,000 look-ups cost less than one small network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from widgets.plane import arrays
from widgets.plane.square import Square

_PIECE = 16_384  # points looked up at a time: what they need stays in the cache


def bilinear(table: np.ndarray, cols: int, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Values of a grid between its nodes, by straight lines along both axes.

    Args:
        table: the grid row by row, (rows * cols,) of real or complex numbers.
        cols: columns of the grid.
        u, v: float (m,), in columns from 0 to cols - 1 and in rows from 0 to rows - 1; nothing else.
    """
    rows = len(table) // cols
    col, row = np.minimum(u.astype(np.intp), cols - 2), np.minimum(v.astype(np.intp), rows - 2)
    right, up = u - col.astype(u.dtype), v - row.astype(v.dtype)
    at = row * cols + col
    low = table.take(at)
    low += (table.take(at + 1) - low) * right
    at += cols
    high = table.take(at)
    high += (table.take(at + 1) - high) * right
    return low + (high - low) * up


@dataclass(frozen=True, eq=False)
class VectorField:
    """Vectors (2, rows, cols) on the nodes of a square: to the right, then up. Kept, not copied.

    Raises:
        ValueError: another shape, or a number that is not finite.
    """

    grid: np.ndarray
    square: Square

    def __post_init__(self) -> None:
        object.__setattr__(self, "grid", arrays.vectors(self.grid))

    @cached_property
    def _table(self) -> np.ndarray:
        """One complex number a node, so that one look-up brings both parts: (rows * cols,) complex64."""
        return (self.grid[0] + 1j * self.grid[1]).astype(np.complex64).ravel()

    def at(self, points: np.ndarray) -> np.ndarray:
        """float32 (m, 2): the vectors at points (m, 2), which must be finite.

        Outside the square it is that of the nearest place of the rim.
        """
        found = np.empty((len(points), 2), np.float32)
        for at in range(0, len(points), _PIECE):
            found[at : at + _PIECE] = self._look_up(points[at : at + _PIECE])
        return found

    def _look_up(self, points: np.ndarray) -> np.ndarray:
        _, rows, cols = self.grid.shape
        square = self.square
        u = (points[:, 0] - np.float32(square.left)) * np.float32((cols - 1) / (2 * square.half))
        v = (points[:, 1] - np.float32(square.low)) * np.float32((rows - 1) / (2 * square.half))
        np.clip(u, 0, cols - 1, out=u)
        np.clip(v, 0, rows - 1, out=v)
        return bilinear(self._table, cols, u, v).view(np.float32).reshape(-1, 2)

    @cached_property
    def strength(self) -> float:
        """The length that 95 in 100 vectors do not exceed."""
        return float(np.percentile(np.hypot(*self.grid.astype(np.float64)), 95))
