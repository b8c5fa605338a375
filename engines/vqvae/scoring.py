"""Pictures of a run to be scored: those the prior dreams up, or else reconstructions. Imports no torch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engines.ground.marks import mark
from engines.images.scores.session import Session
from engines.vqvae.config import VqvaeConfig, code_count

if TYPE_CHECKING:
    from engines.vqvae.engine import VqvaeEngine

FEW: Final = 8  # pictures of the prior at once: it makes one code after the other


def scoring(config: VqvaeConfig, priors: tuple[str, ...], seed: int) -> Session:
    """Of the prior that is set, where it is among ``priors``, which have learnt something; else of what the
    autoencoder makes of pictures kept out."""
    if code_count(config) and config.prior in priors:
        return Session(dreamt, mark("Samples of the prior"), seed * 10_000, piece=FEW)
    return Session(rebuilt, mark("Reconstructions"), seed * 10_000)


def dreamt(engine: VqvaeEngine, n: int, seed: int) -> np.ndarray:
    """Pictures of whole grids from the prior that is set: uint8 (n, H, W, C)."""
    return engine.dreamt(n, seed)


def rebuilt(engine: VqvaeEngine, n: int, seed: int) -> np.ndarray:
    """Reconstructions of pictures kept out, beginning anew after the last: uint8 (n, H, W, C)."""
    return engine.rebuilt(seed, n)
