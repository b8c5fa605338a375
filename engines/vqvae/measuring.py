"""Measurements on pictures kept out of training."""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional

from engines.ground import scores
from engines.images.dataset import to_pixels
from engines.vqvae.config import VqvaeConfig, code_count, grids
from engines.vqvae.dataset import Deck
from engines.vqvae.model import losses
from engines.vqvae.training import Trainer
from engines.vqvae.views import resting

MEASURED = 16  # pictures, each time


def reconstruction(trainer: Trainer, deck: Deck, first: int, n: int = MEASURED) -> Iterator[dict[str, float]]:
    """How good the pictures are that the codes give back, of ``n`` held-out ones, beside what is trivial.

    NMSE (squared error over the data's variance), PSNR in dB and SSIM; "psnr_past": PSNR without quantising,
    which is the most that better codes could bring. See :func:`yardsticks` for "psnr_mean" and "psnr_small".

    Yields empty dicts between pieces, the measurements last.
    """
    x = deck.kept(first, n)
    made, past = [], []
    for part in x.split(trainer.piece):
        with resting(trainer.model) as model, trainer.cast():
            latent = model.encode(part)
            made.append(model.shown(model.decode(latent.q)))
            past.append(model.shown(model.decode(latent.z)))
        yield {}
    y = torch.cat(made)
    error = losses.squared_error(y, x)
    peers = to_pixels(x).cpu().numpy(), to_pixels(y).cpu().numpy()
    found = {
        "nmse": float(error.mean()) / deck.variance,
        "psnr": float(losses.psnr(error)),
        "ssim": float(scores.ssim(*peers).mean()),
        "psnr_past": float(losses.psnr(losses.squared_error(torch.cat(past), x))),
    }
    yield found | yardsticks(x, deck.mean, bits(trainer.config))


def seen(trainer: Trainer, deck: Deck, first: int, n: int = MEASURED) -> Iterator[dict[str, float]]:
    """ "psnr_seen": PSNR in dB of ``n`` pictures that are trained on. Where it rises and that of those kept
    out falls, the codes learn by heart. Yields as :func:`reconstruction`."""
    x = deck.learnt(first, n)
    made = []
    for part in x.split(trainer.piece):
        with resting(trainer.model) as model, trainer.cast():
            made.append(model.shown(model.decode(model.encode(part).q)))
        yield {}
    yield {"psnr_seen": float(losses.psnr(losses.squared_error(torch.cat(made), x)))}


def bits(config: VqvaeConfig) -> float:
    """Bits that the codes of one picture take, all being equally likely; 0 where nothing is quantised."""
    K = code_count(config)
    return sum(h * w for h, w in grids(config)) * math.log2(K) if K else 0.0


def yardsticks(x: Tensor, mean: Tensor, bits: float) -> dict[str, float]:
    """PSNR of two things that need no learning, on pictures x (n, C, H, W) in [-1, 1].

    "psnr_mean": the mean picture in place of each. "psnr_small": each shrunk until its 8-bit numbers take no
    more than ``bits``, and enlarged again.
    """
    found = {"psnr_mean": float(losses.psnr(losses.squared_error(mean.to(x).expand_as(x), x)))}
    side = math.isqrt(int(bits / (8 * x.shape[1])))
    if 1 <= side < x.shape[-1]:
        small = functional.interpolate(x, size=(side, side), mode="area")
        large = functional.interpolate(small, size=x.shape[-2:], mode="bicubic", align_corners=False)
        found["psnr_small"] = float(losses.psnr(losses.squared_error(large, x)))
    return found
