"""The best linear denoiser (Wiener 1949), the one that a network has to beat.

With the pictures' mean m and covariance S it is D(y) = m + S (S + sigma^2)^-1 (y - m): along each eigenvector
of S a number, l / (l + sigma^2). A covariance of fewer pictures than numbers knows nothing of most
directions, so it is moved towards one that is the same in all, S' = (1 - r) S + r tr(S)/d, with the r of
Chen, Wiesel, Eldar and Hero 2010 ("oracle approximating shrinkage").
"""

from __future__ import annotations

import torch
from torch import Tensor

TINY = 1e-12


class Wiener:
    """Args: x: (N, *shape) clean examples."""

    def __init__(self, x: Tensor) -> None:
        flat = x.flatten(1)
        n, d = flat.shape
        self.mean = flat.mean(0)
        centred, free = flat - self.mean, max(n - 1, 1)
        if d <= n:
            values, self.vectors = torch.linalg.eigh(centred.T @ centred / free)
        else:  # fewer examples than numbers: the same values, by the smaller matrix
            values, mixed = torch.linalg.eigh(centred @ centred.T / free)
            found = values > 1e-5 * values[-1].clamp_min(TINY)
            values = values[found]
            self.vectors = centred.T @ mixed[:, found] / (values * free).sqrt()
        share = shrinkage(values.clamp_min(0), free, d)
        self.rest = share * values.clamp_min(0).sum() / d
        self.values = (1 - share) * values.clamp_min(0) + self.rest

    def denoise(self, y: Tensor, sigma: float) -> Tensor:
        """The expected clean x if all were Gaussian, like y (B, *shape)."""
        away = y.flatten(1) - self.mean
        rest = self.rest / (self.rest + sigma**2)
        share = self.values / (self.values + sigma**2) - rest
        return (self.mean + rest * away + (away @ self.vectors * share) @ self.vectors.T).view_as(y)


def shrinkage(values: Tensor, n: int, d: int) -> float:
    """r in 0..1, of the eigenvalues that are not zero; n examples about a known mean, of d numbers."""
    square, total = float(values.square().sum()), float(values.sum()) ** 2
    apart = (n + 1 - 2 / d) * (square - total / d)
    return min(1.0, ((1 - 2 / d) * square + total) / apart) if apart > TINY else 1.0
