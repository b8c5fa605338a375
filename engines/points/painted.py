"""A density that a person painted: a grid of greys, brighter is denser."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engines.ground.marks import mark
from engines.ground.problem import FileProblem, Problem

REACH = 2.0  # the picture covers [-REACH, REACH]^2
CELLS = 64


def draw(grid: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """n points of a density (h, w), row 0 on top: float32 (n, 2); even within a cell.

    Raises:
        Problem: nothing is painted.
    """
    weights = np.asarray(grid, np.float64)
    total = weights.sum()
    if not np.isfinite(total) or total <= 0 or (weights < 0).any():
        raise Problem(mark("Nothing is painted. Draw where the points shall be."))
    h, w = weights.shape
    cell = rng.choice(h * w, n, p=weights.reshape(-1) / total)
    row, column = cell // w + rng.uniform(0, 1, n), cell % w + rng.uniform(0, 1, n)
    points = np.stack([column / w * 2 - 1, 1 - row / h * 2], 1) * REACH
    return points.astype(np.float32)


def read(path: str | Path) -> np.ndarray:
    """The density of a picture file, float (CELLS, CELLS).

    Raises:
        FileProblem: it cannot be read. Problem: it is black all over.
    """
    from engines.images.pictures import open_picture

    name = Path(path).name
    if not str(path):
        raise Problem(mark("No density is painted yet. Paint one, or drop a picture of one."))
    grid: np.ndarray = open_picture(path, CELLS, 1)[..., 0].astype(np.float64) / 255
    if grid.max() <= 0:
        raise FileProblem("{name} is black all over: there is nothing to draw points from.", name=name)
    return grid
