"""Two ways to blend two pictures in codes. Both give exactly one picture's codes at either end. NumPy only.

The blend of vectors before they are quantised is what Su's vq_vae_keras.py draws; it needs a codebook and is
in ``frozen.py``.
"""

from __future__ import annotations

import numpy as np

from engines.vqvae.codes import Codes, joined, levels_of


def patchwork(a: Codes, b: Codes, mask: np.ndarray) -> Codes:
    """Codes of ``b`` where ``mask`` (h, w) of the fine grid, else of ``a``.

    Of two levels a coarse cell comes over together with any of the fine cells beneath it.
    """
    found = []
    for x, y in zip(levels_of(a), levels_of(b), strict=True):
        rows, columns = (fine // own for fine, own in zip(mask.shape, x.shape, strict=True))
        covered = mask.reshape(x.shape[0], rows, x.shape[1], columns).any((1, 3))
        found.append(np.where(covered, y, x))
    return joined(found)


def order(shape: tuple[int, ...], seed: int = 0) -> np.ndarray:
    """The rank of each cell in a fixed random order: (h, w), 0 to h w - 1."""
    n = int(np.prod(shape))
    return np.random.default_rng(seed).permutation(n).reshape(shape)


def cross_fade(a: Codes, b: Codes, amount: float, seed: int = 0) -> Codes:
    """A share ``amount`` of cells from ``b``, the others from ``a``.

    The order of cells is fixed, so what came over stays over while the slider goes up, and goes back the same
    way when it goes down.
    """
    found = []
    for x, y in zip(levels_of(a), levels_of(b), strict=True):
        taken = round(min(max(amount, 0.0), 1.0) * x.size)
        found.append(np.where(order(x.shape, seed) < taken, y, x))
    return joined(found)
