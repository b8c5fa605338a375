"""What goes wrong in a VQ-VAE's run and can be read off its curves, in the language shown."""

from __future__ import annotations

import math

import numpy as np

from playground.kit.over_training import Curve, turned
from playground.kit.sheets import Curves
from widgets.look.figures import count
from widgets.look.i18n import tr

NONE = (np.empty(0), np.empty(0))


def troubles(curves: Curves, since: int = 0) -> dict[str, str]:
    """A sentence for each, by key.

    Args:
        since: the last change of a setting: what came before it is another run.
    """
    found = {"over-training": _reconstruction(curves, since), "prior over-training": _prior(curves, since)}
    return {key: sentence for key, sentence in found.items() if sentence}


def _reconstruction(curves: Curves, since: int) -> str:
    unseen, seen = (_errors(curves.get(key, NONE)) for key in ("psnr", "psnr_seen"))
    found = turned(unseen, seen, since)
    if found is None:
        return ""
    best, now = (f"{-10 * math.log10(error):.1f}" for error in (found.best, found.now))
    facts = {"step": count(found.step), "best": best, "now": now}
    if found.by_heart:
        return tr(
            "It learns by heart: unseen pictures came back best at step {step} ({best} dB, now {now}). More "
            "pictures or fewer codes help.",
            **facts,
        )
    return tr(
        "Unseen pictures came back best at step {step} ({best} dB, now {now}). A lower rate may help.",
        **facts,
    )


def _prior(curves: Curves, since: int) -> str:
    found = turned(curves.get("prior_nll", NONE), curves.get("prior_loss", NONE), since)
    if found is None or not found.by_heart:
        return ""
    return tr(
        "The prior learns by heart: at unseen pictures it was best at step {step} ({best} nats per code, now "
        "{now}).",
        step=count(found.step),
        best=f"{found.best:.2f}",
        now=f"{found.now:.2f}",
    )


def _errors(decibels: Curve) -> Curve:
    """Squared errors, low is good, of PSNRs of pixels in [0, 1]."""
    return decibels[0], 10 ** (-decibels[1] / 10)
