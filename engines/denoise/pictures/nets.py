"""Networks for pictures: they begin as Wiener's filter W and learn what is to be added to it.

    D(x, s) = W(x, s) + c_out f(W, (x - W) / s, s),    c_out = the error that W leaves at s

This is the form of Karras et al. 2022 (table 1), where W is that of data without any correlation.
Neighbouring pixels are so much alike that W is better, and it is all that a network would learn in its first
minute. W may not be too good either: with the linear answer of ``wiener``, which knows whole faces, a network
begins with ghosts of several faces at once and is long in getting rid of them.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engines.denoise.denoiser import Denoiser, wide
from engines.denoise.pictures.filter import Filter
from engines.denoise.pictures.unet import UNet


class PictureScore(Denoiser):
    """The denoiser itself, whose score is in general no gradient."""

    def __init__(self, filtering: Filter, base: int, rng: torch.Generator) -> None:
        super().__init__()
        self.filter, self.shape = filtering, filtering.shape
        self.net = UNet(filtering.shape, base, rng)

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        first = self.filter.denoise(x, sigma)
        noise = (x - first) / wide(sigma, x)
        return first + wide(self.filter.error(sigma), x) * self.net(first, noise, sigma)


class PictureEnergy(Denoiser):
    """W's energy less (c_out / s^2) <x, f(W, u, s)>, u = x / sqrt(s^2 + 1), whose slope is f and more.

    Energies have been found as good as scores of the same structure (Salimans and Ho 2021). The noise is not
    shown by itself, as its slope would be 1 / s.
    """

    has_energy = True

    def __init__(self, filtering: Filter, base: int, rng: torch.Generator) -> None:
        super().__init__()
        self.filter, self.shape = filtering, filtering.shape
        self.net = UNet(filtering.shape, base, rng)

    def energy(self, x: Tensor, sigma: Tensor) -> Tensor:
        share = self.filter.error(sigma) / sigma**2
        return self.filter.energy(x, sigma) - share * self._product(x, sigma)

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        with torch.enable_grad():
            at = x.detach().requires_grad_(True)
            found = self._product(at, sigma)
            (slope,) = torch.autograd.grad(found.sum(), at, create_graph=self.training)
        return self.filter.denoise(x, sigma) + wide(self.filter.error(sigma), x) * slope

    def _product(self, x: Tensor, sigma: Tensor) -> Tensor:
        first = self.filter.denoise(x, sigma)
        u = x / wide((sigma**2 + 1).sqrt(), x)
        found: Tensor = (x * self.net(first, u, sigma)).flatten(1).sum(1)
        return found
