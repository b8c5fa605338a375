"""Three ways to blend two pictures in codes. All give exactly one picture's codes at either end. NumPy only.

The blend of vectors before they are quantised is what Su's vq_vae_keras.py draws; it needs a codebook and is
in ``frozen.py``.
"""

from __future__ import annotations

import numpy as np


def patchwork(a: np.ndarray, b: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Codes of ``b`` where ``mask``, else of ``a``; all (h, w)."""
    return np.where(mask, b, a)


def order(shape: tuple[int, ...], seed: int = 0) -> np.ndarray:
    """The rank of each cell in a fixed random order: (h, w), 0 to h w - 1."""
    n = int(np.prod(shape))
    return np.random.default_rng(seed).permutation(n).reshape(shape)


def cross_fade(a: np.ndarray, b: np.ndarray, amount: float, seed: int = 0) -> np.ndarray:
    """A share ``amount`` of cells from ``b``, the others from ``a``.

    The order of cells is fixed, so what came over stays over while the slider goes up, and goes back the same
    way when it goes down.
    """
    taken = round(min(max(amount, 0.0), 1.0) * a.size)
    return np.where(order(a.shape, seed) < taken, b, a)
