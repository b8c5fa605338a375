"""What pictures are compared by: a convolutional network with random weights, always the same ones.

A network that nobody trained tells sets of pictures apart, knows no kind of picture better than another, and
needs no download (Naeem et al. 2020 recommend it where pictures are unlike those of ImageNet).
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

WIDTHS: Final = (32, 64, 128)
PLACES: Final = 4  # across, of the last layer
SEED: Final = 20020
CHUNK: Final = 256


@torch.no_grad()
def of(x: Tensor) -> Tensor:
    """Features of pictures (N, C, H, W) in [-1, 1]: (N, PLACES^2 * the sum of ``WIDTHS``)."""
    return torch.cat([_one(part) for part in x.split(CHUNK)])


def _one(x: Tensor) -> Tensor:
    rng = torch.Generator().manual_seed(SEED)
    found = []
    for i, width in enumerate(WIDTHS):
        weight = torch.randn(width, x.shape[1], 3, 3, generator=rng) * (2 / (9 * x.shape[1])) ** 0.5
        x = F.relu(
            F.conv2d(F.avg_pool2d(x, 2) if i and x.shape[-1] >= 2 * PLACES else x, weight.to(x), padding=1)
        )
        found.append(F.adaptive_avg_pool2d(x, PLACES).flatten(1))
    return torch.cat(found, 1)
