"""Which modes of a mixture samples cover, and how many of the samples belong to one.

The two figures of the toys of Srivastava et al. 2017 (VEEGAN, section 5.1).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from engines.points.mixture import Mixture

NEAR: Final = 3.0  # standard deviations from a centre, within which a sample is of high quality
PROBE, LEAST = 2500, 20  # samples that are drawn, and those of them that make a mode covered


def covered(mixture: Mixture, samples: np.ndarray, least: int = LEAST) -> tuple[int, float]:
    """(modes with at least ``least`` of the samples (n, d) near them, share of samples near any mode)."""
    if not len(samples):
        return 0, 0.0
    square = ((samples[:, None, :].astype(np.float64) - mixture.means) ** 2).sum(2)
    near = square <= (NEAR * mixture.stds) ** 2
    belongs = np.where(near, square, np.inf).argmin(1)[near.any(1)]  # to the nearest of those it is near
    counts = np.bincount(belongs, minlength=len(mixture.means))
    return int((counts >= least).sum()), float(near.any(1).mean())
