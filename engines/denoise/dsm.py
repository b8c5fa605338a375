"""Denoising score matching at many noise levels (Vincent 2011; Song and Ermon 2019).

A batch x is given noise, y = x + sigma eta, with sigma drawn log-uniformly, and the network is asked for x:

    loss = mean of w(sigma) |D(y, sigma) - x|^2,   w = (sigma^2 + d^2) / (sigma d)^2   (Karras et al. 2022)

Its least value is not 0, for what the noise has hidden is hidden: at one sigma no denoiser does better
than n sigma^2 - sigma^4 E|grad log p_sigma|^2 (n dimensions). The excess over that is E|D(y) - E[x | y]|^2,
which is what is shown where E[x | y] is known.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from engines.denoise.denoiser import Denoiser, wide

FAR_EVERY, FAR = 16, 2.0


def noise_levels(n: int, low: float, high: float, rng: torch.Generator) -> Tensor:
    """sigma (n,), log-uniform and stratified: one in each n-th of the range, in random order."""
    order = torch.randperm(n, generator=rng, device=rng.device)
    place = (order + torch.rand(n, generator=rng, device=rng.device)) / n
    return torch.exp(math.log(low) + place * (math.log(high) - math.log(low)))


def weight(sigma: Tensor, std: float, *, told: bool = True) -> Tensor:
    """w (B,), which makes all levels count alike; 1/sigma^2 for the energy that is not told sigma."""
    return (sigma**2 + std**2) / (sigma * std) ** 2 if told else 1 / sigma**2


def noisy(x: Tensor, sigma: Tensor, rng: torch.Generator) -> Tensor:
    """x with noise."""
    return x + wide(sigma, x) * torch.randn(x.shape, generator=rng, device=x.device)


def some_wider(sigma: Tensor) -> Tensor:
    """sigma, ``FAR`` times as much for every ``FAR_EVERY``-th: places further off than noise ever leads.

    A sampler's own errors lead there, and a network that was never asked about them lets the sample go.
    """
    found = sigma.clone()
    found[::FAR_EVERY] *= FAR
    return found


def away(net: Denoiser, y: Tensor, sigma: Tensor, target: Tensor) -> Tensor:
    """|D(y, sigma) - target|^2, (B,)."""
    return (net.denoise(y, sigma) - target).flatten(1).square().sum(1)


def expected(y: Tensor, sigma: Tensor, cloud: Tensor) -> Tensor:
    """What the clean x of each y (B, d) is on average, if it is any of ``cloud`` (n, d): (B, d).

    With the x of y drawn from that cloud, this is E[x | y, cloud]: a target of the same mean as x itself and
    of much less variance where noise is wide (Xu, Tong and Jaakkola 2023, arXiv 2302.00670).
    """
    square = (y.square().sum(1)[:, None] - 2 * y @ cloud.T + cloud.square().sum(1)).clamp_min(0)
    return torch.softmax(-square / (2 * sigma[:, None] ** 2), 1) @ cloud


def rate(step: int, length: int, *, warm: float = 0.1, end: float = 0.02) -> float:
    """Share of the learning rate: up by a cosine, down to ``end`` by another until ``length``, then there."""
    at = min(step / max(length, 1), 1.0)
    if at < warm:
        return 0.04 + 0.96 * (1 - math.cos(math.pi * at / warm)) / 2
    return end + (1 - end) * (1 + math.cos(math.pi * (at - warm) / (1 - warm))) / 2
