"""Which pixels a code can change: exactly those in one box, derived from the layers.

The decoder is a convolution of 3, n residual blocks (one convolution of 3 each) and u doublings 4/2/1. With
R = 1 + n, codes a ... b of one axis change the pixels

    low  = 2^u (a - R) - (2^u - 1)   to   high = 2^u (b + R) + 2 (2^u - 1),

so ``width = 2^u (w + 2R + 2) - 2``, cut off at the picture's rim. A coarse code of two levels first spreads
over fine cells 2a - 1 ... 2b + 2 (one doubling).
"""

from __future__ import annotations

import numpy as np

from engines.vqvae.config import VqvaeConfig, grids, rim

Box = tuple[int, int, int, int]  # top, left, bottom, right; bottom and right are not inside any more


def area(box: Box) -> int:
    """How many cells or pixels a box holds."""
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def bounds(cells: np.ndarray) -> Box:
    """The smallest box around the True cells of (h, w); an empty one without any."""
    rows, columns = np.flatnonzero(cells.any(1)), np.flatnonzero(cells.any(0))
    if len(rows) == 0:
        return 0, 0, 0, 0
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1


def reach(a: int, b: int, blocks: int, ups: int) -> tuple[int, int]:
    """First and last pixel that codes ``a`` to ``b`` (both included) change along one axis, not cut off."""
    R, s = 1 + blocks, 1 << ups
    return s * (a - R) - (s - 1), s * (b + R) + 2 * (s - 1)


def influence(
    cells: Box, blocks: int, ups: int, size: int, rim: int = 0, *, coarse: bool = False, grid: int
) -> Box:
    """The box of pixels that a box of codes changes.

    Args:
        cells: top, left, bottom, right in cells; bottom and right not included.
        blocks, ups: residual blocks and doublings of the decoder.
        size: edge of the picture.
        rim: pixels cut off at the top and left of what the decoder makes.
        coarse: the cells are of the coarse level.
        grid: edge of the fine grid: what lies outside it does not exist, and so passes nothing on.
    """
    found = []
    for low, high in ((cells[0], cells[2] - 1), (cells[1], cells[3] - 1)):
        if coarse:
            low, high = max(0, 2 * low - 1), min(grid - 1, 2 * high + 2)
        first, last = reach(low, high, blocks, ups)
        found.append((min(size, max(0, first - rim)), max(0, min(size, last + 1 - rim))))
    (top, bottom), (left, right) = found
    return top, left, bottom, right


def influence_in(config: VqvaeConfig, cells: Box, *, coarse: bool = False) -> Box:
    """:func:`influence` in a run of these settings; ``coarse`` counts where there are two levels."""
    sides = grids(config)
    return influence(
        cells,
        config.n_res,
        config.downs,
        config.size,
        rim(config),
        coarse=coarse and len(sides) > 1,
        grid=sides[-1][0],
    )
