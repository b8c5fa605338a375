"""The exact density and score of a finite set of points at a noise level, on a grid: bins, then a
convolution.

Noise convolves the set's density with a Gaussian. On a grid that is one filter, however many points
there are,
and the gradient is the filter with the Gaussian's derivative: grad p_sigma / p_sigma. Binning moves a
point by
half a cell at most.
"""

from __future__ import annotations

from typing import Final

import numpy as np

LEAST: Final = 1e-30  # of the density where its logarithm and score are asked


class Binned:
    """Points (n, 2) counted in ``cells`` x ``cells`` squares over [-reach, reach]^2."""

    def __init__(self, points: np.ndarray, reach: float, cells: int = 512) -> None:
        edges = np.linspace(-reach, reach, cells + 1)
        counts, _, _ = np.histogram2d(points[:, 1], points[:, 0], bins=(edges, edges))
        self.reach, self.cells = reach, cells
        self.width = 2 * reach / cells
        self._mass = counts / max(len(points), 1) / self.width**2

    def density(self, sigma: float, n: int) -> np.ndarray:
        """p_sigma at the middles of n x n cells, (n, n), rows from -reach upwards in y."""
        return self._at_middles(self._filtered(sigma, (0, 0)), n)

    def score(self, sigma: float, n: int) -> np.ndarray:
        """grad log p_sigma there: (2, n, n), x and y; 0 where there is no density to speak of."""
        p = np.maximum(self._filtered(sigma, (0, 0)), LEAST)
        slopes = [self._filtered(sigma, order) / self.width for order in ((0, 1), (1, 0))]
        return np.stack([self._at_middles(slope / p, n) for slope in slopes])

    def _filtered(self, sigma: float, order: tuple[int, int]) -> np.ndarray:
        from scipy.ndimage import gaussian_filter

        found: np.ndarray = gaussian_filter(
            self._mass, max(sigma / self.width, 0.6), order=order, mode="constant", truncate=6.0
        )
        return found

    def _at_middles(self, grid: np.ndarray, n: int) -> np.ndarray:
        from scipy.ndimage import map_coordinates

        at = (np.arange(n) + 0.5) / n * self.cells - 0.5
        found: np.ndarray = map_coordinates(grid, np.meshgrid(at, at, indexing="ij"), order=1, mode="nearest")
        return found
