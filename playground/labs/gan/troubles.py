"""What goes wrong in a GAN's run and can be read off its curves, in the language shown.

Curves of samples are by features of one kind, see :mod:`playground.labs.gan.compared`. The limits hold for
both: of one picture shown 64 times variety is 0.00 and distance 0.9 to 1.3, of four pictures coverage is 0.1
to 0.4 of that of real ones, by random features and by learned ones (measured on faces, icons and shapes).
"""

from __future__ import annotations

import numpy as np

from playground.kit.over_training import turned
from playground.kit.sheets import Curves
from playground.labs.gan.run_away import runs_away
from widgets.look.figures import brief, count
from widgets.look.i18n import tr

ALIKE = 0.25  # variety; measured: 1.0 in a healthy run, 0.03 in a collapsed one
UNCOVERED = (
    0.5  # of the coverage of real pictures; measured: ten different samples among 64 have as much, 16 more
)
LOOK_RIGHT = 0.5  # of their density
FAR = 0.5  # distance of samples that tell little more of the pictures than their mean
LATELY = 3  # measurements
PATIENCE = 1000  # steps after the start or a change of settings
FEW, LONG = 0.25, 1500  # part of the spots that points cover when they have collapsed, after so many steps
NONE = (np.empty(0), np.empty(0))


def troubles(curves: Curves, since: int = 0, modes: int = 0) -> dict[str, str]:
    """A sentence for each, by key.

    Args:
        since: the last change of a setting: what came before it is another game.
        modes: how many spots there are to cover, 0 where they cannot be counted.
    """
    found = {
        "run away": _run_away(curves, since),
        "collapse": _lost_modes(curves, since, modes) if modes else _alike(curves, since),
        "over-training": _over_training(curves, since),
    }
    return {key: sentence for key, sentence in found.items() if sentence}


def _run_away(curves: Curves, since: int) -> str:
    scores = runs_away(curves.get("real", NONE), curves.get("fake", NONE), since)
    if scores is None:
        return ""
    real, fake = (f"{score:+.0f}".replace("-", "−") for score in scores)
    return tr(
        "The scores by D run away (real {real}, fake {fake}) and teach G nothing. R1 or a lower rate of D "
        "holds them.",
        real=real,
        fake=fake,
    )


def _alike(curves: Curves, since: int) -> str:
    """Of pictures: all alike, or of few kinds."""
    return _collapse(curves, since) or _few_kinds(curves, since)


def _collapse(curves: Curves, since: int) -> str:
    """Samples may be alike at the start, and for a moment; later, and far from pictures, it is a collapse."""
    x, variety = curves.get("variety", NONE)
    if len(x) < LATELY or x[-1] < since + PATIENCE:
        return ""
    distance = curves["distance"][1][-LATELY:].mean()
    if variety[-LATELY:].max() > ALIKE or distance < FAR:
        return ""
    return tr(
        "The samples have collapsed: variety {variety}, where real pictures have 1. Try another loss, R1, or "
        "a critic without batch norm.",
        variety=f"{variety[-LATELY:].mean():.2f}",
    )


def _few_kinds(curves: Curves, since: int) -> str:
    """Samples that look right and differ, but keep to a few kinds: variety alone does not see that."""
    x, coverage = curves.get("coverage", NONE)
    if len(x) < LATELY or x[-1] < since + PATIENCE:
        return ""
    late, real = coverage[-LATELY:], curves["coverage_real"][1][-1]
    dense, floor = curves["density"][1][-LATELY:], curves["density_real"][1][-1]
    if late.max() > UNCOVERED * real or dense.min() < LOOK_RIGHT * floor:
        return ""
    return tr(
        "The samples keep to a few kinds: coverage {coverage}, where real pictures have {real}. Try another "
        "loss, R1, or more updates of D.",
        coverage=f"{late.mean():.2f}",
        real=f"{real:.2f}",
    )


def _lost_modes(curves: Curves, since: int, modes: int) -> str:
    """Of points that are few spots for long."""
    x, covered = curves.get("modes", NONE)
    late = covered[-LATELY:]
    if len(x) < LATELY or x[-1] < since + LONG or late.max() > FEW * modes:
        return ""
    return tr(
        "The samples have collapsed: they cover {count} of {all} spots. Raise Rate D, lower Rate G, or try "
        "another loss.",
        count=round(float(late[-1])),
        all=modes,
    )


def _over_training(curves: Curves, since: int) -> str:
    found = turned(curves.get("rec", NONE), curves.get("rec_seen", NONE), since)
    if found is None:
        return ""
    facts = {"step": count(found.step), "best": brief(found.best), "now": brief(found.now)}
    if found.by_heart:
        return tr(
            "The encoder learns by heart: at unseen pictures it was best at step {step} (error {best}, now "
            "{now}). More pictures help.",
            **facts,
        )
    return tr(
        "At unseen pictures the encoder was best at step {step} (error {best}, now {now}). A lower rate may "
        "help.",
        **facts,
    )
