"""O-GAN: a discriminator that is an encoder as well (Su, "O-GAN", arXiv 1903.01931; kexue.fm 6409).

Let E map a picture to a vector of nz numbers. Its mean and its direction about that mean are independent of
each other once nz >= 3, so both can be used at no cost: the mean is the score, the direction is the code.

    score(x) = s * avg E(x)          (the paper: s = 1)
    code(x)  = N(E(x)),  N(v) = (v - avg v) / std v

To make the code of G(z) point along z, -lambda * rho(z, E(G(z))) is added to the loss of *both* players. A
picture x is then reconstructed as G(N(E(x))), never as G(E(x)).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import torch
from torch import Tensor

# A code has the length of the most typical z, but typical codes decode best a little inside the shell: the
# truncation of the reconstruction view in Su's code.
TRUNCATION: Final = 0.9


def normalise(v: Tensor) -> Tensor:
    """N(v): (B, nz) to zero mean and unit variance over each row, hence of length sqrt(nz)."""
    centred = v - v.mean(1, keepdim=True)
    return centred * torch.rsqrt((centred**2).mean(1, keepdim=True) + 1e-9)


def score(v: Tensor, scale: float = 1.0) -> Tensor:
    """s * avg(v): (B, nz) -> (B,)"""
    return scale * v.mean(1)


def pearson(a: Tensor, b: Tensor) -> Tensor:
    """rho, the correlation of each row of ``a`` with that of ``b``: (B, nz) twice -> (B,).

    Unmoved by b -> p b + q with p > 0.
    """
    return (normalise(a.float()) * normalise(b.float())).mean(1)


def joint(
    critic: Callable[[Tensor, Tensor], Tensor],
    generator: Callable[[Tensor, Tensor], Tensor],
    r: Tensor,
    f: Tensor,
    f_stopped: Tensor,
) -> Tensor:
    """One loss that trains both players in one update, by Su's stop-gradient trick.

    L_D(r, f') + L_G(r, f) - L_G(r, f'), where f = D(G(z)) and f' = D(stop(G(z))) have equal values. The two
    generator terms cancel in every gradient but G's own, so D feels L_D alone and G feels L_G alone.

    Args:
        critic: (r, f) -> scalar, L_D.
        generator: (r, f) -> scalar, L_G.
        r: scores of real pictures, (B,).
        f: scores of generated pictures, (B,), differentiable down to G.
        f_stopped: the same scores, differentiable down to D only.
    """
    return critic(r, f_stopped) + generator(r, f) - generator(r, f_stopped)
