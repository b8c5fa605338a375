"""What the ellipse lab leads through: from the question to the model of paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engines.ellipse import EllipseConfig, EllipseSnapshot
from engines.ellipse.offsets import reduced
from playground.ground.lesson import Lesson, Step

FULLEST = 0.7785  # b/a, to the digits shown


def lessons(
    config: Callable[[], EllipseConfig],
    snapshot: Callable[[], EllipseSnapshot | None],
    options: Callable[[], Mapping[str, bool]],
    printed: Callable[[], bool],
) -> tuple[Lesson, ...]:
    """The lessons, which look at settings, what is shown, what is drawn, and whether a template was saved."""

    def closed() -> bool:
        shown = snapshot()
        whole = shown is not None and shown.problem is None and not shown.pending
        return whole and config().bend == 1.0 and float(shown.gap.max()) < 1e-9  # type: ignore[union-attr]

    def ratio() -> float:
        return min(config().a, config().b) / max(config().a, config().b)

    def quarter_turn() -> bool:
        return closed() and reduced(config().offset) == 1.0 and config().sheets == "equal"

    def volume() -> float:
        shown = snapshot()
        return shown.figures["volume"] if shown is not None and quarter_turn() else 0.0

    return (
        Lesson("close", (
            Step("flat", lambda: config().bend <= 0.02, "ellipse.bend"),
            Step("half", lambda: 0.3 <= config().bend <= 0.7, "ellipse.bend"),
            Step("closed", closed, "ellipse.bend"),
            Step("other", lambda: closed() and ratio() < 1 / 3, "ellipse.outline"),
        )),
        Lesson("why", (
            Step("short", lambda: config().way == "short", "ellipse.mode"),
            Step("one", lambda: config().way == "one", "ellipse.mode"),
            Step("long", lambda: config().way == "long" and closed(), "ellipse.mode"),
            Step("oval", lambda: config().sheets == "superellipse", "ellipse.config.sheets"),
        )),
        Lesson("fullest", (
            Step("guess", lambda: config().a == 1.0 and volume() > 0.55, "ellipse.ratio"),
            Step("find", lambda: quarter_turn() and abs(ratio() - FULLEST) < 2e-4, "ellipse.fullest_ratio"),
            Step(
                "slender",
                lambda: closed() and ratio() < 0.35 and 0.5 < reduced(config().offset) < 1.0,
                "ellipse.fullest_offset",
            ),
        )),
        Lesson("turn", (
            Step("rulings", lambda: options().get("rulings", False), "ellipse.rulings"),
            Step("away", lambda: closed() and 0.4 <= reduced(config().offset) <= 0.6, "ellipse.offset"),
            Step("tip", lambda: reduced(config().offset) == 0.0, "ellipse.offset"),
        )),
        Lesson("paper", (
            Step("shape", lambda: quarter_turn() and 0.4 <= ratio() <= 0.9, "ellipse.outline"),
            Step("template", printed, "ellipse.template"),
        )),
    )  # fmt: skip
