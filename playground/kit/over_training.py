"""Whether a run gets worse at what it has not seen, and whether because it learns by heart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Curve = tuple[np.ndarray, np.ndarray]  # (steps, errors): low is good

LEAST = 40  # measurements, before anything is said
WINDOW = 0.1  # part of the curve that is averaged before it is compared
WORSE = 0.1  # relative rise of the error that is worth a word
SURE = 5.0  # standard errors: the least of many stretches is lower than it would be by itself


@dataclass(frozen=True)
class Turned:
    """The error of what is kept out was least around ``step``, and has risen since.

    Attributes:
        best, now: means of as many measurements, around ``step`` and at the end.
        by_heart: what is trained on got better meanwhile: over-training, and no mere drift of the model.
    """

    step: int
    best: float
    now: float
    by_heart: bool


def turned(unseen: Curve, seen: Curve, since: int = 0, worse: float = WORSE) -> Turned | None:
    """Compare the end of a run with its best stretch.

    A rise counts when it is more than ``worse`` of the least and more than five standard errors of the
    difference of two means of a tenth of the curve each, and they do not overlap.

    Args:
        unseen, seen: errors on what is kept out, and on what is trained on.
        since: the last change of a setting: what came before it is another game.
    """
    x, y = (part[unseen[0] >= since] for part in unseen)
    n = len(x)
    width = max(8, round(WINDOW * n))
    if n < LEAST:
        return None
    stretches = np.lib.stride_tricks.sliding_window_view(y, width)
    means, spread = stretches.mean(1), stretches.var(1, ddof=1)
    at = int(means[:-width].argmin())
    rise, doubt = means[-1] - means[at], np.sqrt((spread[at] + spread[-1]) / width)
    if rise < worse * means[at] or rise < SURE * doubt:
        return None
    begin, end = x[at], x[at + width - 1]
    early, late = _mean(seen, begin, end), _mean(seen, x[-width], x[-1])
    return Turned(round((begin + end) / 2), float(means[at]), float(means[-1]), bool(late < early))


def _mean(curve: Curve, begin: float, end: float) -> float:
    """Mean of a curve between two steps; NaN, which compares with nothing, where it has no point."""
    inside = (curve[0] >= begin) & (curve[0] <= end)
    return float(curve[1][inside].mean()) if inside.any() else float("nan")
