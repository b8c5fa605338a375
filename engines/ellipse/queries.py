"""What the window asks of a solid: plain functions that run on the engine's thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engines.ellipse import refusals

if TYPE_CHECKING:
    from engines.ellipse.engine import EllipseEngine

COARSE = 0.1  # quarters between the offsets that are tried first


def fullest_ratio(engine: EllipseEngine) -> float:
    """b of the fullest solid of this a at a quarter turn, found by golden section."""
    from scipy.optimize import minimize_scalar

    from engines.ellipse.quarter import quarter

    found = minimize_scalar(
        lambda r: -quarter(1.0, r).volume, bounds=(0.3, 0.99), method="bounded", options={"xatol": 1e-6}
    )
    return float(found.x) * max(engine.config.a, engine.config.b)


def fullest_offset(engine: EllipseEngine) -> float:
    """The offset at which these sheets hold the most.

    Raises:
        Problem: they are too slender, circles, or cannot be glued.
    """
    from scipy.optimize import minimize_scalar

    pair = engine.refresh()
    refusal = pair.refused or refusals.why_not(pair.first, pair.second, "long", 1.0)
    if refusal is not None:
        raise refusal
    path = engine.walk()
    tried = np.arange(1.0, 0.05, -COARSE)
    best = max(tried, key=lambda offset: path.at(float(offset)).volume)
    low, high = max(best - COARSE, 0.05), min(best + COARSE, 1.0)
    found = minimize_scalar(
        lambda offset: -path.at(float(offset)).volume, bounds=(low, high), method="bounded",
        options={"xatol": 1e-3},
    )  # fmt: skip
    return float(found.x)


def write_mesh(engine: EllipseEngine, path: Path, millimetres: float, wall: float) -> None:
    """The closed solid as a mesh file; see :func:`engines.ellipse.export.write`."""
    from engines.ellipse import export, mesh

    export.write(path, *mesh.closed(engine.body()), size=millimetres, wall=wall)


def write_template(engine: EllipseEngine, path: Path, millimetres: float, tabs: bool, page: str) -> None:
    """The two sheets to cut out; see :func:`engines.ellipse.template.write`."""
    from engines.ellipse import template

    pair = engine.refresh()
    if pair.refused is not None:  # no numbers would meet
        raise pair.refused
    template.write(
        path, pair.first, pair.second, engine.config.offset, size=millimetres, tabs=tabs, page=page
    )
