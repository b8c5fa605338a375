"""Cells of a grid: lines between them, the foot of a brush, and the outline of a set of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

Cell = tuple[int, int]  # row, column
Edge = tuple[int, int, int, int]  # row, column of both ends, on the lines between cells


def line(start: Cell, end: Cell) -> list[Cell]:
    """All cells from ``start`` (left out) to ``end`` by Bresenham: neighbours touch at a side or a corner."""
    (row, col), (rows, cols) = start, (abs(end[0] - start[0]), abs(end[1] - start[1]))
    down, right = (1 if end[0] >= row else -1), (1 if end[1] >= col else -1)
    error, found = cols - rows, []
    while (row, col) != end:
        twice = 2 * error
        if twice > -rows:
            error -= rows
            col += right
        if twice < cols:
            error += cols
            row += down
        found.append((row, col))
    return found


@cache
def foot(size: int, shape: str) -> tuple[Cell, ...]:
    """Cells of a brush relative to the one it stands on: a square, or round without the corners.

    A brush of an even size reaches one cell further down and right than up and left.
    """
    start, middle = -((size - 1) // 2), (size - 1) / 2
    reach = max(0.0, size * size / 4 - 0.3)
    return tuple(
        (row + start, col + start)
        for row in range(size)
        for col in range(size)
        if shape == "square" or (row - middle) ** 2 + (col - middle) ** 2 <= reach
    )


def covered(cells: Iterable[Cell], size: int, shape: str, rows: int, cols: int) -> np.ndarray:
    """bool (rows, cols): what a brush led over ``cells`` covers."""
    found = np.zeros((rows, cols), bool)
    centres, offsets = np.array([*cells], int).reshape(-1, 2), np.array(foot(size, shape))
    places = (centres[:, None] + offsets).reshape(-1, 2)
    inside = ((places >= 0) & (places < (rows, cols))).all(1)
    found[tuple(places[inside].T)] = True
    return found


def outline(cells: np.ndarray) -> list[Edge]:
    """Straight lines around the True cells of (h, w), as long as they can be; first those that lie."""
    padded = np.pad(cells, 1)
    lying = (padded[1:] != padded[:-1])[:, 1:-1]  # (h + 1, w): between a cell and the one above
    standing = (padded[:, 1:] != padded[:, :-1])[1:-1].T  # (w + 1, h): between a cell and the one at the left
    return [(at, a, at, b) for at, a, b in _runs(lying)] + [(a, at, b, at) for at, a, b in _runs(standing)]


def _runs(flags: np.ndarray) -> list[tuple[int, int, int]]:
    """(row, first, last not included) of every run of True in the rows of ``flags``."""
    edges = np.diff(np.pad(flags, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    return [*zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)]


def bounds(cells: np.ndarray) -> tuple[int, int, int, int] | None:
    """The smallest box r0, c0, r1, c1 (the last not included) around the True cells; None without any."""
    rows, cols = np.flatnonzero(cells.any(1)), np.flatnonzero(cells.any(0))
    if not rows.size:
        return None
    return int(rows[0]), int(cols[0]), int(rows[-1]) + 1, int(cols[-1]) + 1
