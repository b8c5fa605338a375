"""Wiener's filter (1949): what is the best linear denoiser if all that is known is how alike neighbours are.

A picture is taken apart into waves of its colours (the discrete cosine transform, Ahmed et al. 1974), each
of which has a power P over the pictures. Of a wave of noisy pictures P / (P + sigma^2) stays: the fine ones
go, the coarse ones are kept.
"""

from __future__ import annotations

import math
from typing import Final

import torch
from torch import Tensor

from engines.denoise.denoiser import Denoiser

LEAST: Final = 1e-6  # power of any wave, so that nothing is ever quite known


class Filter(Denoiser):
    """Of clean pictures (N, C, H, W) whose mean is 0. Exact where waves are Gaussian and independent.

    Attributes:
        colours: (C, C), those that vary independently, in rows. waves: (H, H), in rows. power: (C, H, H).
    """

    has_energy = True
    shape: tuple[int, ...]
    colours: Tensor
    waves: Tensor
    power: Tensor

    def __init__(self, x: Tensor) -> None:
        super().__init__()
        channels, size = x.shape[1:3]
        self.shape = tuple(x.shape[1:])
        flat = x.transpose(0, 1).reshape(channels, -1)
        self.register_buffer("colours", torch.linalg.eigh(flat @ flat.T).eigenvectors.T.contiguous())
        self.register_buffer("waves", cosines(size).to(x))
        self.register_buffer("power", self._apart(x).square().mean(0).clamp_min(LEAST))

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        kept = self.power / (self.power + sigma[:, None, None, None] ** 2)
        return self._together(kept * self._apart(x))

    def energy(self, x: Tensor, sigma: Tensor) -> Tensor:
        spread = self.power + sigma[:, None, None, None] ** 2
        return (self._apart(x) ** 2 / spread).flatten(1).sum(1) / 2

    def error(self, sigma: Tensor) -> Tensor:
        """Root mean square of what it gets wrong of one number, (B,)."""
        square = sigma[:, None, None, None] ** 2
        return (self.power * square / (self.power + square)).flatten(1).mean(1).sqrt()

    def _apart(self, x: Tensor) -> Tensor:
        return torch.einsum("ij,njhw->nihw", self.colours, self.waves @ x @ self.waves.T)

    def _together(self, parts: Tensor) -> Tensor:
        return torch.einsum("ji,njhw->nihw", self.colours, self.waves.T @ parts @ self.waves)


def cosines(size: int) -> Tensor:
    """The waves of the transform (its second kind), (size, size), orthonormal rows, the slowest first."""
    at = (torch.arange(size, dtype=torch.float64) + 0.5) * math.pi / size
    rows = torch.cos(torch.arange(size, dtype=torch.float64)[:, None] * at) * (2 / size) ** 0.5
    rows[0] /= 2**0.5
    return rows
