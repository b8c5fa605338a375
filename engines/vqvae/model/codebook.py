"""Where codes begin, when they are dead, and where dead ones begin anew.

Sources: the first-batch start and the restart of unused codes follow Dhariwal et al., "Jukebox"
(arXiv:2005.00341), appendix B; k-means is Lloyd's.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engines.vqvae.model.nearest import nearest

SHARE = 0.1  # of an even share of the vectors: below it a code counts as dead, whatever the threshold
ROUNDS = 8  # of k-means
SOME = 8192  # vectors it looks at


def drawn(codes: int, dim: int, init: str, rng: torch.Generator) -> Tensor:
    """Random codes (K, D): N(0, 1), or for ``uniform`` U(-1/K, 1/K) as in sonnet and Su's file."""
    if init == "uniform":
        return (2 * torch.rand(codes, dim, generator=rng, device=rng.device) - 1) / codes
    return torch.randn(codes, dim, generator=rng, device=rng.device)


def picked(x: Tensor, n: int, rng: torch.Generator) -> Tensor:
    """``n`` distinct rows of x (N, D); where there are fewer, all of them and slightly moved repeats."""
    order = torch.randperm(len(x), generator=rng, device=x.device)
    if len(x) >= n:
        return x[order[:n]].clone()
    again = order[torch.arange(n, device=x.device) % len(x)]
    spread = x.std() if x.numel() > 1 else x.new_ones(())
    moved = 0.01 * spread.clamp_min(1e-3)
    return x[again] + moved * torch.randn(n, x.shape[1], generator=rng, device=x.device)


def started(x: Tensor, codes: int, init: str, rng: torch.Generator) -> Tensor:
    """Codes (K, D) at vectors x (N, D) of the first batch, moved to their k-means if asked."""
    found = picked(x, codes, rng)
    if init == "kmeans":
        some = picked(x, min(SOME, len(x)), rng)
        for _ in range(ROUNDS):
            found = lloyd(some, found)
    return found


def lloyd(x: Tensor, centres: Tensor) -> Tensor:
    """One step of k-means: each centre (K, D) moves to the mean of its rows of x; one without rows stays."""
    chosen = nearest(x, centres)
    counts = torch.bincount(chosen, minlength=len(centres)).to(x.dtype)
    sums = torch.zeros_like(centres).index_add_(0, chosen, x)
    return torch.where(counts[:, None] > 0, sums / counts[:, None].clamp_min(1), centres)


def threshold(asked: float, tokens: int, codes: int) -> float:
    """Vectors per step below which a code is dead: as asked, but at most a tenth of an even share."""
    return min(asked, SHARE * tokens / codes)


def replacements(dead: Tensor, x: Tensor, rng: torch.Generator) -> tuple[Tensor, Tensor]:
    """(indices of codes, new vectors): distinct rows of x (N, D); if too few, for a random part of the
    dead."""
    n = min(len(dead), len(x))
    if n < len(dead):
        dead = dead[torch.randperm(len(dead), generator=rng, device=dead.device)[:n]]
    if n == 0:
        return dead, x[:0]
    return dead, picked(x, n, rng)
