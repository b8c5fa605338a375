"""Three code lengths that know nothing of neighbours. A prior that does not beat them all has learnt nothing.

Counts come from training grids with one added to each (Laplace), so that a code never seen costs a finite
length; lengths are measured on held-out grids, in nats per code.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F


@dataclass(frozen=True)
class Baselines:
    """Nats per code of held-out grids."""

    uniform: float  # log K
    marginal: float  # one distribution for all cells: about log(perplexity)
    position: float  # a distribution per cell

    @property
    def best(self) -> float:
        """The length to beat."""
        return min(self.uniform, self.marginal, self.position)


def baselines(train: Tensor, held_out: Tensor, codes: int) -> Baselines:
    """Fit on ``train`` (B, h, w), measure on ``held_out`` (B', h, w); both codes 0 .. K-1."""
    counts = torch.stack([torch.bincount(cell, minlength=codes) for cell in train.flatten(1).long().T])
    return Baselines(
        uniform=math.log(codes),
        marginal=_length(counts.sum(0, keepdim=True).expand_as(counts), held_out),
        position=_length(counts, held_out),
    )


def _length(counts: Tensor, held_out: Tensor) -> float:
    """Mean of -log (count + 1) / (total + K) over held-out codes; ``counts`` is (N, K)."""
    log_p = (counts.cpu().double() + 1).log()
    log_p = log_p - torch.logsumexp(log_p, 1, keepdim=True)
    seen = held_out.flatten(1).long().cpu()
    return float(F.nll_loss(log_p.expand(len(seen), *log_p.shape).transpose(1, 2), seen))
