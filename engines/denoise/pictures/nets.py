"""Networks for pictures: they begin as the best linear denoiser W and learn what is to be added to it.

    D(x, s) = W(x, s) + c_out f(u, W, s),    u = x / sqrt(s^2 + 1),    c_out = the error that W leaves at s

This is the form of Karras et al. 2022 (table 1), where W is that of data without any correlation. Nearby
pixels are so much alike that W is far better than that, and all a network would learn in its first minutes.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engines.denoise.denoiser import Denoiser, wide
from engines.denoise.pictures.unet import UNet
from engines.denoise.pictures.wiener import Wiener


class PictureScore(Denoiser):
    """The denoiser itself, whose score is in general no gradient."""

    def __init__(self, linear: Wiener, base: int, rng: torch.Generator) -> None:
        super().__init__()
        self.linear, self.shape = linear, linear.shape
        self.net = UNet(linear.shape, base, rng)

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        first = self.linear.denoise(x, sigma)
        u = x / wide((sigma**2 + 1).sqrt(), x)
        return first + wide(self.linear.error(sigma), x) * self.net(u, first, sigma)


class PictureEnergy(Denoiser):
    """W's energy and (c_out / s^2) <x, f>, whose slope learns whatever f can as a score.

    Energies of such a form have been found as good as scores of the same network (Salimans and Ho 2021).
    """

    has_energy = True

    def __init__(self, linear: Wiener, base: int, rng: torch.Generator) -> None:
        super().__init__()
        self.linear, self.shape = linear, linear.shape
        self.net = UNet(linear.shape, base, rng)

    def energy(self, x: Tensor, sigma: Tensor) -> Tensor:
        share = self.linear.error(sigma) / sigma**2
        return self.linear.energy(x, sigma) - share * self._product(x, sigma)

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        with torch.enable_grad():
            at = x.detach().requires_grad_(True)
            found = self._product(at, sigma)
            (slope,) = torch.autograd.grad(found.sum(), at, create_graph=self.training)
        return self.linear.denoise(x, sigma) + wide(self.linear.error(sigma), x) * slope

    def _product(self, x: Tensor, sigma: Tensor) -> Tensor:
        first = self.linear.denoise(x, sigma)
        u = x / wide((sigma**2 + 1).sqrt(), x)
        found: Tensor = (x * self.net(u, first, sigma)).flatten(1).sum(1)
        return found
