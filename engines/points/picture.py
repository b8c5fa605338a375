"""Points as a grey picture, for where there is no window."""

from __future__ import annotations

from typing import Final

import numpy as np

from engines.points.source import REACH

SIDE, CELL = 480, 4  # pixels
WHITE: Final = 3  # points that make a cell white


def dotted(points: np.ndarray) -> np.ndarray:
    """How many points (n, 2) lie in each cell over [-REACH, REACH]^2, as brightness: uint8 (SIDE, SIDE,
    1)."""
    edges = np.linspace(-REACH, REACH, SIDE // CELL + 1)
    counts, _, _ = np.histogram2d(-points[:, 1], points[:, 0], bins=(edges, edges))
    grey = (255 * np.minimum(counts / WHITE, 1)).astype(np.uint8)
    return np.kron(grey, np.ones((CELL, CELL), np.uint8))[..., None]
