"""What a pixel editor's tools touch: bool grids (h, w) of cells. NumPy only.

Sources: Bresenham, "Algorithm for computer control of a digital plotter", 1965; flood fill by growing, four
neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

Cell = tuple[int, int]  # row, column
LARGEST = 5


def tip(size: int, shape: str) -> np.ndarray:
    """The cells of a brush of 1 to 5 cells, bool (size, size): "square", or "round" (a disc)."""
    size = min(max(size, 1), LARGEST)
    if shape == "square":
        return np.ones((size, size), bool)
    away = np.arange(size) - (size - 1) / 2
    return away[:, None] ** 2 + away[None, :] ** 2 <= (size / 2) ** 2 - (0.5 if size > 2 else 0)


def brush(grid: tuple[int, ...], row: int, column: int, size: int = 1, shape: str = "round") -> np.ndarray:
    """The brush's cells around one cell. Even sizes reach one cell further down and right."""
    found = tip(size, shape)
    before = (len(found) - 1) // 2
    cells, _ = placed(grid, row - before, column - before, np.where(found, 0, -1))
    return cells


def placed(grid: tuple[int, ...], row: int, column: int, patch: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(cells that are covered, codes (h, w)) of a patch laid with its first cell at (row, column)."""
    h, w = grid
    codes = np.full(grid, -1, np.int32)
    top, left = max(0, row), max(0, column)
    bottom, right = min(h, row + patch.shape[0]), min(w, column + patch.shape[1])
    if top < bottom and left < right:
        codes[top:bottom, left:right] = patch[top - row : bottom - row, left - column : right - column]
    return codes >= 0, codes


def line(start: Cell, end: Cell) -> list[Cell]:
    """The cells of a straight line by Bresenham, both ends included."""
    (row, column), (last_row, last_column) = start, end
    down, across = abs(last_row - row), abs(last_column - column)
    step_row, step_column = (1 if last_row >= row else -1), (1 if last_column >= column else -1)
    error = across - down
    found = [(row, column)]
    while (row, column) != (last_row, last_column):
        twice = 2 * error
        if twice > -down:
            error -= down
            column += step_column
        if twice < across:
            error += across
            row += step_row
        found.append((row, column))
    return found


def swept(grid: tuple[int, ...], cells: Iterable[Cell], size: int = 1, shape: str = "round") -> np.ndarray:
    """The cells of a brush led over others."""
    found = np.zeros(grid, bool)
    for row, column in cells:
        found |= brush(grid, row, column, size, shape)
    return found


def stroke(grid: tuple[int, ...], start: Cell, end: Cell, size: int = 1, shape: str = "round") -> np.ndarray:
    """The cells of a brush drawn along a line."""
    return swept(grid, line(start, end), size, shape)


def rectangle(grid: tuple[int, ...], a: Cell, b: Cell) -> np.ndarray:
    """The cells between two corners, both included, cut off at the rim."""
    cells = np.zeros(grid, bool)
    (top, bottom), (left, right) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    cells[max(0, top) : max(0, bottom + 1), max(0, left) : max(0, right + 1)] = True
    return cells


def region(codes: np.ndarray, row: int, column: int, similar: np.ndarray | None = None) -> np.ndarray:
    """The cells connected to (row, column) by equal codes, or by codes that ``similar`` (bool (K,))
    allows."""
    wanted = codes == codes[row, column] if similar is None else similar[codes]
    found = np.zeros(codes.shape, bool)
    found[row, column] = True
    while True:
        wider = found.copy()
        wider[1:] |= found[:-1]
        wider[:-1] |= found[1:]
        wider[:, 1:] |= found[:, :-1]
        wider[:, :-1] |= found[:, 1:]
        wider = (wider & wanted) | found
        if (wider == found).all():
            return found
        found = wider
