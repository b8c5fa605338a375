"""The exact density and score of a finite set of points at a noise level: bins, then a convolution.

Noise convolves the set's density with a Gaussian. On a grid that is one filter, however many points there
are, and the gradient is the filter with the Gaussian's derivative: grad p_sigma / p_sigma. Binning moves a
point by half a cell at most, and the wider the noise the coarser the cells may be.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

import numpy as np

LEAST: Final = 1e-30  # of the density where its logarithm and score are asked
SMOOTH: Final = 4.0  # cells that sigma is wide at least before cells are made coarser
BEYOND: Final = 4.5  # sigma that a grid goes beyond the points
KEPT: Final = 8  # levels that are remembered


@dataclass(frozen=True)
class _Level:
    """Density and score of one noise level at the middles of square cells from ``low`` upwards."""

    low: float
    width: float
    layers: np.ndarray  # (3, n, n): density, score in x, in y


class Binned:
    """Points (n, 2) counted in ``cells`` x ``cells`` squares over [-reach, reach]^2; those outside do not
    count."""

    def __init__(self, points: np.ndarray, reach: float, cells: int = 512) -> None:
        self.reach, self.width = reach, 2 * reach / cells
        at = np.floor((np.asarray(points, np.float64) + reach) / self.width)
        at = at[((at >= 0) & (at < cells)).all(1)].astype(int)
        counts = np.bincount(at[:, 1] * cells + at[:, 0], minlength=cells**2).reshape(cells, cells)
        self._mass = counts / max(len(points), 1)
        self._levels: OrderedDict[float, _Level] = OrderedDict()

    def density(self, at: np.ndarray, sigma: float) -> np.ndarray:
        """p_sigma at places (m, 2): (m,)."""
        return self._read(at, sigma, slice(0, 1))[0].clip(0.0)

    def score(self, at: np.ndarray, sigma: float) -> np.ndarray:
        """grad log p_sigma at places (m, 2): (m, 2); 0 where there is no density to speak of."""
        return self._read(at, sigma, slice(1, 3)).T

    def _read(self, at: np.ndarray, sigma: float, which: slice) -> np.ndarray:
        from scipy.ndimage import map_coordinates

        level = self._level(sigma)
        index = (np.asarray(at, np.float64)[:, ::-1].T - level.low) / level.width - 0.5
        return np.stack([map_coordinates(one, index, order=1, mode="nearest") for one in level.layers[which]])

    def _level(self, sigma: float) -> _Level:
        level = self._levels.get(sigma)  # several runs may ask, on threads of their own
        if level is None:
            level = self._levels[sigma] = self._made(sigma)
            if len(self._levels) > KEPT:
                self._levels.popitem(last=False)
        return level

    def _made(self, sigma: float) -> _Level:
        from scipy.ndimage import gaussian_filter

        mass, width = self._mass, self.width
        while sigma / width >= 2 * SMOOTH and len(mass) % 2 == 0:
            half = len(mass) // 2
            mass, width = mass.reshape(half, 2, half, 2).sum((1, 3)), 2 * width
        beyond = int(np.ceil(BEYOND * sigma / width))
        mass = np.pad(mass / width**2, beyond)
        spread = max(sigma / width, 0.6)
        p, x, y = (
            gaussian_filter(mass, spread, order=order, mode="constant", truncate=BEYOND)
            for order in ((0, 0), (0, 1), (1, 0))
        )
        slope = np.stack([x, y]) / width / np.maximum(p, LEAST)
        return _Level(-self.reach - beyond * width, width, np.concatenate([p[None], slope], dtype=np.float32))
