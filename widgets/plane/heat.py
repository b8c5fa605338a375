"""A grid of numbers as colours, at any zoom: the numbers are interpolated, then coloured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from widgets.look.figures import brief
from widgets.look.i18n import mark, tr
from widgets.look.ramp import packed
from widgets.plane import arrays, ink
from widgets.plane.field import bilinear
from widgets.plane.key import Key
from widgets.plane.square import Square, robust_range
from widgets.plane.viewport import Viewport

_EXACT = 600  # pixels of a side up to which the picture is as large as the room ...
_MOST = 400  # ... and those of a larger one: it is smooth, and enlarging it costs less than making it


@dataclass(frozen=True, eq=False)
class HeatMap:
    """float (rows, cols) on the nodes of a square, row 0 at the bottom. Kept, not copied.

    Args:
        low, high: what the first and the last colour mean; without them all but a percent at both ends.
        scheme: ``sequential``, ``diverging`` (low is real, high is fake) or ``diverging_r``.
        centre: what the middle of a diverging map means.
        full: strong colours, for a map that nothing lies over.

    Raises:
        ValueError: another shape, a number that is not finite, or ``low`` not below ``high``.
    """

    values: np.ndarray
    square: Square
    title: str = mark("Heat map")
    low: float | None = None
    high: float | None = None
    scheme: ink.Scheme = "sequential"
    centre: float = 0.0
    full: bool = False
    role: str = "accent"

    depth: ClassVar[int] = 0

    @property
    def sign(self) -> str:
        """Its scheme: a switch shows the map's own colours."""
        return self.scheme

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", arrays.grid(self.values))
        told = [float(end) for end in (self.low, self.high, self.centre) if end is not None]
        if self.scheme not in ink.SCHEMES or not np.isfinite(told).all():
            raise ValueError(f"no map from {self.low} over {self.centre} to {self.high}, {self.scheme}")
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError(f"a map from {self.low} to {self.high}")

    @cached_property
    def range(self) -> tuple[float, float]:
        """What the first and the last colour mean."""
        low, high = robust_range(self.values)
        low = low if self.low is None else self.low
        high = high if self.high is None else self.high
        if self.scheme != "sequential" and self.low is None and self.high is None:
            far = max(abs(low - self.centre), abs(high - self.centre))
            low, high = self.centre - far, self.centre + far
        return (low, high) if low < high else (low, low + 1)

    def value(self, x: float, y: float) -> float | None:
        """The number at a place, None outside the square."""
        rows, cols = self.values.shape
        u = (x - self.square.left) / (2 * self.square.half) * (cols - 1)
        v = (y - self.square.low) / (2 * self.square.half) * (rows - 1)
        if not (0 <= u <= cols - 1 and 0 <= v <= rows - 1):
            return None
        return float(bilinear(self.values.ravel(), cols, np.array([u]), np.array([v]))[0])

    def pixels(self, view: Viewport, side: int) -> np.ndarray:
        """uint32 (side, side) of the room, row 0 at the top; see-through outside the square."""
        rows, cols = self.values.shape
        middle = (np.arange(side, dtype=np.float32) + 0.5) * np.float32(view.side / side)
        x = view.square.left + middle / view.scale
        y = view.square.high - middle / view.scale
        across, here = _between(self.values.T, (x - self.square.left) / (2 * self.square.half) * (cols - 1))
        found, there = _between(across.T, (y - self.square.low) / (2 * self.square.half) * (rows - 1))
        low, high = self.range
        found -= np.float32(low)
        found *= np.float32(255 / (high - low))
        np.clip(found, 0, 255, out=found)
        made = packed(ink.table(self.scheme, self.full)).take(found.astype(np.uint8))
        made[:, ~here] = 0
        made[~there] = 0
        return made

    def paint(self, painter: QPainter, view: Viewport) -> None:
        side = max(1, round(view.side))
        pixels = self.pixels(view, side if side <= _EXACT else _MOST)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(view.left, view.top, view.side, view.side), ink.image_of(pixels))

    def words(self) -> str:
        low, high = self.range
        return tr("{title} from {low} to {high}", title=tr(self.title), low=brief(low), high=brief(high))

    def extent(self) -> Square:
        return self.square

    def key(self) -> Key:
        low, high = self.range
        return Key(tr(self.title), brief(low), brief(high), ink.table(self.scheme, self.full))


def _between(values: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of (n, m) at float places (k,), by straight lines: (k, m); and which places are within."""
    within = (at >= 0) & (at <= len(values) - 1)
    at = np.clip(at, 0, len(values) - 1)
    first = np.minimum(at.astype(np.intp), len(values) - 2)
    part = (at - first).astype(np.float32)[:, None]
    low = values[first]
    return low + (values[first + 1] - low) * part, within
