"""How denoisers are compared: samples over the density learned, or pictures drawn from the same noise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from engines.denoise.config import DenoiseConfig
from engines.denoise.snapshot import DenoiseSnapshot, Field
from engines.denoise.versus import RULES
from engines.ground.marks import mark
from engines.ground.runner import Runner
from engines.images.scores.session import Session
from playground.kit.compare.figures import NAN, Figure, measured, percent
from playground.kit.compare.kind import Kind, Plot, Side, level
from playground.kit.compare.sides import PlaneSide
from playground.kit.sheets import Curves
from playground.labs.denoise.asking import scoring
from playground.labs.denoise.layers import show_field
from playground.labs.denoise.pictures_page import COLUMNS, ROWS
from widgets.plane.cloud import Cloud

if TYPE_CHECKING:
    from engines.ground.compare.lockstep import Lockstep

SIGMA = 0.2  # at which the density is shown: spots are still apart
ACROSS = 12  # arrows, each way
PLOTS = (
    Plot(
        "distance",
        mark("Samples"),
        mark("distance to data kept out"),
        (("", 1, "sw"),),
        ((mark("the data itself"), "real", "sw.floor"),),
        smooth=False,
    ),
    Plot("excess", mark("Loss over its minimum"), mark("0 is the best there is"), (("", 2, "excess"),)),
    Plot(
        "strays",
        mark("Strays"),
        mark("part of the samples, in %"),
        (("", 0, "strays"),),
        smooth=False,
        scale=100.0,
    ),
    Plot("loss", mark("Loss"), mark("per number, smoothed"), (("", 2, "loss"),), always=True),
)


class DenoiseSide(PlaneSide):
    """Data and samples over the learned density, or the last sheet that came to its end."""

    def show_seen(self, seen: DenoiseSnapshot) -> None:
        if self.shows_plane:
            self._show_points(seen)
            return
        sheet = seen.sheet if seen.drawn is None else seen.drawn
        if sheet is not None:
            self.show_tiles(sheet, ROWS, COLUMNS)

    def _show_points(self, seen: DenoiseSnapshot) -> None:
        if seen.data is not None and self.plane.layer("data") is None:
            self.plane.set_layer("data", Cloud(seen.data, mark("Data"), "real", "square"))
        if seen.points is not None:
            fine = seen.points[np.isfinite(seen.points).all(1)]
            self.plane.set_layer("samples", Cloud(fine, mark("Samples"), "fake"))

    def show_look(self, found: Field | None) -> None:
        if found is not None and self.shows_plane:
            show_field(self.plane, found, ACROSS)


class DenoiseKind(Kind[DenoiseSnapshot]):
    """See the module."""

    rules, plots = RULES, PLOTS

    def build(self, a: DenoiseConfig, b: DenoiseConfig, runner: Runner[Any], device: str) -> Lockstep[Any]:
        from engines.denoise import pair

        return pair.build(a, b, runner.report, runner.cancelled, device)

    def side(self, name: str) -> Side:
        return DenoiseSide(name)

    def look(self) -> Callable[[Any], Field | None]:
        return _look

    def curves(self, seen: DenoiseSnapshot) -> Curves:
        return dict(seen.curves) | dict(level(seen.curves, "sw", seen.floors.get("sw")))

    def figures(self, seen: DenoiseSnapshot) -> Sequence[Figure]:
        found, floors = seen.figures, seen.floors
        if seen.points is None:
            return measured(seen.curves, ((mark("loss"), "loss", "", ""),))
        wanted = (
            Figure(mark("distance"), found.get("sw", NAN), mark("data"), floors.get("sw", NAN)),
            Figure(mark("strays"), found.get("strays", NAN), form=percent),
        )
        return [figure for figure in wanted if np.isfinite(figure.value)]

    def scoring(self, config: DenoiseConfig, seed: int) -> Session | None:
        return None if config.plane else scoring(seed)

    def age(self, seen: DenoiseSnapshot) -> tuple[int, int]:
        return (seen.step, seen.step) if seen.points is None else (seen.made, seen.made)


def _look(engine: Any) -> Field | None:
    from engines.denoise import queries

    return queries.field(engine, SIGMA, "learned") if engine.config.plane else None
