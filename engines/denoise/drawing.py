"""Which sampler the settings ask for, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from engines.denoise import samplers
from engines.denoise.config import DenoiseConfig, Sampler
from engines.denoise.denoiser import Denoiser
from engines.denoise.samplers import Known

SPENT = 100.0  # beyond so many spreads of the data a sample has flown away: it is held there


def walk(
    net: Denoiser,
    config: DenoiseConfig,
    x: Tensor,
    rng: torch.Generator,
    *,
    sampler: Sampler | None = None,
    levels: int = 0,
    known: Known | None = None,
    start: float = 0.0,
) -> Iterator[tuple[Tensor, float]]:
    """x on its way to a sample, after every move, and the noise it has there.

    Args:
        x: noise of standard deviation ``start``, by default the largest sigma.
        sampler, levels: in place of the settings'.
    """
    kind, n = sampler or config.sampler, levels or config.levels
    high = start or config.sigma_high
    low = min(config.sigma_low, high)
    n = n if high > low else 1  # no noise that was learned is less: one jump is all there is to do
    if kind == "heun":
        steps = samplers.flow_levels(high, low, n)
        moves = samplers.heun(net, x, steps, rng, known=known)
        places = [*steps[1:], 0.0]
    elif kind == "sde":
        steps = samplers.ladder(high, low, n)
        moves = samplers.reverse_sde(net, x, steps, rng, known=known)
        places = [*steps[1:], 0.0]
    else:
        steps = samplers.ladder(high, low, n)
        moves = samplers.annealed(
            net, x, steps, config.walk, config.step_size, rng, jump=config.jump, known=known
        )
        places = [s for s in steps for _ in range(config.walk)] + [0.0 if config.jump else low]
    for moved, sigma in zip(moves, places, strict=True):
        yield moved.clamp(-SPENT, SPENT), sigma


def evaluations(config: DenoiseConfig, sampler: Sampler | None = None, levels: int = 0) -> int:
    """How often the network is asked for one sample."""
    kind, n = sampler or config.sampler, levels or config.levels
    return {"heun": 2 * n - 1, "sde": n, "langevin": n * config.walk + config.jump}[kind]


def noise(n: int, shape: tuple[int, ...], sigma: float, rng: torch.Generator) -> Tensor:
    """Where samples begin, (n, *shape)."""
    return sigma * torch.randn((n, *shape), generator=rng, device=rng.device)
