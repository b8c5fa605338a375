"""Both players on points: perceptrons of leaky ReLUs, as in the toys of Gulrajani et al. 2017 and GAN Lab."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

from engines.gan.config import GanConfig
from engines.gan.nets import spectral
from engines.gan.nets.spectral import SpectralNorm

SLOPE: Final = 0.2


class Generator(nn.Module):
    """G: noise (B, k) to points (B, 2)."""

    def __init__(self, config: GanConfig) -> None:
        super().__init__()
        self.net = _perceptron(config.noise, 2, config)

    def forward(self, z: Tensor) -> Tensor:
        x: Tensor = self.net(z)
        return x


class Critic(nn.Module):
    """D: points (B, 2) to scores (B,), high = real."""

    def __init__(self, config: GanConfig) -> None:
        super().__init__()
        self.net = _perceptron(2, 1, config)
        if config.spectral_norm:
            spectral.constrain(self)

    def forward(self, x: Tensor) -> Tensor:
        score: Tensor = self.net(x)[:, 0]
        return score


def _perceptron(inputs: int, outputs: int, config: GanConfig) -> nn.Sequential:
    layers: list[nn.Module] = []
    for _ in range(config.depth):
        layers += [nn.Linear(inputs, config.hidden), nn.LeakyReLU(SLOPE)]
        inputs = config.hidden
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


def make(config: GanConfig, device: torch.device, rng: torch.Generator) -> tuple[Generator, Critic]:
    """Both players, their weights drawn from ``rng``, a CPU generator, so that every device starts alike."""
    with torch.device("meta"):  # nothing is drawn from torch's global generator, which other engines share
        players = Generator(config), Critic(config)
    for player in players:
        player.to_empty(device="cpu")
        _begin(player, rng)
        player.to(device)
    return players


@torch.no_grad()
def _begin(player: nn.Module, rng: torch.Generator) -> None:
    """Weights and biases of every layer even in +-1/sqrt(inputs), PyTorch's usual start."""
    for layer in player.modules():
        if isinstance(layer, nn.Linear):
            parts = dict(layer.named_parameters())
            weight = parts.get("parametrizations.weight.original", parts.get("weight"))
            assert weight is not None
            bound = weight.shape[1] ** -0.5
            weight.uniform_(-bound, bound, generator=rng)
            parts["bias"].uniform_(-bound, bound, generator=rng)
            for part in layer.modules():
                if isinstance(part, SpectralNorm):
                    part.start(weight, rng)
