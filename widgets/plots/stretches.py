"""Curves whose unit changed on the way: every stretch has the whole height, in its own scale.

A loss of another kind is neither larger nor smaller than the one before; on one axis the smaller of both is
a flat line. The axis told is the newest stretch's, older ones keep their shape.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from widgets.plots.curve_data import steady_range

Points = tuple[np.ndarray, np.ndarray]
Limits = tuple[float, float]


def parted(points: Points, breaks: Sequence[float]) -> list[Points]:
    """The stretches of a curve, oldest first: up to and with each break, and what comes after the last."""
    x, y = points
    at = np.searchsorted(x, sorted(breaks), "right")
    return list(zip(np.split(x, at), np.split(y, at), strict=True))


def laid(curves: Sequence[Points], breaks: Sequence[float]) -> tuple[list[list[Points]], Limits]:
    """Stretches of each curve, all in the scale of the newest that has points; and that scale's limits."""
    rows = [parted(curve, breaks) for curve in curves]
    limits = [steady_range([row[k][1] for row in rows]) for k in range(len(breaks) + 1)]
    filled = [k for k in range(len(breaks) + 1) if any(row[k][1].size for row in rows)]
    low, high = limits[filled[-1] if filled else -1]
    for row in rows:
        for k in filled[:-1]:
            x, y = row[k]
            least, most = limits[k]
            row[k] = x, low + (y - least) / (most - least) * (high - low)
    return rows, (low, high)
