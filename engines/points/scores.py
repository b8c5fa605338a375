"""How near one cloud of points is to another; each number belongs beside its floor, data against data."""

from __future__ import annotations

from typing import Final

import numpy as np

DIRECTIONS: Final = 200  # at random
ANGLES: Final = 48  # in the plane, evenly
WIDTHS: Final = (0.1, 0.3, 1.0)  # of the kernels of MMD
COMPARED: Final = 2000  # points of each cloud whose kernels are compared
FAR: Final = 3.0  # nearest neighbour distances of the data, from which on a sample is a stray
LEAST_FAR: Final = 0.25
PROBED: Final = 10_000  # data whose nearest neighbour is looked for
SPLITS: Final = 12  # of the data, that a floor is the mean of


def sliced_wasserstein(a: np.ndarray, b: np.ndarray) -> float:
    """Mean over directions of the 1-D Wasserstein-1 distance of two clouds (n, d) and (m, d).

    Rabin et al. 2012; in one dimension the distance is that of the sorted values.
    """
    ways = _directions(a.shape[1])
    one, two = (np.sort((ways @ cloud.T).astype(np.float32), axis=1) for cloud in (a, b))
    n = min(len(a), len(b))
    return float(np.abs(_quantiles(one, n) - _quantiles(two, n)).mean(dtype=np.float64))


def _directions(d: int) -> np.ndarray:
    """Unit vectors (k, d), the same each time."""
    if d == 2:
        angle = (np.arange(ANGLES) + 0.5) / ANGLES * np.pi
        return np.stack([np.cos(angle), np.sin(angle)], 1)
    ways = np.random.default_rng(0).normal(size=(DIRECTIONS, d))
    found: np.ndarray = ways / np.linalg.norm(ways, axis=1, keepdims=True)
    return found


def _quantiles(rows: np.ndarray, n: int) -> np.ndarray:
    """Of sorted rows (k, m), n evenly placed ones, (k, n)."""
    m = rows.shape[1]
    if m == n:
        return rows
    at = np.clip((np.arange(n) + 0.5) / n * m - 0.5, 0, m - 1)
    low = np.minimum(at.astype(int), m - 2) if m > 1 else np.zeros(n, int)
    part = (at - low).astype(rows.dtype)
    found: np.ndarray = rows[:, low] * (1 - part) + rows[:, np.minimum(low + 1, m - 1)] * part
    return found


def mmd2(a: np.ndarray, b: np.ndarray) -> float:
    """Unbiased squared maximum mean discrepancy (Gretton et al. 2012, eq. 3), mean of three kernels.

    Of the first ``COMPARED`` points of each. May fall below zero by chance; its mean is 0 for two clouds of
    one distribution.
    """
    a, b = a[:COMPARED].astype(np.float32), b[:COMPARED].astype(np.float32)
    n, m = len(a), len(b)
    if n < 2 or m < 2:
        return float("nan")
    inner = (_kernels(a, a) - n) / (n * (n - 1)) + (_kernels(b, b) - m) / (m * (m - 1))
    return inner - 2 * _kernels(a, b) / (n * m)


def _kernels(a: np.ndarray, b: np.ndarray) -> float:
    """The kernel summed over all pairs; a point with itself counts 1."""
    total, lengths = 0.0, (b**2).sum(1)
    for part in np.array_split(a, max(1, len(a) // 128)):  # so few at a time that they stay in the cache
        square = ((part**2).sum(1)[:, None] - 2 * part @ b.T + lengths).clip(0.0)
        for width in WIDTHS:
            found = np.maximum(square * np.float32(-0.5 / width**2), np.float32(-80))  # no denormal numbers
            total += float(np.exp(found, out=found).sum(dtype=np.float64))
    return total / len(WIDTHS)


class Strays:
    """Counts samples that lie further from all data (n, d) than data ever do from each other.

    The limit is ``FAR`` times the largest distance but one in a thousand of one half to the other half.
    """

    def __init__(self, data: np.ndarray) -> None:
        from scipy.spatial import cKDTree

        half = len(data) // 2
        inside = np.quantile(cKDTree(data[:half]).query(data[half:][:PROBED])[0], 0.999)
        self.limit = max(FAR * float(inside), LEAST_FAR)
        self._tree = cKDTree(data)

    def share(self, samples: np.ndarray) -> float:
        """Of samples (m, d), from 0 to 1."""
        away, _ = self._tree.query(samples, distance_upper_bound=self.limit)
        return float(np.isinf(away).mean())


def floor(cloud: np.ndarray, n: int, m: int) -> dict[str, float]:
    """What n points of a cloud score against m others of it: {"sw": ..., "mmd": ...}.

    The distance of two draws varies by a third of itself; this is its mean over ``SPLITS`` ways to draw.
    Where the cloud has not so many, there are fewer.
    """
    rng = np.random.default_rng(0)
    n = max(1, min(n, len(cloud) // 2))
    m = max(1, min(m, len(cloud) - n))
    found = []
    for _ in range(SPLITS):
        part = cloud[rng.choice(len(cloud), n + m, replace=False)]
        found.append((part[:n], part[n:]))
    return {"sw": float(np.mean([sliced_wasserstein(*pair) for pair in found])), "mmd": mmd2(*found[0])}
