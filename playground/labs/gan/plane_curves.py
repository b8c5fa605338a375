"""The curves that only points have: each score beside what unseen real points reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engines.ground.marks import mark
from playground.kit.sheets import Curves, Series

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView

PLOTS = (
    ("modes", mark("Samples"), mark("in %")),
    ("wasserstein", mark("Wasserstein"), mark("distance to unseen points")),
    ("js", mark("Jensen-Shannon"), mark("in bits")),
)
WIDE = (0, 560, 1000)  # px of width at which each has room
ALL = 1250  # and at which the losses have, which tell the least


def draw(
    plots: Sequence[CurveView], curves: Curves, floors: Mapping[str, float], modes: int, width: int
) -> None:
    """Show the three plots.

    Args:
        floors: of each curve. modes: how many there are, 0 where they cannot be counted. width: px there are.
    """
    share = 100.0 / modes if modes else 0.0
    lines = (
        _line(mark("modes"), 2, curves, "modes", share),
        _line(mark("high quality"), "fake", curves, "quality", 100.0),
        _floor(mark("real"), curves, "quality", floors, 100.0),
    )
    plots[0].set_series([line for found in lines for line in found])
    for plot, key in zip(plots[1:], ("wasserstein", "js"), strict=True):
        found = _line(mark("generated"), "fake", curves, key), _floor(mark("real"), curves, key, floors)
        plot.set_series([line for lines in found for line in lines])
    for plot, least in zip(plots, WIDE, strict=True):
        plot.setVisible(width >= least)


def _line(name: str, colour: str | int, curves: Curves, key: str, scale: float = 1.0) -> Series:
    """Unsmoothed: a score has few points, and each of them counts."""
    x, y = curves.get(key, (np.empty(0), np.empty(0)))
    return [(name, colour, x, scale * y)] if len(x) else []


def _floor(name: str, curves: Curves, key: str, floors: Mapping[str, float], scale: float = 1.0) -> Series:
    x, _ = curves.get(key, (np.empty(0), np.empty(0)))
    return [(name, "real", x, np.full(len(x), scale * floors[key]))] if len(x) and key in floors else []
