"""The Wasserstein distance of two clouds, exactly: the cheapest way to pair their points."""

from __future__ import annotations

from typing import Final

import numpy as np

PAIRED: Final = 500  # points of each cloud
SPLITS: Final = 4  # of the data, that a floor is the mean of


def wasserstein(a: np.ndarray, b: np.ndarray) -> float:
    """W1 of two clouds (n, d) of equal size, each point of equal mass: the mean distance of the best pairing.

    By linear assignment (Crouse 2016); the cost grows with the cube of n.

    Raises:
        ValueError: the clouds are of different sizes, or empty.
    """
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    if len(a) != len(b) or not len(a):
        raise ValueError(f"no pairing of {len(a)} points with {len(b)}")
    cost = cdist(a.astype(np.float64), b.astype(np.float64))
    rows, columns = linear_sum_assignment(cost)
    return float(cost[rows, columns].mean())


def floor(cloud: np.ndarray, n: int = PAIRED) -> float:
    """What n points of a cloud are away from n others of it: the mean over ``SPLITS`` ways to draw them."""
    rng = np.random.default_rng(0)
    n = max(1, min(n, len(cloud) // 2))
    found = []
    for _ in range(SPLITS):
        part = cloud[rng.choice(len(cloud), min(2 * n, len(cloud)), replace=False)]
        found.append(wasserstein(part[:n], part[-n:]))
    return float(np.mean(found))
