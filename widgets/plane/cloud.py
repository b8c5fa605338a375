"""Points as translucent dots: counted into pixels by numpy, a hundred thousand in a few milliseconds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Literal

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from widgets.look import tokens
from widgets.look.figures import count
from widgets.look.i18n import tr
from widgets.look.ramp import packed
from widgets.plane import arrays, ink
from widgets.plane.key import Key
from widgets.plane.square import Square, robust_square
from widgets.plane.viewport import Viewport

Shape = Literal["dot", "square"]
MOST = 900  # pixels of a side of what is counted
_NUMBERS = np.log((600, 3_000, 12_000, 50_000, 100_000))  # so many dots in sight ...
_RADII, _ALPHAS = (
    (3.2, 2.3, 1.6, 1.1, 0.5),
    (0.92, 0.8, 0.65, 0.5, 0.4),
)  # ... are so large, so opaque
_CLEAR = 0.004  # a pixel that lets no more of the ground through is opaque


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points (n, 2), each a dot or a square in the colour of a token; the more, the smaller and fainter.

    Raises:
        ValueError: another shape, a number that is not finite, or no such token.
    """

    points: np.ndarray
    title: str = "Points"
    role: str = "text"
    shape: Shape = "dot"

    depth: ClassVar[int] = 40

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", arrays.points(self.points))
        if not isinstance(getattr(tokens.current(), self.role, None), str):
            raise ValueError(f"no colour {self.role}")

    @property
    def sign(self) -> str:
        """Its shape."""
        return self.shape

    def paint(self, painter: QPainter, view: Viewport) -> None:
        radius, alpha = size(int(view.square.holds(self.points).sum()))
        side = resolution(view)
        if radius > 1.5:  # a rim in the colour of the ground parts dots from each other and from the map
            rim = counted(self.points, view, side, radius + 1.2, self.shape)
            paint_counts(painter, view, rim, "stage", 0.6 * alpha)
        paint_counts(painter, view, counted(self.points, view, side, radius, self.shape), self.role, alpha)

    def words(self) -> str:
        return tr("{title}: {count}", title=tr(self.title), count=count(len(self.points)))

    def extent(self) -> Square | None:
        return robust_square(self.points)

    def key(self) -> Key | None:
        return None


def size(number: int) -> tuple[float, float]:
    """Radius in px and alpha of each of so many dots in sight."""
    at = math.log(max(1, number))
    return round(float(np.interp(at, _NUMBERS, _RADII)), 1), float(np.interp(at, _NUMBERS, _ALPHAS))


def resolution(view: Viewport) -> int:
    """Pixels of a side of what is counted: logical ones, so that a dot is as large on every screen."""
    return max(1, min(round(view.side), MOST))


def counted(
    points: np.ndarray, view: Viewport, side: int, radius: float = 0.5, shape: Shape = "dot",
    weights: np.ndarray | None = None,
) -> np.ndarray:  # fmt: skip
    """How much ink falls on each pixel of the room: (side, side), row 0 at the top.

    Args:
        points: float32 (n, 2) in data units.
        radius: of the dots, in pixels; up to half a pixel they are one pixel each.
        weights: float (n,), of each dot; 1 if not told.
    """
    by = side / (2 * view.square.half)
    rows, cols, ink_of = _stamp(shape, radius)
    reach = int(rows.max())
    edge = 2 * reach + 1  # what is farther outside is held there, where its dot does not reach the room
    wide = side + 2 * edge
    with np.errstate(over="ignore"):  # a point at the end of the numbers is outside, whatever comes out
        across = (points[:, 0] - np.float32(view.square.left)) * np.float32(by)
        down = (np.float32(view.square.high) - points[:, 1]) * np.float32(by)
    across += edge
    down += edge
    np.clip(across, reach, wide - 1 - reach, out=across)
    np.clip(down, reach, wide - 1 - reach, out=down)
    at = down.astype(np.intp)
    at *= wide
    at += across.astype(np.intp)
    if len(rows) > 1:
        at = (at[:, None] + (rows * wide + cols)).ravel()
        each = (
            np.broadcast_to(ink_of, (len(points), len(rows)))
            if weights is None
            else weights[:, None] * ink_of
        )
        weights = each.ravel()
    found = np.bincount(at, weights, wide * wide).reshape(wide, wide)
    return found[edge : edge + side, edge : edge + side]


def paint_counts(painter: QPainter, view: Viewport, counts: np.ndarray, role: str, alpha: float) -> None:
    """Draw counted dots into the room, each letting 1 - ``alpha`` of what is below through."""
    pixels = _inked(counts, ink.rgb(getattr(tokens.current(), role)), alpha)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, len(pixels) < round(view.side))
    painter.drawImage(QRectF(view.left, view.top, view.side, view.side), ink.image_of(pixels))


def _inked(counts: np.ndarray, colour: np.ndarray, alpha: float) -> np.ndarray:
    """uint32 of the same shape: n dots over each other let (1 - alpha) ** n through."""
    most = math.log(_CLEAR) / math.log(1 - alpha)
    dots = np.linspace(0, most, 256)
    table = packed(
        np.broadcast_to(colour, (256, 3)), np.rint(255 * (1 - (1 - alpha) ** dots)).astype(np.uint8)
    )
    steps = counts * (255 / most)
    steps += 0.5
    return table.take(np.minimum(steps, 255, out=steps).astype(np.uint8))


@cache
def _stamp(shape: Shape, radius: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, columns and coverage of the pixels that one dot inks."""
    reach = math.ceil(radius - 0.5)
    rows, cols = (part.ravel() for part in np.mgrid[-reach : reach + 1, -reach : reach + 1])
    far = np.hypot(rows, cols) if shape == "dot" else np.maximum(abs(rows), abs(cols)) * 1.12
    covered = np.clip(radius + 0.5 - far, 0, 1)
    inked = covered > 0.05
    return rows[inked], cols[inked], covered[inked]
