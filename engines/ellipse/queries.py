"""What the window asks of a solid: plain functions that run on the engine's thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engines.ellipse import refusals
from engines.ground.problem import Problem

if TYPE_CHECKING:
    from engines.ellipse.engine import EllipseEngine
    from engines.ellipse.measure import Measures
    from engines.ellipse.snapshot import Curve


def fullest_ratio(engine: EllipseEngine) -> float:
    """b of the fullest solid of two equal ellipses of this a at a quarter turn."""
    from engines.ellipse import fullest

    return fullest.over_ratio() * max(engine.config.a, engine.config.b)


def fullest_offset(engine: EllipseEngine) -> float:
    """The offset at which these sheets hold the most.

    Raises:
        Problem: they are too slender, circles, or cannot be glued.
    """
    from engines.ellipse import fullest

    pair = engine.refresh()
    refusal = pair.refused or refusals.why_not(pair.first, pair.second, "long", 1.0)
    if refusal is not None:
        raise refusal
    return fullest.over_offset(engine.walk())


def fill(engine: EllipseEngine, offsets: int = 40) -> tuple[Curve, bool]:
    """Walk to the next offset that is not known yet, so that the curve of V grows while nobody waits.

    Returns the curve, and whether there is more to be found; False where the path breaks off.
    """
    import numpy as np

    pair = engine.refresh()
    if pair.refused is not None or refusals.why_not(pair.first, pair.second, "long", 0.5) is not None:
        return engine.known(), False
    known = engine.known()[0]
    wanted = [o for o in np.linspace(1.0, 0.0, offsets + 1)[1:-1] if np.abs(known - o).min() > 0.5 / offsets]
    if not wanted:
        return engine.known(), False
    try:
        engine.walk().at(float(wanted[0]))
    except Problem:
        return engine.known(), False
    return engine.known(), len(wanted) > 1


def measures(engine: EllipseEngine) -> Measures:
    """The closed solid as it would be exported, measured.

    Raises:
        Problem: there is no solid.
    """
    from engines.ellipse import mesh
    from engines.ellipse.measure import measured

    return measured(*mesh.closed(engine.body()))


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
