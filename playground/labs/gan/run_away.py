"""Whether the critic's scores run away: nothing holds it, and its gradients teach the generator nothing."""

from __future__ import annotations

from typing import Final

import numpy as np

Curve = tuple[np.ndarray, np.ndarray]  # (steps, scores)

LARGE: Final = 40.0  # healthy games of all losses here stay within ±25
HUGE: Final = 150.0  # whatever it was before
LEAST: Final = 20  # points since the last change
WINDOW: Final = 0.1  # part of the curve that is averaged


def runs_away(real: Curve, fake: Curve, since: int = 0) -> tuple[float, float] | None:
    """The mean scores of late of real and generated pictures, if they are large and have doubled over the
    second half of the run; None while they are held.

    Args:
        since: the last change of a setting: what came before it is another game.
    """
    r, f = (scores[steps >= since] for steps, scores in (real, fake))
    n = min(len(r), len(f))
    if n < LEAST:
        return None
    width = max(4, round(WINDOW * n))
    late, half = (_size(r, f, at, width) for at in (n, n // 2))
    if late > HUGE or (late > LARGE and late > 2 * half):
        return float(r[-width:].mean()), float(f[-width:].mean())
    return None


def _size(r: np.ndarray, f: np.ndarray, end: int, width: int) -> float:
    """How far from 0 the scores are just before point ``end``."""
    return max(abs(float(scores[max(0, end - width) : end].mean())) for scores in (r, f))
