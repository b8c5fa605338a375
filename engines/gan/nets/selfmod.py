"""SELF-MOD: the latent code itself conditions every normalisation of the generator.

Chen et al. 2019, "On Self Modulation for Generative Adversarial Networks", eqs. 2 to 4, in the form of Su's
code (kexue.fm 6549): batch norm without gain and offset, then h * (1 + gamma(z)) + beta(z).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import relu

from engines.gan.nets.layers import BatchNorm


class SelfMod(nn.Module):
    """(1 + gamma(z)) * (h - mu) / sigma + beta(z), gamma and beta being two-layer perceptrons of z.

    Args:
        channels: of h, (B, channels, H, W).
        nz: of z, (B, nz).
        hidden: units of each perceptron; 32 in the official code.
    """

    def __init__(self, channels: int, nz: int, hidden: int) -> None:
        super().__init__()
        self.norm = BatchNorm(channels, affine=False)
        self.first = nn.Linear(nz, 2 * hidden)  # the first layers of beta and gamma, side by side
        self.beta = nn.Linear(hidden, channels)
        self.gamma = nn.Linear(hidden, channels)

    def forward(self, h: Tensor, z: Tensor) -> Tensor:
        for_beta, for_gamma = relu(self.first(z)).chunk(2, dim=1)
        beta = self.beta(for_beta)[:, :, None, None]
        gamma = self.gamma(for_gamma)[:, :, None, None]
        return torch.addcmul(beta, self.norm(h), 1 + gamma)


class Condition(nn.Module):
    """z' = z + E(c) + E'(c) * z: moves and stretches the code by the class c (kexue.fm 6549, last
    section)."""

    def __init__(self, classes: int, nz: int) -> None:
        super().__init__()
        self.shift = nn.Embedding(classes, nz)
        self.stretch = nn.Embedding(classes, nz)

    def forward(self, z: Tensor, label: Tensor) -> Tensor:
        return z + self.shift(label) + self.stretch(label) * z
