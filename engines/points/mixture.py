"""A mixture of round Gaussians, of which everything is known at every noise level.

Noise of standard deviation sigma makes of each component another round Gaussian of variance s^2 + sigma^2, so
that density, score and posterior mean have closed forms. With no spread of their own and equal weights, the
components are a set of training points: what denoising score matching on a finite set tends to (Vincent
2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

CHUNK: Final = 4_000_000  # pairs of a place and a component that are held at once


@dataclass(frozen=True)
class Mixture:
    """Components at ``means`` (k, d) of standard deviation ``stds`` (k,), weighted alike or by
    ``weights``."""

    means: np.ndarray
    stds: np.ndarray
    weights: np.ndarray | None = None

    def sample(self, n: int, rng: np.random.Generator) -> np.ndarray:
        """n points, float32 (n, d)."""
        k, d = self.means.shape
        chosen = rng.choice(k, n, p=self.weights)
        noise = rng.normal(size=(n, d)) * self.stds[chosen, None]
        return (self.means[chosen] + noise).astype(np.float32)

    def log_prob(self, x: np.ndarray, sigma: float = 0.0) -> np.ndarray:
        """log p_sigma at places x (n, d): (n,)."""
        return self._at(x, sigma)[0]

    def density(self, x: np.ndarray, sigma: float = 0.0) -> np.ndarray:
        """p_sigma at x (n, d): (n,)."""
        return np.exp(self.log_prob(x, sigma))

    def score(self, x: np.ndarray, sigma: float) -> np.ndarray:
        """Gradient of log p_sigma at x (n, d): (n, d)."""
        return self._at(x, sigma)[1]

    def posterior_mean(self, x: np.ndarray, sigma: float) -> np.ndarray:
        """E[clean | noisy = x], by Tweedie's formula: x + sigma^2 score."""
        mean: np.ndarray = x + sigma**2 * self.score(x, sigma)
        return mean

    def _at(self, x: np.ndarray, sigma: float) -> tuple[np.ndarray, np.ndarray]:
        x = np.asarray(x, np.float64)
        rows = max(1, CHUNK // len(self.means))
        parts = [self._chunk(x[i : i + rows], sigma) for i in range(0, len(x), rows)] or [
            (np.zeros(0), np.zeros_like(x))
        ]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])

    def _chunk(self, x: np.ndarray, sigma: float) -> tuple[np.ndarray, np.ndarray]:
        k, d = self.means.shape
        variance = self.stds**2 + sigma**2
        square = ((x**2).sum(1)[:, None] - 2 * x @ self.means.T + (self.means**2).sum(1)).clip(0.0)
        weights = np.full(k, 1 / k) if self.weights is None else self.weights
        with np.errstate(divide="ignore"):
            logs = np.log(weights) - square / (2 * variance) - d / 2 * np.log(2 * np.pi * variance)
        top = logs.max(1, keepdims=True)
        parts = np.exp(logs - top)
        total = parts.sum(1, keepdims=True)
        share = parts / total / variance
        return (top + np.log(total))[:, 0], share @ self.means - share.sum(1, keepdims=True) * x
