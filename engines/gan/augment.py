"""DiffAugment: the same kinds of random change for real and generated pictures, differentiable (Zhao et al.
2020).

Both players see changed pictures only, so that the discriminator cannot learn a small set by heart, and the
generator is not taught the changes themselves, since it is judged after them.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

SHIFT = 0.125  # of the edge
CUT = 0.5


def augment(x: Tensor, rng: torch.Generator) -> Tensor:
    """Colour, translation and cutout, drawn anew for each picture: (B, C, H, W) to the same shape."""
    random = torch.rand(7, len(x), generator=rng, device=x.device)
    return _cutout(_shift(_colour(x, random[:3]), random[3:5]), random[5:])


def _colour(x: Tensor, random: Tensor) -> Tensor:
    """Brightness +-0.5, saturation 0 to 2, contrast 0.5 to 1.5."""
    brightness, saturation, contrast = random[:, :, None, None, None]
    x = x + brightness - 0.5
    grey = x.mean(1, keepdim=True)
    x = grey + (x - grey) * 2 * saturation
    middle = x.mean((1, 2, 3), keepdim=True)
    return middle + (x - middle) * (contrast + 0.5)


def _shift(x: Tensor, random: Tensor) -> Tensor:
    """Move each picture by up to an eighth of its edge; what comes in from outside is mid-grey."""
    size = x.shape[2]
    most = int(size * SHIFT + 0.5)
    offsets = ((2 * random - 1) * (most + 0.499)).round().long()
    place = torch.arange(size, device=x.device) + most
    rows = (place + offsets[0][:, None])[:, None, :, None]
    columns = (place + offsets[1][:, None])[:, None, None, :]
    picture = torch.arange(len(x), device=x.device)[:, None, None, None]
    channel = torch.arange(x.shape[1], device=x.device)[None, :, None, None]
    return F.pad(x, [most] * 4)[picture, channel, rows, columns]


def _cutout(x: Tensor, random: Tensor) -> Tensor:
    """Blank a square of half the edge, centred anywhere."""
    size = x.shape[2]
    half = size * CUT / 2
    place = torch.arange(size, device=x.device) + 0.5
    outside = [(place - (c * size)[:, None]).abs() > half for c in random]
    keep = outside[0][:, None, :, None] | outside[1][:, None, None, :]
    return x * keep
