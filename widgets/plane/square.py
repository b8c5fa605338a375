"""A square part of the plane, and the one that a person would choose to look at some points."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

_STRAYS = 1.0  # percent of the points that may lie outside, at either end of either axis
_AIR = 1.15  # how much larger than the points' own extent
_ENOUGH = 20_000  # points that tell the extent of any number of them


@dataclass(frozen=True)
class Square:
    """Centre and half of a side, in data units.

    Raises:
        ValueError: a number that is not finite, or no extent.
    """

    x: float = 0.0
    y: float = 0.0
    half: float = 3.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.x) and math.isfinite(self.y) and math.isfinite(self.half)):
            raise ValueError(f"no square at {self.x}, {self.y} of {self.half}")
        if self.half <= 0:
            raise ValueError(f"a square of half {self.half} has no extent")

    @property
    def left(self) -> float:
        """The least x."""
        return self.x - self.half

    @property
    def right(self) -> float:
        """The largest x."""
        return self.x + self.half

    @property
    def low(self) -> float:
        """The least y."""
        return self.y - self.half

    @property
    def high(self) -> float:
        """The largest y."""
        return self.y + self.half

    def nodes(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """x and y, float (count,) each and rising, where a grid of this square has its nodes."""
        return np.linspace(self.left, self.right, count), np.linspace(self.low, self.high, count)

    def holds(self, points: np.ndarray) -> np.ndarray:
        """bool (n,): which of the points (n, 2) lie in it, its rim included."""
        x, y = points[:, 0], points[:, 1]
        return (x >= self.left) & (x <= self.right) & (y >= self.low) & (y <= self.high)

    def zoomed(self, by: float, x: float, y: float) -> Square:
        """``by`` times closer; the spot ``x, y`` stays where it is on screen."""
        return Square(x + (self.x - x) / by, y + (self.y - y) / by, self.half / by)

    def panned(self, dx: float, dy: float) -> Square:
        """Moved by so much of its half."""
        return replace(self, x=self.x + dx * self.half, y=self.y + dy * self.half)

    def united(self, other: Square) -> Square:
        """The smallest square with both in it."""
        return _around(
            min(self.left, other.left),
            max(self.right, other.right),
            min(self.low, other.low),
            max(self.high, other.high),
        )


def robust_square(points: np.ndarray) -> Square | None:
    """The square that shows all but the strays of finite points (n, 2), with some air; None for no points.

    One particle a thousand units away does not make the rest a dot: a percent at every end may lie outside.
    """
    if not len(points):
        return None
    few = np.asarray(points[:: -(-len(points) // _ENOUGH)], np.float64)
    (left, low), (right, high) = np.percentile(few, (_STRAYS, 100 - _STRAYS), axis=0)
    made = _around(left, right, low, high)
    return replace(made, half=made.half * _AIR)


def robust_range(values: np.ndarray) -> tuple[float, float]:
    """The range of finite values that a map should spend its colours on: without a percent at both ends.

    Never empty: equal values get half a unit, or a hundredth of themselves, on both sides.
    """
    few = np.asarray(values, np.float64).ravel()
    few = few[:: max(1, len(few) // _ENOUGH)]
    if not len(few):
        return 0.0, 1.0
    low, high = (float(end) for end in np.percentile(few, (1, 99)))
    if high <= low:
        low, high = float(np.min(values)), float(np.max(values))
    if high <= low:
        air = max(0.5, abs(high) / 100)
        return low - air, high + air
    return low, high


def _around(left: float, right: float, low: float, high: float) -> Square:
    x, y, half = (left + right) / 2, (low + high) / 2, max(right - left, high - low) / 2
    least = 1e-6 * max(abs(x), abs(y))  # below that, numbers of four bytes are all the same
    return Square(float(x), float(y), float(half) if half > least else max(1.0, least))
