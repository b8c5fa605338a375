"""From noise to data with a trained denoiser: a walk, a reversed diffusion, a flow. Any shape of x.

Each is a generator that yields x after every move; what it yields last is the sample. ``known`` clamps a
part.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import torch
from torch import Tensor

from engines.denoise.denoiser import Denoiser

RHO: Final = 7.0  # of the flow's levels (Karras et al. 2022, eq. 5)


@dataclass(frozen=True)
class Known:
    """What is known of x: ``values`` where ``mask`` (1 known, 0 free); both like one x."""

    values: Tensor
    mask: Tensor

    def clamp(self, x: Tensor, sigma: float, rng: torch.Generator) -> Tensor:
        """x with what is known put in, as noisy as the rest; without noise it is exact."""
        values = self.values.expand_as(x)
        if sigma > 0:
            values = values + sigma * normal(x, rng)
        return torch.where(self.mask.expand_as(x) > 0, values, x)


def normal(like: Tensor, rng: torch.Generator) -> Tensor:
    """Standard noise of the same shape."""
    return torch.randn(like.shape, generator=rng, device=like.device)


def ladder(high: float, low: float, levels: int) -> list[float]:
    """Noise levels, geometric."""
    found: list[float] = torch.logspace(0, 1, levels, base=low / high, dtype=torch.float64).mul(high).tolist()
    return found


def langevin(
    net: Denoiser, x: Tensor, sigma: float, eta: float, rng: torch.Generator, steps: int = 1
) -> Iterator[Tensor]:
    """Unadjusted Langevin at one level: x + eta score + sqrt(2 eta) noise (Roberts and Tweedie 1996)."""
    level = torch.full((len(x),), sigma, device=x.device)
    for _ in range(steps):
        x = x + eta * _score(net, x, level) + (2 * eta) ** 0.5 * normal(x, rng)
        yield x


def mala(
    net: Denoiser, x: Tensor, sigma: float, eta: float, rng: torch.Generator, steps: int = 1
) -> Iterator[tuple[Tensor, float]]:
    """Langevin whose steps are accepted or not (Metropolis): (x, share accepted). No bias, however long
    the step.

    Raises:
        NotImplementedError: the network has no energy.
    """
    level = torch.full((len(x),), sigma, device=x.device)
    with torch.no_grad():
        energy = net.energy(x, level)
    slope = _score(net, x, level)
    for _ in range(steps):
        to = x + eta * slope + (2 * eta) ** 0.5 * normal(x, rng)
        with torch.no_grad():
            there = net.energy(to, level)
        back = _score(net, to, level)
        ahead = (to - x - eta * slope).flatten(1).square().sum(1)
        behind = (x - to - eta * back).flatten(1).square().sum(1)
        log = energy - there + (ahead - behind) / (4 * eta)
        taken = torch.rand(len(x), generator=rng, device=x.device).log() < log
        pick = taken.view(-1, *[1] * (x.dim() - 1))
        x, slope = torch.where(pick, to, x), torch.where(pick, back, slope)
        energy = torch.where(taken, there, energy)
        yield x, float(taken.float().mean())


def annealed(
    net: Denoiser,
    x: Tensor,
    levels: list[float],
    walk: int,
    step_size: float,
    rng: torch.Generator,
    *,
    jump: bool = True,
    known: Known | None = None,
) -> Iterator[Tensor]:
    """Langevin down a ladder of levels, eta = c sigma^2 (Song and Ermon 2019, algorithm 1), then the
    denoiser."""
    for sigma in levels:
        for _ in range(walk):
            x = next(langevin(net, x, sigma, step_size * sigma**2, rng))
            x = x if known is None else known.clamp(x, sigma, rng)
            yield x
    if jump:
        x = _denoise(net, x, levels[-1])
    yield x if known is None else known.clamp(x, 0.0, rng)


def reverse_sde(
    net: Denoiser, x: Tensor, levels: list[float], rng: torch.Generator, *, known: Known | None = None
) -> Iterator[Tensor]:
    """The diffusion backwards by SDE-DPM-Solver++ (2M) (Lu et al. 2022, arXiv 2211.01095, in the form without
    scaling).

    From s to t < s: mean (t/s)^2 x + (1 - (t/s)^2) D, variance t^2 (1 - (t/s)^2), with D the denoiser's
    answer drawn on along log sigma by its last two values; at the end the denoiser alone.
    """
    before: tuple[Tensor, float] | None = None
    for s, t in pairwise(levels):
        now, share = _denoise(net, x, s), (t / s) ** 2
        ahead = now
        if before is not None:
            ahead = now + (now - before[0]) * (math.log(s / t) / (2 * math.log(before[1] / s)))
        before = now, s
        x = share * x + (1 - share) * ahead + t * (1 - share) ** 0.5 * normal(x, rng)
        x = x if known is None else known.clamp(x, t, rng)
        yield x
    x = _denoise(net, x, levels[-1])
    yield x if known is None else known.clamp(x, 0.0, rng)


def flow_levels(high: float, low: float, levels: int) -> list[float]:
    """Levels of the flow, closer where noise is small."""
    at = torch.linspace(0, 1, levels, dtype=torch.float64)
    found: list[float] = ((1 - at) * high ** (1 / RHO) + at * low ** (1 / RHO)).pow(RHO).tolist()
    return found


def heun(
    net: Denoiser, x: Tensor, levels: list[float], rng: torch.Generator, *, known: Known | None = None
) -> Iterator[Tensor]:
    """The flow dx/d sigma = (x - D(x)) / sigma by Heun's method, the last step by Euler's (Karras et al.
    2022)."""
    for s, t in zip(levels, [*levels[1:], 0.0], strict=True):
        slope = (x - _denoise(net, x, s)) / s
        to = x + (t - s) * slope
        if t > 0:
            to = x + (t - s) * (slope + (to - _denoise(net, to, t)) / t) / 2
        x = to if known is None else known.clamp(to, t, rng)
        yield x


def last(walk: Iterator[Tensor]) -> Tensor:
    """Where a sampler ends."""
    found = None
    for found in walk:  # noqa: B007 - only the last one is wanted
        pass
    assert found is not None
    return found


def _score(net: Denoiser, x: Tensor, level: Tensor) -> Tensor:
    with torch.no_grad():
        return net.score(x, level)


def _denoise(net: Denoiser, x: Tensor, sigma: float) -> Tensor:
    with torch.no_grad():
        return net.denoise(x, torch.full((len(x),), sigma, device=x.device))
