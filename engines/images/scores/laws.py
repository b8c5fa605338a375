"""How far apart the laws are that two sets of features follow, by three measures."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

DIRECTIONS: Final = 256
PARTS: Final = 8  # of the kernel distance, to tell its spread


def sliced(real: Tensor, made: Tensor, seed: int = 0, directions: int = DIRECTIONS) -> float:
    """Sliced Wasserstein distance of features (n, d) and (m, d).

    The mean over random directions of the distance along each, which is that of sorted values (Bonneel et al.
    2015).
    """
    rng = torch.Generator().manual_seed(seed)
    axes = torch.randn(real.shape[1], directions, generator=rng).to(real)
    n = min(len(real), len(made))
    level = (torch.arange(n, dtype=real.dtype, device=real.device) + 0.5) / n
    a, b = (torch.quantile(x @ (axes / axes.norm(dim=0)), level, dim=0) for x in (real, made))
    return float((a - b).abs().mean())


def kernel(real: Tensor, made: Tensor) -> tuple[float, float]:
    """Kernel distance of features (n, d) and (m, d), and the spread of its mean over parts.

    The unbiased squared MMD of (x . y / d + 1)^3 (Binkowski et al. 2018): about 0, on either side, where
    there is no difference.
    """
    parts = min(PARTS, len(real) // 16, len(made) // 16)
    if parts < 2:
        return _mmd(real, made), float("nan")
    found = torch.tensor([_mmd(a, b) for a, b in zip(real.chunk(parts), made.chunk(parts), strict=True)])
    return float(found.mean()), float(found.std() / parts**0.5)


def _mmd(real: Tensor, made: Tensor) -> float:
    def similar(a: Tensor, b: Tensor) -> Tensor:
        return (a @ b.T / a.shape[1] + 1) ** 3

    def others(a: Tensor) -> Tensor:
        all_pairs = similar(a, a)
        return (all_pairs.sum() - all_pairs.trace()) / (len(a) * (len(a) - 1))

    return float(others(real) + others(made) - 2 * similar(real, made).mean())


def frechet(real: Tensor, made: Tensor) -> float:
    """Frechet distance of the Gaussians with mean and covariance of features (n, d) and (m, d).

    What the features are decides its size: this is no FID, whose features are Inception's.
    """
    a, b = real.double(), made.double()
    first, second = a.T.cov(), b.T.cov()
    values, vectors = torch.linalg.eigh(first)
    root = (vectors * values.clamp_min(0).sqrt()) @ vectors.T
    cross = torch.linalg.eigvalsh(root @ second @ root).clamp_min(0).sqrt().sum()
    apart = (a.mean(0) - b.mean(0)).square().sum()
    return float(apart + first.trace() + second.trace() - 2 * cross)
