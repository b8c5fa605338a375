"""Networks for points: an energy or a score that is told sigma, the paper's energy that is not, a generator.

The energy is preconditioned so that the denoiser it implies has the factors of Karras et al. 2022 (table 1):

    E(x, s) = |x|^2 / 2(s^2 + d^2) + (d/s) f(u, log s),   u = x / sqrt(s^2 + d^2),
    D(x, s) = x - s^2 grad E = c_skip x - c_out grad_u f,   c_skip = d^2/(s^2+d^2), c_out = s d/sqrt(s^2+d^2)

with d the data's standard deviation: at f = 0 it is the exact answer for Gaussian data.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

from engines.denoise.denoiser import Denoiser, wide

FEATURES: Final = 32
SPREAD: Final = 2.0  # standard deviation of the waves' frequencies
FADE: Final = 7.5  # |u|^2 at which the waves have gone: they say nothing true outside the data
LEVELS: Final = 8  # waves of log sigma


class Fourier(nn.Module):
    """Random waves of a place (Tancik et al. 2020), fading out where there are no data."""

    frequencies: Tensor

    def __init__(self, dim: int, rng: torch.Generator, k: int = FEATURES, std: float = SPREAD) -> None:
        super().__init__()
        self.register_buffer("frequencies", torch.randn(dim, k, generator=rng) * std)

    def forward(self, u: Tensor) -> Tensor:
        """(B, dim) -> (B, 2 k)."""
        angle = u @ self.frequencies
        fade = torch.exp(-(((u**2).sum(1, keepdim=True) / FADE) ** 3))
        return torch.cat([angle.cos(), angle.sin()], 1) * fade


class Trunk(nn.Module):
    """Three layers of SiLU: twice differentiable, as the loss of an energy needs."""

    frequencies: Tensor

    def __init__(
        self, dim: int, out: int, width: int, rng: torch.Generator, *, fourier: bool, told: bool = True
    ) -> None:
        super().__init__()
        self.waves = Fourier(dim, rng) if fourier else None
        self.told = told
        self.register_buffer("frequencies", torch.arange(1, LEVELS // 2 + 1) * 0.5)
        inputs = dim + (2 * FEATURES if fourier else 0) + (LEVELS + 1 if told else 0)
        self.layers = nn.Sequential(
            nn.Linear(inputs, width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(),
            nn.Linear(width, width), nn.SiLU(), nn.Linear(width, out),
        )  # fmt: skip
        begin(self, rng)

    def forward(self, u: Tensor, sigma: Tensor) -> Tensor:
        """Scaled places (B, dim), and noise (B,): (B, out)."""
        parts = [u]
        if self.waves is not None:
            parts.append(self.waves(u))
        if self.told:
            log = sigma.log()[:, None]
            angle = log * self.frequencies
            parts += [log / 2, angle.cos(), angle.sin()]
        found: Tensor = self.layers(torch.cat(parts, 1))
        return found


def begin(net: nn.Module, rng: torch.Generator) -> None:
    """PyTorch's usual start of linear layers, from a generator of ours; the last one small."""
    last = None
    for layer in net.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d):
            bound = 1 / layer.weight[0].numel() ** 0.5
            with torch.no_grad():
                layer.weight.uniform_(-bound, bound, generator=rng)
                if layer.bias is not None:
                    layer.bias.uniform_(-bound, bound, generator=rng)
            last = layer
    if last is not None:
        with torch.no_grad():
            last.weight.mul_(0.1)
            if last.bias is not None:
                last.bias.zero_()


class Energy(Denoiser):
    """E(x, sigma): a scalar whose slope denoises. ``std`` is the data's."""

    has_energy = True

    def __init__(self, trunk: nn.Module, shape: tuple[int, ...], std: float = 1.0) -> None:
        super().__init__()
        self.trunk, self.shape, self.std = trunk, shape, std

    def energy(self, x: Tensor, sigma: Tensor) -> Tensor:
        total = sigma**2 + self.std**2
        f: Tensor = self.trunk(x / wide(total.sqrt(), x), sigma).flatten(1).sum(1)
        return x.flatten(1).square().sum(1) / (2 * total) + self.std / sigma * f

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        """c_skip x - c_out grad_u f; by the scaled place, so that nothing is divided by a small sigma."""
        total = sigma**2 + self.std**2
        with torch.enable_grad():
            u = (x / wide(total.sqrt(), x)).detach().requires_grad_(True)
            f = self.trunk(u, sigma)
            (slope,) = torch.autograd.grad(f.sum(), u, create_graph=self.training)
        skip, out = self.std**2 / total, sigma * self.std / total.sqrt()
        return wide(skip, x) * x - wide(out, x) * slope


class Score(Denoiser):
    """The denoiser itself, preconditioned in the same way; its score is in general no gradient."""

    def __init__(self, trunk: nn.Module, shape: tuple[int, ...], std: float = 1.0) -> None:
        super().__init__()
        self.trunk, self.shape, self.std = trunk, shape, std

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        total = sigma**2 + self.std**2
        skip, out = self.std**2 / total, sigma * self.std / total.sqrt()
        return wide(skip, x) * x + wide(out, x) * self.trunk(x / wide(total.sqrt(), x), sigma)


class Untold(Denoiser):
    """The energy of Li, Chen and Sommer (arXiv 1910.07762, eq. 6): of the place alone, at the scale of
    one sigma0.

    At temperature T = (sigma/sigma0)^2 it stands for noise sigma, so its score there is
    that at sigma0 over T.
    """

    has_energy = True

    def __init__(self, trunk: nn.Module, shape: tuple[int, ...], sigma0: float = 0.1) -> None:
        super().__init__()
        self.trunk, self.shape, self.sigma0 = trunk, shape, sigma0

    def energy(self, x: Tensor, sigma: Tensor) -> Tensor:
        found: Tensor = (x.square().sum(1) / 2 + self.trunk(x, sigma)[:, 0]) / sigma**2
        return found

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        """x - sigma0^2 grad E, whatever ``sigma``; |x|^2/2 and the network's output are sigma0^2 E."""
        with torch.enable_grad():
            at = x.detach().requires_grad_(True)
            (slope,) = torch.autograd.grad(self.trunk(at, sigma).sum(), at, create_graph=self.training)
        return -slope


class Generator(nn.Module):
    """z -> z + f(z), of the same dimension (the toy generator of Bigdeli et al., arXiv 2001.02728)."""

    def __init__(self, dim: int, width: int, rng: torch.Generator, *, fourier: bool) -> None:
        super().__init__()
        self.trunk = Trunk(dim, dim, width, rng, fourier=fourier, told=False)

    def forward(self, z: Tensor) -> Tensor:
        """(B, dim) -> (B, dim)."""
        found: Tensor = z + self.trunk(z, z[:, 0])
        return found
