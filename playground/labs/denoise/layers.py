"""A field of the engine as layers of a plane."""

from __future__ import annotations

import numpy as np

from engines.denoise.snapshot import Field
from engines.ground.marks import mark
from playground.labs.denoise.walkers import nodes
from widgets.plane.arrows import Arrows
from widgets.plane.field import VectorField
from widgets.plane.heat import HeatMap
from widgets.plane.view import PlaneView

DEEP = 7.0  # nats below its peak, from which on a density is all alike


def show_field(view: PlaneView, field: Field, across: int = 0) -> None:
    """Lay map and arrows into a view, as "heat" and "arrows"; ``across`` arrows, by default all there are."""
    heat = np.nan_to_num(field.heat)
    density = field.kind != "difference" and field.heat_name.startswith("log density")
    high = float(heat.max())
    low, top = (high - DEEP, high + 1e-6) if density else (None, None)
    view.set_layer("heat", HeatMap(heat, nodes(heat.shape[0]), field.heat_name, low, top))
    told = field.arrows.shape[-1]
    arrows = VectorField(np.nan_to_num(field.arrows), nodes(told))
    view.set_layer("arrows", Arrows(arrows, mark("Score"), across=across or told))
