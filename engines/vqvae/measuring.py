"""Measurements on pictures kept out of training."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from engines.ground import scores
from engines.images.dataset import to_pixels
from engines.vqvae.dataset import Deck
from engines.vqvae.model import losses
from engines.vqvae.training import Trainer
from engines.vqvae.views import resting

MEASURED = 16  # pictures, each time


def reconstruction(trainer: Trainer, deck: Deck, first: int, n: int = MEASURED) -> Iterator[dict[str, float]]:
    """NMSE (squared error over the data's variance), PSNR in dB and SSIM of ``n`` held-out pictures.

    Yields empty dicts between pieces, the measurements last.
    """
    x = deck.kept(first, n)
    made = []
    for part in x.split(trainer.piece):
        with resting(trainer.model) as model, trainer.cast():
            made.append(model.shown(model.decode(model.encode(part).q)))
        yield {}
    y = torch.cat(made)
    error = losses.squared_error(y, x)
    peers = to_pixels(x).cpu().numpy(), to_pixels(y).cpu().numpy()
    yield {
        "nmse": float(error.mean()) / deck.variance,
        "psnr": float(losses.psnr(error)),
        "ssim": float(scores.ssim(*peers).mean()),
    }
