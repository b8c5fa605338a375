"""Points as the engine sees them: batches, what is exact, the scores of a cloud."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np
import torch
from torch import Tensor

from engines.denoise.dsm import least_error, weight
from engines.points import scores
from engines.points.binned import Binned
from engines.points.source import REACH, Points

SCORED: Final = 10_000  # points of a cloud that is scored
FLOORS: Final = 4  # draws that a floor is the mean of
MEASURED: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 3.0)  # sigma of the figures
FINE: Final = 160  # cells across of the grid that the least loss is summed on


class Plane:
    """Points in the plane, with ``dims`` further coordinates that are zero.

    Attributes:
        shape, std: of one x, and the data's standard deviation.
    """

    def __init__(self, points: Points, device: torch.device, dims: int = 0) -> None:
        self.points, self.dims = points, dims
        self.shape, self.std = (2 + dims,), 1.0
        self.name, self.count = points.name, points.rows
        self._train = torch.from_numpy(np.ascontiguousarray(points.train)).to(device)

    def batch(self, n: int, rng: torch.Generator) -> Tensor:
        """n points that are trained on, (n, 2 + dims)."""
        chosen = torch.randint(len(self._train), (n,), generator=rng, device=self._train.device)
        return self.padded(self._train[chosen])

    def weight(self, sigma: Tensor) -> Tensor:
        """Of the loss at noise (B,): (B,)."""
        return weight(sigma, self.std)

    def padded(self, x: Tensor) -> Tensor:
        """(n, 2) with the empty coordinates."""
        return torch.nn.functional.pad(x, (0, self.dims)) if self.dims else x

    @cached_property
    def binned(self) -> Binned:
        """The training points at any noise level."""
        return self.points.binned()

    def exact_score(self, sigma: float, n: int) -> np.ndarray:
        """grad log p_sigma on n x n places over [-REACH, REACH]^2: (2, n, n)."""
        if self.points.mixture is not None:
            found = self.points.mixture.score(places(n), sigma)
            return found.T.reshape(2, n, n)
        return inner(self.binned.score(sigma, 2 * n), n)

    def exact_density(self, sigma: float, n: int) -> np.ndarray:
        """p_sigma there, (n, n)."""
        if self.points.mixture is not None:
            return np.exp(self.points.mixture.log_prob(places(n), sigma)).reshape(n, n)
        return inner(self.binned.density(sigma, 2 * n), n)

    def least(self, sigma: float) -> float:
        """The least that E|D(y) - x|^2 can be."""
        reach = REACH + 4 * sigma
        if self.points.mixture is not None:
            at = places(FINE, reach)
            p = np.exp(self.points.mixture.log_prob(at, sigma))
            square = (self.points.mixture.score(at, sigma) ** 2).sum(1)
            mass = float((p * square).sum() * (2 * reach / FINE) ** 2)
        else:
            wide = Binned(self.points.train, reach)
            p2, slope = wide.density(sigma, 2 * FINE), wide.score(sigma, 2 * FINE)
            mass = float((p2 * (slope**2).sum(0)).sum() * (reach / FINE) ** 2)
        return max(0.0, least_error(sigma, 2, mass))

    @cached_property
    def floor(self) -> dict[str, float]:
        """What the data itself scores against the held-out points: parts of the training points, averaged."""
        held, train = self.points.held[:SCORED], self.points.train
        rng, found = np.random.default_rng(0), []
        for _ in range(FLOORS):
            part = train[rng.permutation(len(train))[: max(len(held), 1)]]
            found.append(scores.floor(part, held) | {"strays": scores.strays(held, train)})
        return {key: float(np.mean([one[key] for one in found])) for key in found[0]}

    def scored(self, cloud: np.ndarray) -> dict[str, float]:
        """Scores of a cloud (n, 2) against held-out points."""
        held = self.points.held[:SCORED]
        fine = cloud[np.isfinite(cloud).all(1)]
        if not len(fine):
            return {"sw": float("inf"), "mmd": float("inf"), "strays": 1.0}
        found = {"sw": scores.sliced_wasserstein(fine, held), "mmd": scores.mmd2(fine[:3000], held[:3000])}
        lost = 1 - len(fine) / len(cloud)
        return found | {"strays": lost + (1 - lost) * scores.strays(fine, self.points.train)}


def places(n: int, reach: float = REACH) -> np.ndarray:
    """Middles of n x n cells over [-reach, reach]^2, (n n, 2) in x and y; rows go upwards."""
    at = (np.arange(n) + 0.5) / n * 2 * reach - reach
    y, x = np.meshgrid(at, at, indexing="ij")
    return np.stack([x.reshape(-1), y.reshape(-1)], 1)


def inner(grid: np.ndarray, n: int) -> np.ndarray:
    """The middle n x n of a grid twice as far-reaching, (..., 2n, 2n)."""
    start = (grid.shape[-1] - n) // 2
    return grid[..., start : start + n, start : start + n]
