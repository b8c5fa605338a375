"""Which code is nearest to a vector."""

from __future__ import annotations

import torch
from torch import Tensor

CHUNK = 1024  # rows of distances at a time: they stay in the cache


def nearest(x: Tensor, embed: Tensor, chunk: int = CHUNK) -> Tensor:
    """Index (N,) of the row of ``embed`` (K, D) nearest to each row of ``x`` (N, D).

    |x - e|^2 = |x|^2 - 2 x e + |e|^2, and |x|^2 is the same for all e, so it is left out.
    """
    square = 0.5 * embed.square().sum(1)
    found = [torch.addmm(square, part, embed.T, alpha=-1).argmin(1) for part in x.split(chunk)]
    return torch.cat(found) if found else torch.zeros(0, dtype=torch.int64, device=x.device)
