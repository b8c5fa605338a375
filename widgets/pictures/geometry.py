"""Where the cells of a sheet of pictures lie, in device pixels: plain arithmetic, exactly tested."""

from __future__ import annotations

import math
from dataclasses import dataclass

GAP = 2  # logical px between cells
MARGIN = 4  # logical px around them, for the frame of a chosen one
WHOLE = 0.72  # a whole multiple is taken if it is at least this part of what would fit


def best_scale(rows: int, cols: int, cell: tuple[int, int], area: tuple[int, int], ratio: float) -> float:
    """How many device pixels a picture's pixel gets.

    The largest whole multiple that fits; a fraction where that would leave much of the area empty.

    Args:
        rows, cols: cells of the sheet.
        cell: width and height of one picture, in its own pixels.
        area: width and height of the widget, in device pixels.
        ratio: device pixels per logical pixel.
    """
    edge, gap = round(MARGIN * ratio), round(GAP * ratio)
    across = (area[0] - 2 * edge - (cols - 1) * gap) / (cols * cell[0])
    down = (area[1] - 2 * edge - (rows - 1) * gap) / (rows * cell[1])
    scale = max(0.0, min(across, down))
    whole = float(math.floor(scale))
    return whole if whole >= WHOLE * scale else scale


@dataclass(frozen=True)
class Geometry:
    """A placed sheet. All numbers are device pixels; cells count from the top left, row by row."""

    rows: int
    cols: int
    width: int  # of a drawn cell
    height: int
    gap: int
    left: int
    top: int

    @classmethod
    def fit(
        cls, rows: int, cols: int, cell: tuple[int, int], area: tuple[int, int], ratio: float, scale: float,
        align: tuple[float, float] = (0.5, 0.5),
    ) -> Geometry:  # fmt: skip
        """Place a sheet drawn at ``scale`` into ``area``; ``align`` is 0 left or top to 1 right or bottom."""
        gap, edge = round(GAP * ratio), round(MARGIN * ratio)
        width, height = max(1, int(cell[0] * scale)), max(1, int(cell[1] * scale))
        free_x = area[0] - 2 * edge - cols * width - (cols - 1) * gap
        free_y = area[1] - 2 * edge - rows * height - (rows - 1) * gap
        left, top = edge + int(max(0, free_x) * align[0]), edge + int(max(0, free_y) * align[1])
        return cls(rows, cols, width, height, gap, left, top)

    def cell(self, index: int) -> tuple[int, int, int, int]:
        """Left, top, width and height of a cell."""
        row, col = divmod(index, self.cols)
        x, y = self.left + col * (self.width + self.gap), self.top + row * (self.height + self.gap)
        return x, y, self.width, self.height

    def at(self, x: float, y: float) -> int:
        """The cell at a point, -1 in a gap or outside."""
        col, across = divmod(x - self.left, self.width + self.gap)
        row, down = divmod(y - self.top, self.height + self.gap)
        inside = 0 <= row < self.rows and 0 <= col < self.cols and across < self.width and down < self.height
        return int(row) * self.cols + int(col) if inside else -1
