"""Small priors whose every weight matters, and grids of codes to give them."""

from __future__ import annotations

import torch

from engines.vqvae import priors
from engines.vqvae.priors.base import Prior


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def make(kind: str, grid=(5, 6), codes: int = 11, width: int = 24, layers: int = 3, **more) -> Prior:
    """A prior with weights large enough that everything it may depend on matters."""
    prior = priors.build(kind, grid, codes, width, layers, seed=3, **more)
    with torch.no_grad():
        for weight in prior.parameters():
            weight.copy_(weight * 3 + 0.1 * torch.randn(weight.shape, generator=rng(1)))
    return prior


def some(*shape: int, codes: int = 11, seed: int = 0) -> torch.Tensor:
    return torch.randint(codes, shape, generator=rng(seed))
