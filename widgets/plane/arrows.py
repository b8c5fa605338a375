"""Arrows of a vector field: on a grid of the screen at any zoom, or from points of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.look.figures import brief
from widgets.look.i18n import mark, tr
from widgets.plane import arrays, ink
from widgets.plane.field import VectorField
from widgets.plane.key import Key
from widgets.plane.square import Square
from widgets.plane.viewport import Viewport

By = Literal["length", "colour"]
_LONGEST = 26.0  # logical px of arrows from points
_SHORTEST = 1.5  # a shorter one is not drawn
_LEVELS = 12  # colours of arrows
_FAINT = 0.6  # arrows are background


@dataclass(frozen=True, eq=False)
class Arrows:
    """A field as ``across`` x ``across`` arrows; the magnitude is their length, or their colour.

    Raises:
        ValueError: fewer than two arrows across.
    """

    field: VectorField
    title: str = mark("Field")
    by: By = "length"
    across: int = 24
    role: str = "text"

    depth: ClassVar[int] = 30
    sign: ClassVar[str] = "arrow"

    def __post_init__(self) -> None:
        if not 2 <= self.across <= 64 or self.by not in ("length", "colour"):
            raise ValueError(f"{self.across} arrows across, by {self.by}")

    def paint(self, painter: QPainter, view: Viewport) -> None:
        apart = view.side / self.across
        middle = (np.arange(self.across) + 0.5) * apart
        down, across = (part.ravel() for part in np.meshgrid(middle, middle, indexing="ij"))
        x = view.square.left + across / view.scale
        y = view.square.high - down / view.scale
        at = np.stack([x, y], 1).astype(np.float32)
        inside = self.field.square.holds(at)
        vectors = self.field.at(at[inside]).astype(np.float64)
        centres = np.stack([across[inside] + view.left, down[inside] + view.top], 1)
        steps = _scaled(vectors, self.field.strength, 0.92 * apart, self.by)
        _paint(painter, centres - steps / 2, steps, _level(vectors, self.field.strength, self.by), self.role)

    def words(self) -> str:
        return tr("{title}: arrows up to {length}", title=tr(self.title), length=brief(self.field.strength))

    def extent(self) -> Square:
        return self.field.square

    def key(self) -> Key:
        return _key(self.title, self.field.strength, self.by)


@dataclass(frozen=True, eq=False)
class PointArrows:
    """Arrows from points (n, 2) along vectors (n, 2), such as what a loss would have samples do.

    Raises:
        ValueError: other shapes, or a number that is not finite.
    """

    points: np.ndarray
    vectors: np.ndarray
    title: str = mark("Arrows")
    by: By = "length"
    role: str = "fake"

    depth: ClassVar[int] = 45
    sign: ClassVar[str] = "arrow"

    def __post_init__(self) -> None:
        points, vectors = arrays.points(self.points), arrays.points(self.vectors)
        if points.shape != vectors.shape or self.by not in ("length", "colour"):
            raise ValueError(f"{len(vectors)} vectors from {len(points)} points, by {self.by}")
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "vectors", vectors)

    @cached_property
    def strength(self) -> float:
        """The length that 95 in 100 vectors do not exceed."""
        long = np.hypot(*self.vectors.astype(np.float64).T)
        return float(np.percentile(long, 95)) if len(long) else 0.0

    def paint(self, painter: QPainter, view: Viewport) -> None:
        seen = view.square.holds(self.points)
        vectors = self.vectors[seen].astype(np.float64)
        steps = _scaled(vectors, self.strength, _LONGEST, self.by)
        _paint(
            painter,
            view.to_pixels(self.points[seen]),
            steps,
            _level(vectors, self.strength, self.by),
            self.role,
        )

    def words(self) -> str:
        return tr("{title}: arrows up to {length}", title=tr(self.title), length=brief(self.strength))

    def extent(self) -> Square | None:
        return None

    def key(self) -> Key:
        return _key(self.title, self.strength, self.by)


def _key(title: str, strength: float, by: By) -> Key:
    if by == "colour":
        return Key(tr(title), "0", brief(strength), ink.greys())
    return Key(tr(title), "", brief(strength), arrow=_LONGEST)


def _scaled(vectors: np.ndarray, strength: float, longest: float, by: By) -> np.ndarray:
    """The vectors (n, 2) on screen, y downwards: at most ``longest`` px; by colour, of one length."""
    size = np.hypot(*vectors.T)
    wished = np.minimum(size / strength, 1) if strength > 0 else np.zeros_like(size)
    if by == "colour":
        wished = np.where(size > 0, 0.72, 0.0)
    safe = np.where(size > 0, size, 1)
    return vectors * (wished * longest / safe)[:, None] * (1, -1)


def _level(vectors: np.ndarray, strength: float, by: By) -> np.ndarray:
    """Which of the colours each has, int (n,)."""
    if by == "length" or strength <= 0:
        return np.zeros(len(vectors), int)
    return (np.minimum(np.hypot(*vectors.T) / strength, 1) * (_LEVELS - 1)).round().astype(int)


def _paint(painter: QPainter, tails: np.ndarray, steps: np.ndarray, level: np.ndarray, role: str) -> None:
    """Draw arrows (n, 2) long from (n, 2), each colour in one go, over a wider stroke of the ground's."""
    shown = np.hypot(*steps.T) >= _SHORTEST
    tails, steps, level = tails[shown], steps[shown], level[shown]
    lines = _strokes(tails, steps)
    painter.setPen(QPen(ink.of("stage", 0.5), 3.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLines([line for arrow in lines for line in arrow])
    one = not level.any()
    for at in [0] if one else np.unique(level).tolist():
        colour = (
            ink.of(role, _FAINT) if one else QColor(*ink.greys()[round(at * 255 / (_LEVELS - 1))].tolist())
        )
        painter.setPen(QPen(colour, 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLines([line for k, arrow in enumerate(lines) if level[k] == at for line in arrow])


def _strokes(tails: np.ndarray, steps: np.ndarray) -> list[list[QLineF]]:
    """The shaft and the two strokes of the head of every arrow."""
    long = np.hypot(*steps.T)[:, None]
    along = steps / long * np.minimum(5.0, 0.38 * long)
    tips, turned = tails + steps, along[:, ::-1] * (-0.55, 0.55)
    ends = np.stack([tails, tips - along + turned, tips - along - turned], 1)
    return [
        [QLineF(x, y, *tip) for x, y in three]
        for three, tip in zip(ends.tolist(), tips.tolist(), strict=True)
    ]
