"""The lessons on masks: padding must leave no trace."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from engines.layers import LayersSnapshot
from engines.layers.masks.asked import Ask, Bench
from playground.ground.lesson import Lesson, Step

RIGHT, WRONG = 1e-5, 1e-2  # errors that are rounding alone, and errors that anybody would see
OP, SWITCH, PAD = "layers.mask.op", "layers.mask.switch", "layers.mask.pad"
VALUE, SIDE, FILL = "layers.mask.value", "layers.mask.side", "layers.mask.fill"

Check = Callable[[Ask, Bench], bool]


def mask_lessons(
    snapshot: Callable[[], LayersSnapshot | None], bench: Callable[[], tuple[Ask, Bench] | None]
) -> tuple[Lesson, ...]:
    """What was asked of the bench last, and what came of it, decides; for the last lesson the canvas."""

    def told(check: Check) -> Callable[[], bool]:
        def done() -> bool:
            found = bench()
            return found is not None and not found[1].real.all() and check(*found)

        return done

    def warned() -> bool:
        shown = snapshot()
        return shown is not None and bool(shown.warnings)

    def carried() -> bool:
        shown = snapshot()
        return shown is not None and not shown.warnings and "masked" in shown.carried.values()

    return (
        Lesson("mean", (
            Step("off", told(lambda a, b: a.op == "mean" and not a.mask and b.error > WRONG), SWITCH),
            Step("on", told(lambda a, b: a.op == "mean" and a.mask and b.error < RIGHT), SWITCH),
            Step(
                "wide", told(lambda a, b: _masked(a, b, "mean") and a.length >= 20 and a.value == 37.0), PAD
            ),
        )),
        Lesson("halves", (
            Step("forward", told(lambda a, b: _bare(a, "lstm", "post") and b.error < RIGHT), OP),
            Step("backward", told(lambda a, b: _bare(a, "bilstm", "post") and _half(b)), OP),
            Step("left", told(lambda a, b: _bare(a, "lstm", "pre") and b.error > WRONG), SIDE),
            Step("turned", told(lambda a, b: _masked(a, b, "bilstm_reversed")), OP),
        )),
        Lesson("empty", (
            Step("nan", told(lambda a, b: _empty(a, b) and math.isnan(b.error)), FILL),
            Step("equal", told(lambda a, b: _empty(a, b) and a.dtype == "float32" and _equal(b)), FILL),
            Step("double", told(lambda a, b: _empty(a, b) and _large(a, "float64")), "layers.mask.dtype"),
            Step(
                "guard",
                told(
                    lambda a, b: _looks(a) and a.mask and a.guard and bool(b.empty.any()) and b.error < RIGHT
                ),
                "layers.mask.guard",
            ),
        )),
        Lesson("nan", (
            Step("times", told(lambda a, b: _nan(a, "times") and math.isnan(b.error)), VALUE),
            Step("fill", told(lambda a, b: _nan(a, "fill") and b.error < RIGHT), "layers.mask.how"),
        )),
        Lesson("keys", (
            Step("off", told(lambda a, b: a.op == "attention" and not a.mask and _at_pads(b) > WRONG), OP),
            Step("on", told(lambda a, b: _masked(a, b, "attention") and _at_pads(b) == 0), SWITCH),
        )),
        Lesson("edge", (
            Step(
                "hurt", told(lambda a, b: _bare(a, "conv", a.side) and a.value == 37.0 and b.error > 1), VALUE
            ),
            Step("silent", told(lambda a, b: _masked(a, b, "conv") and a.value == 37.0), SWITCH),
        )),
        Lesson("wires", (
            Step("carried", carried, "layers.canvas"),
            Step("warned", warned, "layers.canvas"),
        )),
    )  # fmt: skip


def _bare(ask: Ask, op: str, side: str) -> bool:
    return ask.op == op and not ask.mask and ask.side == side


def _masked(ask: Ask, bench: Bench, op: str) -> bool:
    return ask.op == op and ask.mask and bench.error < RIGHT


def _half(bench: Bench) -> bool:
    """Whether only the backward half is wrong."""
    return bench.halves is not None and bench.halves[0] < RIGHT and bench.halves[1] > WRONG


def _looks(ask: Ask) -> bool:
    return ask.op in ("attention_pool", "attention")


def _empty(ask: Ask, bench: Bench) -> bool:
    """Whether a row with nothing real is left to whatever comes of the softmax."""
    return ask.op == "attention_pool" and ask.mask and not ask.guard and bool(bench.empty.any())


def _large(ask: Ask, dtype: str) -> bool:
    return math.isfinite(ask.fill) and ask.dtype == dtype


def _equal(bench: Bench) -> bool:
    """Whether the weights of a row with nothing real are all the same number."""
    assert bench.map is not None
    row = bench.map[int(np.argmax(bench.empty))]
    return bool((row == row[0]).all())  # NaN is not equal to itself


def _nan(ask: Ask, how: str) -> bool:
    """Of the operations that take padding out by either way; the others always put zeros there."""
    return math.isnan(ask.value) and ask.mask and ask.how == how and ask.op in ("mean", "conv")


def _at_pads(bench: Bench) -> float:
    """The largest weight that a pad gets."""
    if bench.map is None or bench.map.ndim != 4:
        return 0.0
    pads = np.broadcast_to(~bench.real[:, None, None, :], bench.map.shape)
    return float(bench.map[pads].max())
