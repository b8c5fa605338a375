"""Points as the engine sees them: batches, what is exact, the scores of a cloud."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from torch import Tensor

from engines.denoise.dsm import weight
from engines.points import scores
from engines.points.binned import Binned
from engines.points.mixture import Mixture
from engines.points.source import REACH, Points

SCORED: Final = 2000  # samples of a quick draw


class Plane:
    """Points in the plane, with ``dims`` further coordinates that are zero.

    Attributes:
        shape, std: of one x, and the data's standard deviation.
    """

    def __init__(self, points: Points, device: torch.device, dims: int = 0) -> None:
        self.points, self.dims = points, dims
        self.shape, self.std = (2 + dims,), 1.0
        self.name, self.count = points.name, points.rows
        self._train = torch.from_numpy(points.train.copy()).to(device)

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

    def exact_score(self, sigma: float, n: int) -> np.ndarray:
        """grad log p_sigma on n x n places over [-REACH, REACH]^2: (2, n, n)."""
        return self._exact.score(places(n), sigma).T.reshape(2, n, n)

    def exact_density(self, sigma: float, n: int) -> np.ndarray:
        """p_sigma there, (n, n)."""
        return self._exact.density(places(n), sigma).reshape(n, n)

    def exact_denoise(self, y: Tensor, sigma: float) -> Tensor:
        """E[x | y] at places y (n, 2 + dims), by Tweedie's formula."""
        pull = self._exact.score(y[:, :2].double().cpu().numpy(), sigma)
        return self.padded(y[:, :2] + sigma**2 * torch.from_numpy(pull).to(y))

    @property
    def _exact(self) -> Mixture | Binned:
        return self.points.mixture or self.points.binned

    def begin(self, n: int, sigma: float, rng: torch.Generator) -> Tensor:
        """Where sampling begins, (n, 2 + dims): as wide as data with noise of ``sigma``."""
        wide = torch.full(self.shape, sigma, device=rng.device)
        wide[:2] = float(np.hypot(sigma, self.std))
        return wide * torch.randn((n, *self.shape), generator=rng, device=rng.device)

    def near(self, cloud: np.ndarray) -> dict[str, float]:
        """Distance "sw" to points held out, and "strays", of a cloud (n, 2); infinity and 1 if all flew."""
        fine = cloud[np.isfinite(cloud).all(1)]
        if not len(fine):
            return {"sw": float("inf"), "strays": 1.0}
        lost = 1 - len(fine) / len(cloud)
        distance = scores.sliced_wasserstein(fine, self.points.held)
        return {"sw": distance, "strays": lost + (1 - lost) * self.points.strays.share(fine)}

    def scored(self, cloud: np.ndarray) -> dict[str, float]:
        """All scores of a cloud: :meth:`near`, and "mmd"."""
        fine = cloud[np.isfinite(cloud).all(1)]
        return self.near(cloud) | {"mmd": scores.mmd2(fine, self.points.held) if len(fine) else float("inf")}


def places(n: int, reach: float = REACH) -> np.ndarray:
    """Middles of n x n cells over [-reach, reach]^2, (n n, 2) in x and y; rows go upwards."""
    at = (np.arange(n) + 0.5) / n * 2 * reach - reach
    y, x = np.meshgrid(at, at, indexing="ij")
    return np.stack([x.reshape(-1), y.reshape(-1)], 1)
