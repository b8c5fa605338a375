"""Priors: which grids of codes look like pictures. They fill what was erased, and say what is surprising.

``masked`` guesses any cells from any others (the default); ``pixelcnn`` and ``causal`` go row by row and give
exact likelihoods. One idea per file; :func:`build` makes any of them.
"""

from __future__ import annotations

from typing import Literal

import torch

from engines.vqvae.priors.base import Prior, initialise
from engines.vqvae.priors.baselines import Baselines, baselines
from engines.vqvae.priors.causal import Causal
from engines.vqvae.priors.masked import Masked
from engines.vqvae.priors.pixelcnn import PixelCNN

Kind = Literal["masked", "pixelcnn", "causal"]

KINDS: dict[str, type[Masked] | type[PixelCNN] | type[Causal]] = {
    "masked": Masked,
    "pixelcnn": PixelCNN,
    "causal": Causal,
}
SIZES: dict[str, tuple[int, int]] = {"masked": (64, 3), "pixelcnn": (32, 4), "causal": (64, 3)}
"""A width and a number of layers for 7x7 or 8x8 grids on a CPU (spec 2.6)."""


def build(
    kind: Kind,
    grid: tuple[int, int],
    codes: int,
    width: int,
    layers: int,
    seed: int,
    condition_codes: int = 0,
) -> Prior:
    """A prior over (h, w) grids of ``codes`` codes, its weights drawn from ``seed`` alone, on the CPU.

    ``condition_codes`` > 0 conditions it on a grid of that many codes of another level.
    """
    prior = KINDS[kind](grid, codes, width, layers, condition_codes)
    initialise(prior, torch.Generator().manual_seed(seed))
    return prior


__all__ = ["KINDS", "SIZES", "Baselines", "Kind", "Prior", "baselines", "build"]
