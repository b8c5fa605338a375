"""The best linear denoiser (Wiener 1949), the one that a network has to beat.

With the pictures' mean m and covariance S it is D(y) = m + S (S + sigma^2)^-1 (y - m), along each eigenvector
of S a number: l / (l + sigma^2). The ``KEPT`` largest l are kept, all others stand for their mean
("probabilistic PCA", Tipping and Bishop 1999): of so few pictures more of them cannot be told from chance.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

KEPT: Final = 256


class Wiener:
    """Args: x: (N, *shape) clean examples. kept: eigenvectors at most."""

    def __init__(self, x: Tensor, kept: int = KEPT) -> None:
        flat = x.flatten(1)
        n, d = flat.shape
        self.mean = flat.mean(0)
        centred = flat - self.mean
        square = centred.square().sum() / max(n - 1, 1)
        if d <= n:
            values, vectors = torch.linalg.eigh(centred.T @ centred / max(n - 1, 1))
        else:  # fewer examples than numbers: the same values, by the smaller matrix
            values, mixed = torch.linalg.eigh(centred @ centred.T / max(n - 1, 1))
            vectors = centred.T @ mixed / (values.clamp_min(1e-12) * max(n - 1, 1)).sqrt()
        found = int((values > 1e-6 * values[-1].clamp_min(1e-12)).sum())
        k = min(kept, found)
        self.values, self.vectors = values[len(values) - k :], vectors[:, vectors.shape[1] - k :]
        self.rest = ((square - self.values.sum()) / max(d - k, 1)).clamp_min(0)

    def denoise(self, y: Tensor, sigma: float) -> Tensor:
        """The expected clean x if all were Gaussian, like y (B, *shape)."""
        away = y.flatten(1) - self.mean
        rest = self.rest / (self.rest + sigma**2)
        share = self.values / (self.values + sigma**2) - rest
        return (self.mean + rest * away + (away @ self.vectors * share) @ self.vectors.T).view_as(y)
