"""How far a reconstruction is from its picture, in a unit in which the commitment keeps its weight.

Both of Su's repositories and sonnet teach the same: beta must scale with the reconstruction loss, so the loss
is divided by the variance of the data (sonnet) and both are means, not sums.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def reconstruction(kind: str, y: Tensor, x: Tensor) -> Tensor:
    """Mean over all numbers of pictures x in [-1, 1].

    mse: (y - x)^2. l1: |y - x|. bce: cross entropy of logits y with (x + 1)/2, in nats.
    """
    y = y.float()
    if kind == "l1":
        return F.l1_loss(y, x)
    if kind == "bce":
        return F.binary_cross_entropy_with_logits(y, 0.5 * (x + 1))
    return F.mse_loss(y, x)


def unit(kind: str, variance: float) -> float:
    """What a loss is divided by, so that guessing the mean of the data costs about 1.

    The variance of the data; for l1 its root; for bce half of it, since near one half the cross entropy rises
    with the square: H(p, q) - H(p) ~ 2 (p - q)^2 = (x - y)^2 / 2.
    """
    return {"mse": variance, "l1": variance**0.5, "bce": 0.5 * variance}[kind]


def squared_error(y: Tensor, x: Tensor) -> Tensor:
    """Mean squared error of each picture (B,), both in [-1, 1], what lies beyond cut off."""
    return (y.clamp(-1, 1) - x).square().flatten(1).mean(1)


def psnr(error: Tensor) -> Tensor:
    """Mean peak signal-to-noise ratio in dB of squared errors (B,) in [-1, 1], whose peak is 2."""
    return (10 * torch.log10(4 / error.clamp_min(1e-10))).mean()
