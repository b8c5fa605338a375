"""The fullest solid: over the ratio of the axes in closed form, over the offset along a path of solids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engines.ellipse.quarter import quarter

if TYPE_CHECKING:
    from engines.ellipse.dform import Path

COARSE: Final = 0.1  # quarters between the offsets that are tried first
LEAST: Final = 0.05


def over_ratio() -> float:
    """The b/a that holds the most of all quarter turns of one a, to 1e-6."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(
        lambda r: -quarter(1.0, r).volume, bounds=(0.3, 0.99), method="bounded", options={"xatol": 1e-6}
    )
    return float(found.x)


def over_offset(path: Path) -> float:
    """The offset at which the sheets of a path hold the most, to a thousandth of a quarter.

    Raises:
        Problem: the path breaks off.
    """
    from scipy.optimize import minimize_scalar

    def volume(offset: float) -> float:
        return path.at(offset).volume

    best = max((float(o) for o in np.arange(1.0, LEAST, -COARSE)), key=volume)
    found = minimize_scalar(
        lambda offset: -volume(float(offset)),
        bounds=(max(best - COARSE, LEAST), min(best + COARSE, 1.0)),
        method="bounded",
        options={"xatol": 1e-3},
    )
    return float(found.x)
