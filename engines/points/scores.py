"""How near one cloud of points is to another; each number belongs beside its floor, data against data."""

from __future__ import annotations

from typing import Final

import numpy as np

DIRECTIONS: Final = 200
WIDTHS: Final = (0.1, 0.3, 1.0)  # of the kernels of MMD
FAR: Final = 3.0  # nearest neighbour distances of the data, from which on a sample is a stray
LEAST_FAR: Final = 0.25


def sliced_wasserstein(a: np.ndarray, b: np.ndarray, seed: int = 0) -> float:
    """Mean over random directions of the 1-D Wasserstein-1 distance of two clouds (n, d) and (m, d).

    Rabin et al. 2012; in one dimension the distance is that of the sorted values.
    """
    rng = np.random.default_rng(seed)
    ways = rng.normal(size=(a.shape[1], DIRECTIONS))
    ways /= np.linalg.norm(ways, axis=0)
    n = min(len(a), len(b))
    levels = (np.arange(n) + 0.5) / n
    parts = [np.quantile(c @ ways, levels, axis=0) if len(c) != n else np.sort(c @ ways, 0) for c in (a, b)]
    return float(np.abs(parts[0] - parts[1]).mean())


def mmd2(a: np.ndarray, b: np.ndarray) -> float:
    """Unbiased squared maximum mean discrepancy (Gretton et al. 2012, eq. 3), mean of three kernels.

    May fall below zero by chance; its mean is 0 for two clouds of one distribution.
    """
    n, m = len(a), len(b)
    kaa, kbb, kab = (_kernel(p, q) for p, q in ((a, a), (b, b), (a, b)))
    inner = (kaa.sum() - np.trace(kaa)) / (n * (n - 1)) + (kbb.sum() - np.trace(kbb)) / (m * (m - 1))
    return float(inner - 2 * kab.mean())


def _kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    square = ((a**2).sum(1)[:, None] - 2 * a @ b.T + (b**2).sum(1)).clip(0.0)
    found: np.ndarray = sum((np.exp(-square / (2 * w**2)) for w in WIDTHS), start=np.zeros_like(square))
    return found / len(WIDTHS)


def strays(samples: np.ndarray, data: np.ndarray) -> float:
    """Share of samples that lie further from every data point than data points ever do from each other.

    The limit is ``FAR`` times the largest distance but one in a thousand of a held-out half to the other
    half.
    """
    from scipy.spatial import cKDTree

    half = len(data) // 2
    tree = cKDTree(data[:half])
    inside = np.quantile(tree.query(data[half:])[0], 0.999)
    limit = max(FAR * float(inside), LEAST_FAR)
    return float((cKDTree(data).query(samples)[0] > limit).mean())


def floor(draw_a: np.ndarray, draw_b: np.ndarray) -> dict[str, float]:
    """What two clouds of the data itself score: {"sw": ..., "mmd": ...}."""
    return {"sw": sliced_wasserstein(draw_a, draw_b), "mmd": mmd2(draw_a[:3000], draw_b[:3000])}
