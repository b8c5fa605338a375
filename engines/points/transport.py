"""The Wasserstein distance of two clouds, exactly: the cheapest way to pair their points."""

from __future__ import annotations

from typing import Final

import numpy as np

PAIRED: Final = 500  # points of each cloud
DRAWS: Final = 4  # of data, that a floor is the mean of


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


def floor(target: np.ndarray, data: np.ndarray) -> float:
    """What as many points of the data (m, d) are away from ``target`` (n, d): the mean of ``DRAWS`` draws.

    Where there are fewer data than n, some are drawn twice.
    """
    rng = np.random.default_rng(0)
    twice = len(data) < len(target)
    draws = (data[rng.choice(len(data), len(target), replace=twice)] for _ in range(DRAWS))
    return float(np.mean([wasserstein(draw, target) for draw in draws]))
