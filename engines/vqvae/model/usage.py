"""How well a codebook is used: perplexity over a window of steps.

One batch underestimates it: it cannot exceed the batch's vectors, and rare codes are missed.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

WINDOW = 100  # steps


def perplexity(counts: Tensor) -> Tensor:
    """exp(- sum p ln p) of counts (..., K): as many codes as would be used if all were used evenly.

    1 for a single code, m for m codes used evenly, 0 for no counts at all.
    """
    total = counts.sum(-1, keepdim=True)
    p = counts / total.clamp_min(1)
    return torch.where(
        total[..., 0] > 0, torch.exp(torch.special.entr(p).sum(-1)), torch.zeros_like(total[..., 0])
    )


def entropy_map(codes: np.ndarray, codes_count: int) -> np.ndarray:
    """Entropy in bits of the code at each place over pictures (n, h, w) -> (h, w)."""
    n, h, w = codes.shape
    place = np.arange(h * w)[None, :] * codes_count + codes.reshape(n, -1)
    counts = np.bincount(place.reshape(-1), minlength=h * w * codes_count).reshape(h, w, codes_count)
    p = counts / n
    return -np.sum(p * np.log2(np.where(p > 0, p, 1)), axis=2)


class Window:
    """Counts of the last ``WINDOW`` steps.

    Attributes:
        ring: (WINDOW, K), one row a step.
    """

    def __init__(self, codes: int, device: torch.device) -> None:
        self.ring = torch.zeros(WINDOW, codes, device=device)

    def add(self, step: int, counts: Tensor) -> None:
        """Put in the counts (K,) of a step, over those of ``WINDOW`` steps before."""
        self.ring[step % WINDOW] = counts

    def counts(self) -> Tensor:
        """(K,): how often each code was chosen."""
        return self.ring.sum(0)
