"""How much of the pictures is covered by samples, and how dense these lie (Naeem et al. 2020, eq. 5 and 6).

Around each real picture lies a ball that reaches to its k-th nearest real one. Coverage is the share of balls
with a sample inside, which falls when kinds are missing; density is how many balls a sample lies in, over k,
which falls when samples look like none.
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
    radius = torch.cdist(real, real).kthvalue(k + 1, dim=1).values
    inside = torch.cdist(real, made) <= radius[:, None]
    return float(inside.any(1).float().mean()), float(inside.sum() / (k * len(made)))
