"""From logits to codes: temperature, top-k, and drawing by the inverse of the distribution function.

Every draw is made from a uniform number handed in, not from inside: two samplers that are given the same
uniforms and compute the same logits give the same codes, which is how cached samplers are tested.
"""

from __future__ import annotations

import torch
from torch import Tensor

TINY = 1e-20


def uniforms(shape: tuple[int, ...], generator: torch.Generator | None, like: Tensor) -> Tensor:
    """Uniform numbers in [0, 1) from ``generator``, wherever it lives, on the device of ``like``."""
    source = generator.device if generator is not None else like.device
    return torch.rand(shape, generator=generator, device=source).to(like.device)


def warp(logits: Tensor, temperature: float = 1.0, top_k: int = 0) -> Tensor:
    """Log-probabilities (..., K) after temperature and top-k.

    p ~ exp(logit / temperature) over the ``top_k`` largest logits; 0 keeps all. A temperature of 0 is the
    limit: all mass on the largest. Ties at the k-th place are broken, never more than k codes remain.
    """
    k = 1 if temperature <= 0 else top_k
    if 0 < k < logits.shape[-1]:
        kept = logits.topk(k, dim=-1)
        logits = torch.full_like(logits, -torch.inf).scatter(-1, kept.indices, kept.values)
    return torch.log_softmax(logits / temperature if temperature > 0 and temperature != 1 else logits, dim=-1)


def draw(log_p: Tensor, u: Tensor) -> Tensor:
    """The first code whose cumulative probability exceeds u: (..., K) and (...) -> (...) int64.

    A code of probability 0 is never drawn, not even when u is 0 or rounding eats the last interval.
    """
    below = log_p.exp().cumsum(-1)
    total = below[..., -1:]
    last = (below < total).sum(-1)
    return torch.minimum((below <= u.unsqueeze(-1) * total).sum(-1), last)


def gumbel(u: Tensor) -> Tensor:
    """-log(-log u): standard Gumbel noise from uniforms (finite also for u = 0)."""
    return -torch.log(-torch.log(u.clamp(TINY, 1 - 1e-7)))
