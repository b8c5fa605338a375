"""The best linear denoiser (Wiener 1949), the one that a network has to beat.

With the pictures' mean m and covariance S it is D(y) = m + S (S + sigma^2)^-1 (y - m): along each eigenvector
of S a number, l / (l + sigma^2). A covariance of fewer pictures than numbers knows nothing of most
directions, so it is moved towards one that is the same in all, S' = (1 - r) S + r tr(S)/d, with the r of
Chen, Wiesel, Eldar and Hero 2010 ("oracle approximating shrinkage").
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

from engines.denoise.denoiser import Denoiser

TINY: Final = 1e-12
LEAST: Final = 1e-6  # variance in any direction, so that nothing is ever quite known


class Wiener(Denoiser):
    """Exact where the data are Gaussian.

    Attributes:
        mean: (d,). vectors: (d, k), orthonormal. values: (k,), the variances along them.
        rest: the variance along every other direction.
    """

    mean: Tensor
    vectors: Tensor
    values: Tensor
    rest: Tensor

    def __init__(
        self, shape: tuple[int, ...], mean: Tensor, vectors: Tensor, values: Tensor, rest: Tensor
    ) -> None:
        super().__init__()
        self.shape = shape
        for name, value in (("mean", mean), ("vectors", vectors), ("values", values), ("rest", rest)):
            self.register_buffer(name, value.clone())

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        rest, share = self._shares(sigma)
        away = x.flatten(1) - self.mean
        return (self.mean + rest * away + (away @ self.vectors * share) @ self.vectors.T).view_as(x)

    def _shares(self, sigma: Tensor) -> tuple[Tensor, Tensor]:
        """What stays of a direction without a vector, (B, 1), and what more of those with one, (B, k)."""
        square = sigma[:, None] ** 2
        rest = self.rest / (self.rest + square)
        return rest, self.values / (self.values + square) - rest


def fitted(x: Tensor) -> Wiener:
    """Of clean examples (N, *shape)."""
    flat = x.flatten(1)
    n, d = flat.shape
    mean = flat.mean(0)
    centred, free = flat - mean, max(n - 1, 1)
    if d <= n:
        values, vectors = torch.linalg.eigh(centred.T @ centred / free)
    else:  # fewer examples than numbers: the same values, by the smaller matrix
        values, mixed = torch.linalg.eigh(centred @ centred.T / free)
        found = values > 1e-5 * values[-1].clamp_min(TINY)
        values = values[found]
        vectors = centred.T @ mixed[:, found] / (values * free).sqrt()
    values = values.clamp_min(0)
    share = shrinkage(values, free, d)
    rest = (share * values.sum() / d).clamp_min(LEAST)
    return Wiener(tuple(x.shape[1:]), mean, vectors, (1 - share) * values + rest, rest)


def shrinkage(values: Tensor, n: int, d: int) -> float:
    """r in 0..1, of the eigenvalues that are not zero; n examples about a known mean, of d numbers."""
    square, total = float(values.square().sum()), float(values.sum()) ** 2
    apart = (n + 1 - 2 / d) * (square - total / d)
    return min(1.0, ((1 - 2 / d) * square + total) / apart) if apart > TINY else 1.0
