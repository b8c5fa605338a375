"""Denoising score matching at many noise levels (Vincent 2011; Song and Ermon 2019).

A batch x is given noise, y = x + sigma eta, with sigma drawn log-uniformly, and the network is asked for x:

    loss = mean of w(sigma) |D(y, sigma) - x|^2,   w = (sigma^2 + d^2) / (sigma d)^2   (Karras et al. 2022)

Its least value is not 0: at one sigma no denoiser does better than n sigma^2 - sigma^4 E|grad log
p_sigma|^2 (n
dimensions), for what the noise has hidden is hidden. So what is shown is the excess over that.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from engines.denoise.denoiser import Denoiser, wide


def noise_levels(n: int, low: float, high: float, rng: torch.Generator) -> Tensor:
    """sigma (n,), log-uniform and stratified: one in each n-th of the range, in random order."""
    order = torch.randperm(n, generator=rng, device=rng.device)
    place = (order + torch.rand(n, generator=rng, device=rng.device)) / n
    return torch.exp(math.log(low) + place * (math.log(high) - math.log(low)))


def weight(sigma: Tensor, std: float, *, told: bool = True) -> Tensor:
    """w (B,), which makes all levels count alike; 1/sigma^2 for the energy that is not told sigma."""
    return (sigma**2 + std**2) / (sigma * std) ** 2 if told else 1 / sigma**2


def errors(net: Denoiser, x: Tensor, sigma: Tensor, rng: torch.Generator) -> Tensor:
    """|D(y, sigma) - x|^2 of clean x (B, *shape) at noise (B,): (B,)."""
    noise = torch.randn(x.shape, generator=rng, device=x.device)
    y = x + wide(sigma, x) * noise
    return (net.denoise(y, sigma) - x).flatten(1).square().sum(1)


def least_error(sigma: float, dims: int, score_square: float) -> float:
    """The least of E|D(y) - x|^2, of E|grad log p_sigma|^2."""
    return dims * sigma**2 - sigma**4 * score_square


def rate(step: int, length: int, *, warm: float = 0.1, end: float = 0.02) -> float:
    """Share of the learning rate: up by a cosine, down to ``end`` by another until ``length``, then there."""
    at = min(step / max(length, 1), 1.0)
    if at < warm:
        return 0.04 + 0.96 * (1 - math.cos(math.pi * at / warm)) / 2
    return end + (1 - end) * (1 + math.cos(math.pi * (at - warm) / (1 - warm))) / 2
