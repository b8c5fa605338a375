"""What one code looks like: a patch of nothing but this code, decoded, its centre cell cut out."""

from __future__ import annotations

import torch
from torch import Tensor

from engines.images.dataset import to_pixels
from engines.vqvae.model.autoencoder import Autoencoder


def side(model: Autoencoder, level: int, downs: int) -> int:
    """Edge of a thumbnail of a level in pixels."""
    return 1 << (downs + (1 if model.two and level == 0 else 0))


@torch.no_grad()
def thumbnails(model: Autoencoder, level: int, codes: Tensor, downs: int) -> Tensor:
    """uint8 (n, s, s, C) of codes (n,) of a level; the other level, if any, shows the mean of its used codes.

    ``model`` must be in evaluation mode.
    """
    vectors = model.embed(level)[codes]
    if not model.two:
        ground, first, cells = _patch(vectors, 3), 1, 1
    else:
        other = _mean(model, 1 - level).expand_as(vectors)
        top, bottom = (vectors, other) if level == 0 else (other, vectors)
        ground = model.ground((_patch(top, 3), _patch(bottom, 6)))
        first, cells = 2, 2 if level == 0 else 1
    y = model.shown(model.decoder(ground))
    a, b = first << downs, (first + cells) << downs
    return to_pixels(y[..., a:b, a:b])


def _patch(vectors: Tensor, edge: int) -> Tensor:
    return vectors[:, :, None, None].expand(-1, -1, edge, edge)


def _mean(model: Autoencoder, level: int) -> Tensor:
    weight = model.count(level).clamp_min(0)
    return (weight[None] @ model.embed(level)) / weight.sum().clamp_min(1e-6)
