"""Train without a window.

``python -m engines.vqvae --preset cpu --data faces --steps 400 --out run.safetensors``
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from engines.ground.problem import Problem
from engines.images.command import Command
from engines.vqvae import PRESETS, VqvaeConfig, build, open_checkpoint
from engines.vqvae.config import code_count

if TYPE_CHECKING:
    from engines.vqvae.engine import VqvaeEngine


def _begins(config: VqvaeConfig) -> None:
    if config.phase == "prior":  # of codes that mean nothing yet it would learn nothing
        raise Problem("A prior needs an autoencoder that has learned: name its run with --resume.")


def _conclude(engine: VqvaeEngine) -> None:
    """What the whole held-out set says at the end, without the running mean."""
    from engines.vqvae import measuring

    found: dict[str, float] = {}
    for piece in measuring.reconstruction(engine.trainer, engine.deck, 0, len(engine.deck.held)):
        found = piece
    figures = engine.snapshot().figures
    line = f"NMSE {found['nmse']:.4f}  PSNR {found['psnr']:.2f} dB  SSIM {found['ssim']:.3f}"
    if "perplexity" in figures:
        line += f"  perplexity {figures['perplexity']:.1f}"
        line += f"  codes used {figures['used']:.0f} of {code_count(engine.config)}"
    print(line)


main = Command(
    lab="vqvae",
    what="a VQ-VAE",
    config=VqvaeConfig,
    presets=PRESETS,
    build=build,
    open_checkpoint=open_checkpoint,
    steps=400,
    figures=("loss", "nmse", "psnr", "ssim", "perplexity", "used", "prior_loss", "prior_nll", "position"),
    figure=".4g",
    sheet=lambda shown: np.concatenate([shown.originals, shown.reconstructions, shown.bypassed]),
    begins=_begins,
    conclude=_conclude,
).main

if __name__ == "__main__":
    sys.exit(main())
