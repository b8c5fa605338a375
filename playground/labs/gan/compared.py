"""Curves of samples by the features that compare them: one kind on a line, or two with a line between.

Numbers by random features and by learned ones have no common scale. An engine keeps them under different
names; here they come under the plain ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from engines.ground.marks import mark
from engines.images.scores.verdict import LEARNED, Features, Task
from playground.kit.sheets import Curves
from widgets.look.figures import count
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from widgets.plots.marks import Moment

V = TypeVar("V")
MEASURED: Final = (
    "distance", "variety", "coverage", "density", "distance_real", "distance_mean", "coverage_real",
    "density_real",
)  # fmt: skip
RANDOM: Final = mark(
    "Distance to unseen pictures, by a net with random weights. Of enough pictures one learns while the run "
    "plays, or at once for Score samples."
)
LEARNT: Final[dict[Task, str]] = {
    "classes": mark("Distance to unseen pictures, by a net that has learned the classes of these pictures."),
    "turns": mark("Distance to unseen pictures, by a net that has learned which way up these pictures are."),
}


def newest(found: Mapping[str, V]) -> dict[str, V]:
    """Curves or figures under plain names, those of samples by the features of now alone."""
    if f"distance{LEARNED}" not in found:
        return dict(found)
    kept = {name: value for name, value in found.items() if name not in MEASURED}
    return {name.removesuffix(LEARNED): value for name, value in kept.items()}


def joined(curves: Curves) -> tuple[Curves, list[float]]:
    """The same, those by random features before them; and the step after which others compare, or none."""
    plain, learned = newest(curves), curves.get(f"distance{LEARNED}")
    if learned is None or not len(learned[0]):
        return plain, []
    since, broken = float(learned[0][0]), False
    for name in MEASURED:
        x, y = curves.get(name, ((), ()))
        early = np.asarray(x) < since  # of a branch that went back there may be later ones
        if early.any() and name in plain:
            broken = True
            after = plain[name]
            plain[name] = (
                np.concatenate([np.asarray(x)[early], after[0]]),
                np.concatenate([np.asarray(y)[early], after[1]]),
            )
    return plain, [since - 1] if broken else []


def learned_from(breaks: list[float], features: Features) -> list[Moment]:
    """The line where learned features began to compare, in the language shown."""
    from widgets.plots.marks import Moment

    step = [tr("step {step}", step=count(round(at + 1))) for at in breaks]
    if features.task not in LEARNT:
        return []
    told = (
        tr("learned features"), tr(LEARNT[features.task]), tr("Before it, curves have a scale of their own."),
    )  # fmt: skip
    return [Moment(at + 1, "\n".join([*told, when])) for at, when in zip(breaks, step, strict=True)]


def note(features: Features) -> dict[str, str]:
    """By what samples are compared, to :func:`widgets.look.i18n.say` beside a plot."""
    if features.task == "none":
        return {"text": mark("random features"), "tip": RANDOM}
    return {"text": mark("learned features"), "tip": LEARNT[features.task]}
