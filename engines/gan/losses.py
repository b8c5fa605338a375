"""What the two players minimise.

The discriminator (or critic) gives every picture a score; everywhere in this lab **high = real**. Below, r
are the scores of real pictures and f the scores of generated ones, both of shape (B,). Each loss is a pair of
short functions, the critic's and the generator's, and one table at the end names them all.

Some sources have it the other way round (Su's WGAN-div and O-GAN files: low = real); signs here are flipped
accordingly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from torch.nn.functional import relu, softplus

from engines.gan.fields.game import LossKind

# -- Cross-entropy on sigmoid(score). Goodfellow et al. 2014, eq. 1; -log sigmoid(s) = softplus(-s). -------


def cross_entropy_critic(r: Tensor, f: Tensor, gap: Tensor) -> Tensor:
    """-log s(r) - log(1 - s(f))"""
    return softplus(-r).mean() + softplus(f).mean()


def non_saturating(r: Tensor, f: Tensor) -> Tensor:
    """-log s(f): a strong gradient exactly while the critic wins (Goodfellow et al. 2014, section 3)"""
    return softplus(-f).mean()


def saturating(r: Tensor, f: Tensor) -> Tensor:
    """log(1 - s(f)): the minimax game itself, whose gradient vanishes while the critic wins"""
    return -softplus(f).mean()


# -- Least squares. Mao et al. 2017, eq. 9 with targets 1 and 0. -------------------------------------------


def least_squares_critic(r: Tensor, f: Tensor, gap: Tensor) -> Tensor:
    """(r - 1)^2 + f^2"""
    return ((r - 1) ** 2).mean() + (f**2).mean()


def least_squares(r: Tensor, f: Tensor) -> Tensor:
    """(f - 1)^2"""
    return ((f - 1) ** 2).mean()


# -- Hinge. Lim & Ye 2017; Miyato et al. 2018, eqs. 16 and 17. ---------------------------------------------


def hinge_critic(r: Tensor, f: Tensor, gap: Tensor) -> Tensor:
    """relu(1 - r) + relu(1 + f): scores beyond the margin no longer matter"""
    return relu(1 - r).mean() + relu(1 + f).mean()


# -- Wasserstein. Arjovsky et al. 2017; needs a critic of bounded slope. -----------------------------------


def wasserstein_critic(r: Tensor, f: Tensor, gap: Tensor) -> Tensor:
    """f - r"""
    return f.mean() - r.mean()


def raise_score(r: Tensor, f: Tensor) -> Tensor:
    """-f, also hinge's generator"""
    return -f.mean()


# -- Relativistic: a real picture only has to look more real than a generated one. Jolicoeur-Martineau 2018.


def relativistic_critic(r: Tensor, f: Tensor, gap: Tensor) -> Tensor:
    """-log s(r - f), randomly paired"""
    return softplus(f - r).mean()


def relativistic(r: Tensor, f: Tensor) -> Tensor:
    """-log s(f - r)"""
    return softplus(r - f).mean()


def relativistic_average_critic(r: Tensor, f: Tensor, gap: Tensor) -> Tensor:
    """-log s(r - mean f) - log(1 - s(f - mean r))"""
    return softplus(f.mean() - r).mean() + softplus(f - r.mean()).mean()


def relativistic_average(r: Tensor, f: Tensor) -> Tensor:
    """-log s(f - mean r) - log(1 - s(r - mean f))"""
    return softplus(r.mean() - f).mean() + softplus(r - f.mean()).mean()


# -- GAN-QP: the quadratic term replaces the bound on the slope. Su 2018, arXiv 1811.07296. ----------------


def quadratic_critic(r: Tensor, f: Tensor, gap: Tensor) -> Tensor:
    """-d + d^2 / (2 * 10 * gap), d = r - f on random pairs, gap = how far apart the pair's pictures are"""
    d = r - f
    return (-d + d**2 / (20 * gap)).mean()


def quadratic_critic_ogan(r: Tensor, f: Tensor, gap: Tensor) -> Tensor:
    """-d + 0.25 d^2 / gap with gap = mean over pixels of (x - x')^2, as in Su's O-GAN code"""
    d = r - f
    return (-d + 0.25 * d**2 / gap).mean()


def close_gap(r: Tensor, f: Tensor) -> Tensor:
    """d = r - f"""
    return (r - f).mean()


# -- All of them -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loss:
    """A game: what each player minimises.

    Attributes:
        critic: (r, f, gap) -> scalar; ``gap`` (B,) matters to GAN-QP only.
        generator: (r, f) -> scalar.
        gap: (x, fake) -> (B,), the distance between the pictures of each random pair, or None.
        pairs: the generator's step needs scores of real pictures too.
    """

    critic: Callable[[Tensor, Tensor, Tensor], Tensor]
    generator: Callable[[Tensor, Tensor], Tensor]
    gap: Callable[[Tensor, Tensor], Tensor] | None = None
    pairs: bool = False


SMALLEST_GAP: Final = 1e-4  # two equal pictures must not divide by zero


def gap_l1(x: Tensor, fake: Tensor) -> Tensor:
    """mean |x - x'| over the pixels of each pair: (B, C, H, W) twice -> (B,)"""
    return (x - fake).abs().flatten(1).mean(1).clamp(min=SMALLEST_GAP)


def gap_square(x: Tensor, fake: Tensor) -> Tensor:
    """mean (x - x')^2 over the pixels of each pair"""
    return ((x - fake) ** 2).flatten(1).mean(1).clamp(min=SMALLEST_GAP)


def gap_l2(x: Tensor, fake: Tensor) -> Tensor:
    """sqrt(mean (x - x')^2) over the pixels of each pair"""
    return torch.sqrt(gap_square(x, fake))


LOSSES: Final[dict[LossKind, Loss]] = {
    "ns": Loss(cross_entropy_critic, non_saturating),
    "saturating": Loss(cross_entropy_critic, saturating),
    "lsgan": Loss(least_squares_critic, least_squares),
    "hinge": Loss(hinge_critic, raise_score),
    "wgan": Loss(wasserstein_critic, raise_score),
    "rsgan": Loss(relativistic_critic, relativistic, pairs=True),
    "ragan": Loss(relativistic_average_critic, relativistic_average, pairs=True),
    "qp_l1": Loss(quadratic_critic, close_gap, gap_l1, pairs=True),
    "qp_l2": Loss(quadratic_critic, close_gap, gap_l2, pairs=True),
    "qp_square": Loss(quadratic_critic_ogan, close_gap, gap_square, pairs=True),
}
