"""Penalties on a critic that is too steep: each looks at the gradient of the score by the picture.

``critic`` maps pictures (B, C, H, W) to scores (B,). All need second derivatives of the critic, and are
worked out in fp32. With batch norm in the critic one picture's score depends on the others, so that "the
gradient of a score" includes these cross terms, as in Su's WGAN-GP and WGAN-div files; it trains, but the
papers ask for a critic without batch norm.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import torch
from torch import Tensor
from torch.nn.functional import relu

from engines.gan.fields.game import Regulariser

Scorer = Callable[[Tensor], Tensor]

# What weight 1 stands for: lambda = 10 (Gulrajani et al. 2017), gamma = 10 (Mescheder et al. 2018), k = 2 and
# p = 6 (Wu et al. 2018).
PUBLISHED: Final[dict[Regulariser, float]] = {"gp": 10.0, "gp_one_sided": 10.0, "r1": 10.0, "wgan_div": 2.0}
POWER: Final = 6


def squared_slope(critic: Scorer, x: Tensor) -> Tensor:
    """||grad_x D(x)||^2, summed over pixels: (B,), differentiable."""
    x = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient**2).flatten(1).sum(1)


def slope(critic: Scorer, x: Tensor) -> Tensor:
    """||grad_x D(x)||: (B,). The small constant keeps the root's own slope finite at 0 (as in Su's code)."""
    return torch.sqrt(squared_slope(critic, x) + 1e-9)


def between(x: Tensor, fake: Tensor, u: Tensor) -> Tensor:
    """Points on the lines between real and generated pictures; u in [0, 1], one per pair, shape (B,)."""
    return torch.lerp(fake, x, u.view(-1, *[1] * (x.dim() - 1)))


def gradient_penalty(critic: Scorer, points: Tensor) -> Tensor:
    """mean (||grad D|| - 1)^2 (Gulrajani et al. 2017, eq. 3)"""
    return ((slope(critic, points) - 1) ** 2).mean()


def one_sided(critic: Scorer, points: Tensor) -> Tensor:
    """mean relu(||grad D|| - 1): only a slope above 1 is punished, linearly (Su's mnist_gangp)"""
    return relu(slope(critic, points) - 1).mean()


def r1(critic: Scorer, x: Tensor) -> Tensor:
    """1/2 E ||grad D(x)||^2 on real pictures, to be multiplied by gamma (Mescheder et al. 2018, eq. 9)"""
    return 0.5 * squared_slope(critic, x).mean()


def divergence(critic: Scorer, x: Tensor, fake: Tensor) -> Tensor:
    """1/2 E (||grad D(x)||^6 + ||grad D(x')||^6), to be multiplied by k (Wu et al. 2018, in Su's form)"""
    at_real = squared_slope(critic, x) ** (POWER // 2)
    at_fake = squared_slope(critic, fake) ** (POWER // 2)
    return 0.5 * (at_real + at_fake).mean()


def penalty(kind: Regulariser, critic: Scorer, x: Tensor, fake: Tensor, rng: torch.Generator) -> Tensor:
    """The chosen regulariser with its published weight.

    Args:
        kind: any but "none".
        critic: pictures (B, C, H, W) to scores (B,).
        x: real pictures.
        fake: generated pictures, not differentiated.
        rng: where on the lines between pictures to look; drawn from by the gradient penalties alone.
    """
    match kind:
        case "gp":
            found = gradient_penalty(critic, between(x, fake, _uniform(x, rng)))
        case "gp_one_sided":
            found = one_sided(critic, between(x, fake, _uniform(x, rng)))
        case "r1":
            found = r1(critic, x)
        case "wgan_div":
            found = divergence(critic, x, fake)
        case _:
            raise ValueError(f"no such penalty: {kind}")
    return PUBLISHED[kind] * found


def _uniform(x: Tensor, rng: torch.Generator) -> Tensor:
    return torch.rand(len(x), generator=rng, device=x.device)
