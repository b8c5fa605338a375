"""Balls around pictures: which samples lie where pictures do, and which pictures samples reach.

Around each real picture lies a ball that reaches to its k-th nearest real one, and likewise around samples.
Precision is the share of samples in a real ball, recall the share of pictures in a sample's ball
(Kynkaanniemi et al. 2019). Coverage is the share of real balls with a sample inside, which falls when kinds
are missing; density is how many real balls a sample lies in, over k, which falls when samples look like none
(Naeem et al. 2020, eq. 5 and 6).
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

NEIGHBOURS: Final = 5


def coverage_density(real: Tensor, made: Tensor, k: int = NEIGHBOURS) -> tuple[float, float]:
    """(coverage, density) of features (N, d) and (M, d). With no more than k real ones k is fewer."""
    k = min(k, len(real) - 1)
    if k < 1 or not len(made):
        return float("nan"), float("nan")
    inside = torch.cdist(real, made) <= _radius(real, k)[:, None]
    return float(inside.any(1).float().mean()), float(inside.sum() / (k * len(made)))


def precision_recall(real: Tensor, made: Tensor, k: int = NEIGHBOURS) -> tuple[float, float]:
    """(precision, recall) of features (N, d) and (M, d). With no more than k of either k is fewer."""
    k = min(k, len(real) - 1, len(made) - 1)
    if k < 1:
        return float("nan"), float("nan")
    apart = torch.cdist(real, made)
    precision = (apart <= _radius(real, k)[:, None]).any(0).float().mean()
    recall = (apart <= _radius(made, k)[None]).any(1).float().mean()
    return float(precision), float(recall)


def _radius(x: Tensor, k: int) -> Tensor:
    """Distance of each to its k-th nearest other one: (n,)."""
    return torch.cdist(x, x).kthvalue(k + 1, dim=1).values
