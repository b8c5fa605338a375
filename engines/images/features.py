"""What pictures are compared by: what all layers of a small convolutional network see, place by place.

Its weights are random, always the same ones, or learned from there on a set of pictures
(:mod:`engines.images.scores.learning`). A network that nobody trained tells sets of pictures apart, knows no
kind of picture better than another, and needs no download (Naeem et al. 2020 recommend it where pictures are
unlike those of ImageNet).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

WIDTHS: Final = (32, 64, 128)
PLACES: Final = 4  # across, of the last layer
LOWER: Final = 16  # across, of the second layer at least where pictures are large
SEED: Final = 20020
CHUNK: Final = 256


@torch.no_grad()
def of(x: Tensor, weights: Sequence[Tensor] | None = None) -> Tensor:
    """Features of pictures (N, C, H, W) in [-1, 1]: (N, PLACES^2 * the sum of ``WIDTHS``).

    Args:
        weights: of each layer, (width, width before, 3, 3); random ones without.
    """
    kernels = begun(x.shape[1], x) if weights is None else weights
    return torch.cat([torch.cat(layers(part, kernels), 1) for part in x.split(CHUNK)])


def begun(channels: int, like: Tensor) -> list[Tensor]:
    """The random weights of each layer, the same each time; of the kind and on the device of ``like``."""
    rng = torch.Generator().manual_seed(SEED)
    found = []
    for width in WIDTHS:
        found.append(
            (torch.randn(width, channels, 3, 3, generator=rng) * (2 / (9 * channels)) ** 0.5).to(like)
        )
        channels = width
    return found


def layers(x: Tensor, weights: Sequence[Tensor]) -> list[Tensor]:
    """What each layer sees of pictures (N, C, H, W), averaged over PLACES x PLACES: (N, PLACES^2 width)."""
    found = []
    for i, weight in enumerate(weights):
        if i and x.shape[-1] >= 2 * PLACES:
            x = F.avg_pool2d(x, max(2, x.shape[-1] // LOWER) if i == 1 else 2)
        x = F.relu(F.conv2d(x, weight, padding=1))
        found.append(F.adaptive_avg_pool2d(x, PLACES).flatten(1))
    return found
