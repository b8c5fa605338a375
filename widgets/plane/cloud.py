"""Points as translucent dots: counted into pixels by numpy, a hundred thousand in a few milliseconds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Literal

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from widgets.look import tokens
from widgets.look.figures import count
from widgets.look.i18n import mark, tr
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
_MANY = 60_000  # pixels to ink one by one: with more, whole pictures are added
_MANY = 60_000  # pixels inked one by one; for more than that, whole pictures are added
_RIMMED = 1.5  # px of a radius above which a dot has a rim
_RIM, _HELD = 1.2, 0.6  # px of its width; its part of the alpha of a dot
_PARTS = 16  # of a pixel that is covered
_CLEAR = 0.004  # a pixel that lets no more of the ground through is opaque


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points (n, 2), each a dot or a square in the colour of a token; the more, the smaller and fainter.

    Raises:
        ValueError: another shape, a number that is not finite, or no such token.
    """

    points: np.ndarray
    title: str = mark("Points")
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
        """As it was painted last, if it is seen the same: most often other layers have changed."""
        seen = view, tokens.current()
        if self.__dict__.get("_seen") != seen:
            object.__setattr__(self, "_pictures", self._painted(view))
            object.__setattr__(self, "_seen", seen)
        for picture in self.__dict__["_pictures"]:
            lay(painter, view, picture)

    def _painted(self, view: Viewport) -> list[QImage]:
        """The rim, if there is one, and the dots."""
        radius, alpha = size(int(view.square.holds(self.points).sum()))
        side = resolution(view)
        ink_of = counted(self.points, view, side, radius, self.shape)
        dots = inked(ink_of, self.role, alpha)
        if radius <= _RIMMED:
            return [dots]
        around = counted(self.points, view, side, radius + _RIM, self.shape)
        return [inked(around, "stage", _HELD * alpha), dots]

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
    if len(rows) == 1 or len(points) * len(rows) > _MANY:
        found = np.bincount(at, weights, wide * wide).reshape(wide, wide)
        if len(rows) > 1:
            return _spread(np.minimum(found, 255).astype(np.uint16), side, edge, (rows, cols, ink_of))
    else:
        each = np.ones((len(points), 1)) if weights is None else weights[:, None]
        at = (at[:, None] + (rows * wide + cols)).ravel()
        found = np.bincount(at, (each * ink_of).ravel(), wide * wide).reshape(wide, wide)
    return found[edge : edge + side, edge : edge + side]


def _spread(
    counts: np.ndarray, side: int, edge: int, stamp: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> np.ndarray:
    """Dots that were counted as one pixel each, with ``edge`` pixels around, made as large as the stamp."""
    rows, cols, ink_of = stamp
    parts = np.rint(ink_of * _PARTS).astype(np.uint16)  # small whole numbers: half the bytes of floats
    found = np.zeros((side, side), np.uint16)
    for part in np.unique(parts[parts > 0]).tolist():
        alike = np.zeros_like(found)
        for row, col in zip(rows[parts == part].tolist(), cols[parts == part].tolist(), strict=True):
            alike += counts[edge - row : edge - row + side, edge - col : edge - col + side]
        alike *= np.uint16(part)
        found += alike
    return found * np.float32(1 / _PARTS)


def paint_rim(
    painter: QPainter, view: Viewport, points: np.ndarray, radius: float, alpha: float, shape: Shape = "dot"
) -> None:
    """Part large dots from each other and from what is below by a rim in the colour of the ground."""
    if radius > _RIMMED:
        rim = counted(points, view, resolution(view), radius + _RIM, shape)
        paint_counts(painter, view, rim, "stage", _HELD * alpha)


def paint_counts(painter: QPainter, view: Viewport, counts: np.ndarray, role: str, alpha: float) -> None:
    """Draw counted dots into the room, each letting 1 - ``alpha`` of what is below through."""
    lay(painter, view, inked(counts, role, alpha))


def lay(painter: QPainter, view: Viewport, picture: QImage) -> None:
    """Draw a picture of the room into it."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, picture.width() < round(view.side))
    painter.drawImage(QRectF(view.left, view.top, view.side, view.side), picture)


def inked(counts: np.ndarray, role: str, alpha: float) -> QImage:
    """Counted dots as a picture in a colour, each letting 1 - ``alpha`` of what is below through."""
    looked_into = _inked(counts, ink.rgb(getattr(tokens.current(), role)), alpha)
    return ink.image_of(looked_into).copy()


def _inked(counts: np.ndarray, colour: np.ndarray, alpha: float) -> np.ndarray:
    """uint32 of the same shape: n dots over each other let (1 - alpha) ** n through."""
    steps = max(1, int(255 * math.log(1 - alpha) / math.log(_CLEAR)))  # of the table, to a dot
    covered = np.rint(255 * (1 - (1 - alpha) ** (np.arange(256) / steps))).astype(np.uint8)
    table = packed(np.broadcast_to(colour, (256, 3)), covered)
    made = np.zeros(counts.shape, np.uint32)
    there = counts > 0  # most often a small part of the room
    index = counts[there] * steps
    if index.dtype.kind == "f":
        index += 0.5
    made[there] = table.take(np.minimum(index, 255, out=index).astype(np.uint8))
    return made


@cache
def _stamp(shape: Shape, radius: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, columns and coverage of the pixels that one dot inks."""
    reach = math.ceil(radius - 0.5)
    rows, cols = (part.ravel() for part in np.mgrid[-reach : reach + 1, -reach : reach + 1])
    far = np.hypot(rows, cols) if shape == "dot" else np.maximum(abs(rows), abs(cols)) * 1.12
    covered = np.clip(radius + 0.5 - far, 0, 1)
    inked = covered > 0.05
    return rows[inked], cols[inked], covered[inked]
