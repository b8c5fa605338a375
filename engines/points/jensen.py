"""The Jensen-Shannon divergence of two clouds, counted in the cells of a grid."""

from __future__ import annotations

from typing import Final

import numpy as np

CELLS: Final = 30  # across, as in GAN Lab (Kahng et al. 2019)


def counted(points: np.ndarray, reach: float, cells: int = CELLS) -> np.ndarray:
    """The share of points (n, 2) in each cell over [-reach, reach]^2, (cells^2 + 1,): last those outside."""
    at = np.floor((np.asarray(points, np.float64) + reach) / (2 * reach) * cells)
    inside = ((at >= 0) & (at < cells)).all(1)
    place = np.where(inside, at[:, 1] * cells + at[:, 0], cells**2).astype(int)
    found: np.ndarray = np.bincount(place, minlength=cells**2 + 1) / max(1, len(points))
    return found


def divergence(p: np.ndarray, q: np.ndarray) -> float:
    """JS(p, q) = (KL(p, m) + KL(q, m)) / 2 with m = (p + q) / 2, in bits: 0 for equal shares, 1 at most."""
    m = (p + q) / 2
    halves = [part[part > 0] @ np.log2(part[part > 0] / m[part > 0]) for part in (p, q)]
    return float(sum(halves) / 2)
