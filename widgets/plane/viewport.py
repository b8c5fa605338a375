"""Where a square of the plane lies on screen: plain arithmetic, y upwards, exactly tested."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from widgets.plane.square import Square

_FAR = 50_000.0  # px: further off, Qt's own arithmetic ends


@dataclass(frozen=True)
class Viewport:
    """``square`` drawn into a room of ``side`` x ``side`` logical px, its top left at ``left, top``."""

    square: Square
    left: float
    top: float
    side: float

    @property
    def scale(self) -> float:
        """Logical px to one data unit."""
        return self.side / (2 * self.square.half)

    def to_pixels(self, points: ArrayLike) -> np.ndarray:
        """Where points (..., 2) are drawn, float64; those far outside, somewhere far outside."""
        away = np.asarray(points, np.float64) - (self.square.left, self.square.high)
        return np.clip(away * (self.scale, -self.scale) + (self.left, self.top), -_FAR, _FAR)

    def to_data(self, across: float, down: float) -> tuple[float, float]:
        """x and y at a place of the widget."""
        x = self.square.left + (across - self.left) / self.scale
        return x, self.square.high - (down - self.top) / self.scale

    def holds(self, across: float, down: float) -> bool:
        """Whether a place of the widget is in the room."""
        return self.left <= across <= self.left + self.side and self.top <= down <= self.top + self.side
