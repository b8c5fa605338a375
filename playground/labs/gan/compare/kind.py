"""How GANs are compared: sheets of the same fixed codes, or both players of points in the plane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engines.gan.compare.versus import RULES
from engines.gan.config import GanConfig
from engines.gan.plane import queries
from engines.gan.plane.snapshot import Field, PlaneSnapshot
from engines.gan.queries import scoring
from engines.gan.snapshot import GanSnapshot
from engines.ground.marks import mark
from engines.ground.runner import Runner
from engines.images.scores.session import Session
from playground.kit.compare.figures import NAN, Figure, measured, percent, whole
from playground.kit.compare.kind import Kind, Plot, Side, level
from playground.kit.compare.sides import PlaneSide
from playground.kit.sheets import Curves
from playground.labs.gan.compared import newest, note
from playground.labs.gan.plane_layers import show_field, show_real
from widgets.look.figures import brief

if TYPE_CHECKING:
    from engines.gan.plane.engine import PlaneEngine
    from engines.ground.compare.lockstep import Lockstep

Seen = GanSnapshot | PlaneSnapshot
G, D, REAL, FAKE = 1, 2, 0, 1  # colours
PLOTS = (
    Plot(
        "wasserstein",
        mark("Wasserstein"),
        mark("to unseen points"),
        (("", G, "wasserstein"),),
        ((mark("real"), "real", "wasserstein.floor"),),
        smooth=False,
    ),
    Plot("modes", mark("Modes covered"), mark("A solid, B dashed"), (("", D, "modes"),), smooth=False),
    Plot(
        "losses",
        mark("Losses"),
        mark("A solid, B dashed"),
        (("G", G, "loss_g"), ("D", D, "loss_d")),
        always=True,
    ),
    Plot(
        "scores",
        mark("Scores by D"),
        mark("gap = margin"),
        ((mark("real"), REAL, "real"), (mark("fake"), FAKE, "fake")),
        always=True,
    ),
    Plot(
        "samples",
        mark("Samples"),
        mark("distance to unseen ones"),
        (("", G, "distance"),),
        ((mark("real"), "real", "distance_real"),),
    ),
    Plot(
        "encoder",
        mark("Encoder"),
        mark("error"),
        (("", G, "rec"),),
        ((mark("mean picture"), "text2", "rec_mean"),),
    ),
)


class GanSide(PlaneSide):
    """The samples of the fixed codes, or real and fake points over the critic's map."""

    def show_seen(self, seen: Seen) -> None:
        if isinstance(seen, GanSnapshot):
            self.show_tiles(seen.samples, seen.rows, seen.cols)
        elif self.plane.layer("real") is None:
            show_real(self.plane, seen.real)

    def show_look(self, found: Field | None) -> None:
        if found is not None and self.shows_plane:
            show_field(self.plane, found)


class GanKind(Kind[Seen]):
    """See the module."""

    rules, plots = RULES, PLOTS

    def build(self, a: GanConfig, b: GanConfig, runner: Runner[Any], device: str) -> Lockstep[Seen]:
        from engines.gan.compare import pair
        from engines.images.scores import learning

        both = pair.build(a, b, runner.report, runner.cancelled, device)
        engines: tuple[Any, ...] = () if a.plane else (both.a, both.b)
        for engine in engines:
            for _ in learning.kept(engine.deck):  # what compares samples, where it was learned before
                pass
        return both

    def side(self, name: str) -> Side:
        return GanSide(name)

    def look(self) -> Callable[[Any], Field | None]:
        return _look

    def curves(self, seen: Seen) -> Curves:
        if isinstance(seen, GanSnapshot):
            return newest(seen.curves)
        return dict(seen.curves) | dict(level(seen.curves, "wasserstein", seen.floors.get("wasserstein")))

    def figures(self, seen: Seen) -> Sequence[Figure]:
        if isinstance(seen, GanSnapshot):
            learned = seen.features.task != "none"
            distance = mark("distance (learned features)") if learned else mark("distance (random features)")
            wanted = (
                (distance, "distance", mark("real"), "distance_real"),
                (mark("error"), "rec", mark("mean picture"), "rec_mean"),
            )
            return measured(newest(seen.curves), wanted)
        return _of_points(seen)

    def told(self, seen: Seen) -> Curves:
        """By random features and by learned ones, each under its own name."""
        return seen.curves if isinstance(seen, GanSnapshot) else self.curves(seen)

    def notes(self, seen: Seen) -> Mapping[str, Mapping[str, str]]:
        return {"samples": note(seen.features)} if isinstance(seen, GanSnapshot) else {}

    def scoring(self, config: GanConfig, seed: int) -> Session | None:
        return None if config.plane else scoring(seed)

    def age(self, seen: Seen) -> tuple[int, int]:
        since = seen.since if isinstance(seen, GanSnapshot) else seen.step
        return since, seen.step  # a sheet is drawn a few at a time while it trains


def _look(engine: PlaneEngine) -> Field | None:
    return queries.look(engine) if engine.config.plane else None


def _of_points(seen: PlaneSnapshot) -> list[Figure]:
    figures, floors, real = seen.figures, seen.floors, mark("real")
    found = []
    if seen.modes and "modes" in figures:
        found.append(Figure(mark("modes"), figures["modes"], mark("of"), float(seen.modes), whole))
    for name, key, form in (
        (mark("high quality"), "quality", percent),
        (mark("Wasserstein"), "wasserstein", brief),
        (mark("Jensen-Shannon"), "js", brief),
    ):
        if key in figures:
            found.append(Figure(name, figures[key], real, floors.get(key, NAN), form))
    return found
