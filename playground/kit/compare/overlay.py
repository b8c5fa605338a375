"""Curves of A and B over each other: A's solid, B's dashed, each pair in one colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from playground.kit.compare.kind import Plot
from playground.kit.sheets import Curves, Series, series
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView

DASHED = 6  # from a colour to the same one, dashed
ROOM = 230  # px of width that a plot needs


def merged(a: Curves, b: Curves) -> Curves:
    """Both runs' curves in one, called ``a.<name>`` and ``b.<name>``."""
    return {
        f"{side}.{name}": curve for side, curves in (("a", a), ("b", b)) for name, curve in curves.items()
    }


def draw(views: Sequence[CurveView], plots: Sequence[Plot], found: Curves, width: int) -> None:
    """Show merged curves in their plots; of those that have something to draw, as many as have room."""
    left = max(1, width // ROOM)
    for view, plot in zip(views, plots, strict=True):
        lines = [line for side in ("a", "b") for line in _lines(plot, found, side)]
        view.set_series([*lines, *_floors(plot, found)])
        shown = left > 0 and (plot.always or any(len(x) > 1 for _, _, x, _ in lines))
        view.setVisible(shown)
        left -= shown


def _lines(plot: Plot, found: Curves, side: str) -> Series:
    shift = DASHED if side == "b" else 0
    wanted = tuple(
        (f"{tr(name)} {side.upper()}".strip(), colour + shift, f"{side}.{key}")
        for name, colour, key in plot.lines
    )
    if plot.smooth:
        return series(found, wanted)
    return [
        (name, colour, found[key][0], plot.scale * np.asarray(found[key][1]))
        for name, colour, key in wanted
        if len(found.get(key, ((),))[0])
    ]


def _floors(plot: Plot, found: Curves) -> Series:
    return [
        (name, colour, *found[f"a.{key}"])
        for name, colour, key in plot.floors
        if np.size(found.get(f"a.{key}", ((),))[0])
    ]
