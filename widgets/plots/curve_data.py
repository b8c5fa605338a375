"""What curves need of numbers before anything is drawn: finite, few, and in a range no spike can spoil."""

from __future__ import annotations

import math

import numpy as np


def finite(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The points of equal-length ``x``, ``y`` that are numbers, as float64.

    Raises:
        ValueError: the lengths differ.
    """
    x, y = np.asarray(x, np.float64).ravel(), np.asarray(y, np.float64).ravel()
    if x.size != y.size:
        raise ValueError(f"{x.size} places for {y.size} values")
    good = np.isfinite(x) & np.isfinite(y)
    return (x, y) if good.all() else (x[good], y[good])


def decimate(x: np.ndarray, y: np.ndarray, limit: int = 2000) -> tuple[np.ndarray, np.ndarray]:
    """At most ``limit`` points that keep the first, the last, and the lowest and highest of every stretch."""
    if x.size <= limit:
        return x, y
    bins = (limit - 2) // 2
    size = -(-x.size // bins)
    whole = x.size // size * size
    blocks = y[:whole].reshape(-1, size)
    start = np.arange(0, whole, size)
    picked = [start + blocks.argmin(1), start + blocks.argmax(1)]
    if whole < x.size:
        picked.append(whole + np.array([y[whole:].argmin(), y[whole:].argmax()]))
    keep = np.unique(np.concatenate([*picked, [0, x.size - 1]]))
    return x[keep], y[keep]


def steady_range(ys: list[np.ndarray], padding: float = 0.08) -> tuple[float, float]:
    """Limits that hold the middle 98 % of all values and each curve's last one, with some air; all values, if
    that makes less than twice the range. So a spike spoils nothing, and the peak of a short curve is seen."""
    full = [y for y in ys if y.size]
    if not full:
        return 0.0, 1.0
    values = np.concatenate(full)
    low, high = (float(v) for v in np.percentile(values, (1, 99)))
    ends = [float(y[-1]) for y in full]
    low, high = min(low, *ends), max(high, *ends)
    least, most = float(values.min()), float(values.max())
    if most - least < 2 * (high - low):
        low, high = least, most
    air = (high - low) * padding or abs(high) * padding or 1.0
    return low - air, high + air


def nice_step(least: float) -> float:
    """The smallest of 1, 2, 5, 10, ... times a power of ten that is not below ``least``."""
    if not least > 0 or not math.isfinite(least):
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next((step * power for step in (1, 2, 5) if step * power >= least), 10 * power)


def spread(wanted: list[float], height: float, low: float, high: float) -> list[float]:
    """Places for labels ``height`` tall, in order, as near to where they are wanted as no overlap allows.

    Where there is no room for all, they overlap evenly.
    """
    height = min(height, (high - low) / max(1, len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = [min(max(wanted[at], low), high) for at in order]
    for at in range(1, len(placed)):
        placed[at] = max(placed[at], placed[at - 1] + height)
    if placed and placed[-1] > high:
        placed[-1] = high
        for at in range(len(placed) - 2, -1, -1):
            placed[at] = min(placed[at], placed[at + 1] - height)
    found = [0.0] * len(wanted)
    for place, at in zip(placed, order, strict=True):
        found[at] = place
    return found
