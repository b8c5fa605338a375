"""A generator learnt from the difference of two energies (Bigdeli et al., arXiv 2001.02728, section 4).

The generator's loss has the gradient of KL(q_sigma || p_sigma), q being what it makes: at a noisy sample
y the
direction is grad log q_sigma - grad log p_sigma. With both as denoisers, sigma^2 times it is D_q(y) -
D_p(y), which
has no division by a small sigma. Guard rails, without which it diverges: sigma is drawn anew for each sample,
each direction is held to a length of ``HOLD``, and q's energy takes several steps for each of the generator.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

from engines.denoise.denoiser import Denoiser, wide
from engines.denoise.dsm import noise_levels

HOLD: Final = 0.5
LOW, HIGH = 0.08, 1.0  # of sigma for the generator's steps


@torch.no_grad()
def direction(p: Denoiser, q: Denoiser, y: Tensor, sigma: Tensor) -> Tensor:
    """sigma (grad log q_sigma - grad log p_sigma) at y (B, d), each at most ``HOLD`` long: where not to
    go."""
    found = (q.denoise(y, sigma) - p.denoise(y, sigma)) / wide(sigma, y)
    length = found.norm(dim=1, keepdim=True).clamp_min(1e-12)
    return found * (HOLD / length).clamp_max(1.0)


def loss(generator: nn.Module, p: Denoiser, q: Denoiser, z: Tensor, rng: torch.Generator) -> Tensor:
    """A number whose gradient with respect to the generator is that of the Kullback-Leibler divergence, held.

    Args:
        z: (B, d), what the generator makes samples of.
    """
    made = generator(z)
    sigma = noise_levels(len(z), LOW, HIGH, rng)
    y = made + wide(sigma, made) * torch.randn(made.shape, generator=rng, device=made.device)
    return (direction(p, q, y.detach(), sigma) * y).sum(1).mean()
