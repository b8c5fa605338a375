"""A look at both players as layers of a plane."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.gan.plane.snapshot import Field, Spot
from engines.ground.marks import mark
from engines.points.source import REACH
from widgets.plane.arrows import PointArrows
from widgets.plane.cloud import Cloud
from widgets.plane.heat import HeatMap
from widgets.plane.layer import Layer
from widgets.plane.mesh import Mesh
from widgets.plane.path import Path
from widgets.plane.square import Square
from widgets.plane.view import PlaneView

ARROWS = 64  # points whose push is drawn
SEEN = Square(0.0, 0.0, REACH)


def show_field(view: PlaneView, field: Field) -> None:
    """Lay the critic's score, the bent grid, the points and their pushes into a view."""
    points = field.fake[:ARROWS]
    push = field.push[:ARROWS]
    layers: dict[str, Callable[[], Layer]] = {
        "heat": lambda: HeatMap(
            field.heat, SEEN, mark("Score by D"), scheme="diverging_r", centre=field.centre
        ),
        "mesh": lambda: Mesh(field.mesh, mark("Grid of noise")),
        "fake": lambda: Cloud(field.fake, mark("Generated"), "fake"),
        "push": lambda: PointArrows(points, push, mark("Push on G"), role="text"),
    }
    view.set_layers({name: _made(layer) for name, layer in layers.items()})


def show_move(view: PlaneView, before: Field, now: Field) -> None:
    """Where G's move took its points, as arrows; none if it did not move."""
    moved = now.fake[:ARROWS] - before.fake[:ARROWS]
    there = bool(np.abs(moved).max() > 0)
    arrows = lambda: PointArrows(before.fake[:ARROWS], moved, mark("Moved by G"), role="accent")  # noqa: E731
    view.set_layer("moved", _made(arrows) if there else None)


def show_real(view: PlaneView, real: np.ndarray) -> None:
    """The data, (m, 2)."""
    view.set_layer("real", Cloud(real, mark("Real"), "real", "square"))


def show_spot(view: PlaneView, spot: Spot | None) -> None:
    """The point that becomes of the noise under the pointer."""
    at = None if spot is None else np.array([spot.point], np.float32)
    view.set_layer("spot", None if at is None else _made(lambda: Path(at, mark("G(z)"))))


def _made(layer: Callable[[], Layer]) -> Layer | None:
    """None where numbers have run away: a run that breaks is told of elsewhere."""
    try:
        return layer()
    except ValueError:
        return None
