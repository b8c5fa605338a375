"""What the layers lab leads through: the tricks of the two posts, each a question and what answers it."""

from __future__ import annotations

from collections.abc import Callable

from engines.layers import LayersConfig, LayersSnapshot
from engines.layers.graph import counters
from engines.layers.graph.node import Model
from engines.layers.masks.asked import Ask, Bench
from playground.ground.lesson import Lesson, Step
from playground.labs.layers import seen
from playground.labs.layers.mask_lessons import mask_lessons

LEARNED = 100  # steps after which curves tell something


def lessons(
    config: Callable[[], LayersConfig],
    snapshot: Callable[[], LayersSnapshot | None],
    model: Callable[[], Model],
    bench: Callable[[], tuple[Ask, Bench] | None],
) -> tuple[Lesson, ...]:
    """The lessons, which look at settings, the newest state, the model on the canvas and the mask bench.

    ``bench`` is what was asked last and its answer, None before the first.
    """
    return (*_reuse(config, snapshot, model), *_surgery(snapshot, model), *mask_lessons(snapshot, bench))


def _learned(snapshot: LayersSnapshot | None, *curves: str) -> bool:
    """Whether it has learned for a while, is fit for its job, and has these curves."""
    if snapshot is None or snapshot.unfit is not None or snapshot.step < LEARNED:
        return False
    return all(name in snapshot.figures for name in curves)


def _reuse(
    config: Callable[[], LayersConfig],
    snapshot: Callable[[], LayersSnapshot | None],
    model: Callable[[], Model],
) -> tuple[Lesson, ...]:
    """The post on reuse: layers and whole models used more than once."""

    def uses() -> int:
        return seen.most_uses(model(), "linear")

    def alone() -> bool:
        found = counters.count(model())
        return found.unique == found.untied and seen.layers(model(), "linear") >= 3

    return (
        Lesson("share", (
            Step("three", lambda: uses() >= 3, "layers.canvas"),
            Step("learn", lambda: uses() >= 3 and _learned(snapshot(), "loss", "untied"), "layers.play"),
            Step("four", lambda: uses() >= 4, "layers.tie"),
        )),
        Lesson("untie", (
            Step("three", lambda: uses() >= 3, "layers.canvas"),
            Step("copy", lambda: seen.copies(model()), "layers.untie"),
            Step("alone", alone, "layers.untie"),
            Step("again", lambda: uses() >= 2, "layers.tie"),
        )),
        Lesson("twins", (
            Step("block", lambda: any(seen.blocks(model().graph)), "layers.canvas"),
            Step("twice", lambda: seen.twins(model(), shared=True) is not None, "layers.canvas"),
            Step("apart", lambda: seen.joined(model()), "layers.canvas"),
            Step(
                "learn",
                lambda: config().job == "pairs" and seen.joined(model()) and _learned(snapshot(), "loss"),
                "layers.play",
            ),
        )),
        Lesson("clone", (
            Step("clone", lambda: seen.twins(model(), shared=False) is not None, "layers.canvas"),
            Step("share", lambda: seen.twins(model(), shared=True) is not None, "layers.tie"),
        )),
        Lesson("tied", (
            Step("table", lambda: seen.writes_with_table(model()), "layers.canvas"),
            Step(
                "learn",
                lambda: config().job == "characters" and seen.writes_with_table(model())
                and _learned(snapshot(), "loss", "untied"),
                "layers.play",
            ),
            Step("own", lambda: seen.has_own_table(model()), "layers.untie"),
        )),
    )  # fmt: skip


def _surgery(snapshot: Callable[[], LayersSnapshot | None], model: Callable[[], Model]) -> tuple[Lesson, ...]:
    """Parts of models as models, layers put in and held still, layers within layers."""

    def still() -> int:
        return seen.frozen(model())[0]

    def only_one() -> bool:
        held, all_ = seen.frozen(model())
        return all_ >= 2 and held == all_ - 1

    return (
        Lesson("head", (
            Step("look", lambda: seen.picture_outputs(model()) >= 1, "layers.extract"),
            Step("two", lambda: seen.picture_outputs(model()) >= 2, "layers.canvas"),
        )),
        Lesson("tail", (Step("begin", lambda: seen.begins_inside(model()), "layers.canvas"),)),
        Lesson("insert", (
            Step("nothing", lambda: seen.on_wire(model(), "identity"), "layers.canvas"),
            Step(
                "other",
                lambda: (
                    not seen.on_wire(model(), "identity") and seen.on_wire(model(), "tanh", "gelu", "silu")
                ),
                "layers.canvas",
            ),
        )),
        Lesson("freeze", (
            Step("lock", lambda: still() >= 1, "layers.canvas"),
            Step("probe", only_one, "layers.canvas"),
            Step("learn", lambda: only_one() and _learned(snapshot(), "loss"), "layers.play"),
        )),
        Lesson("nest", (
            Step("block", lambda: any(seen.blocks(model().graph)), "layers.canvas"),
            Step("deep", lambda: any(depth > 1 for _, depth in seen.blocks(model().graph)), "layers.tree"),
        )),
    )  # fmt: skip
