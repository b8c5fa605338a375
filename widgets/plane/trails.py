"""Where particles came from: lines that fade with age, inked by numpy like the dots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtGui import QPainter

from widgets.look.figures import count
from widgets.look.i18n import mark, tr
from widgets.plane import arrays
from widgets.plane.cloud import counted, paint_counts, resolution
from widgets.plane.key import Key
from widgets.plane.square import Square
from widgets.plane.viewport import Viewport

_BUDGET = 60_000  # dots that all lines together are made of
_FINEST = 24  # dots of a line from one step to the next
ALPHA = 0.45  # of a fresh line


@dataclass(frozen=True, eq=False)
class Trails:
    """Paths (steps, n, 2), oldest step first; as many of the first ones as can be drawn cheaply.

    Raises:
        ValueError: another shape, or a number that is not finite.
    """

    paths: np.ndarray
    title: str = mark("Trails")
    role: str = "text"

    depth: ClassVar[int] = 50
    sign: ClassVar[str] = "line"

    def __post_init__(self) -> None:
        object.__setattr__(self, "paths", arrays.trails(self.paths))

    def paint(self, painter: QPainter, view: Viewport) -> None:
        dots, ages = in_sight(self.paths, view)
        if len(dots):
            side = resolution(view)
            paint_counts(painter, view, counted(dots, view, side, weights=ages), self.role, ALPHA)

    def words(self) -> str:
        return tr("{title}: {count}", title=tr(self.title), count=count(self.paths.shape[1]))

    def extent(self) -> Square | None:
        return None

    def key(self) -> Key | None:
        return None


def in_sight(paths: np.ndarray, view: Viewport) -> tuple[np.ndarray, np.ndarray]:
    """As :func:`dotted`, of those that end in the room."""
    seen = paths[:, view.square.holds(paths[-1])] if len(paths) else paths
    return dotted(seen, view.scale)


def dotted(paths: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """The dots that make the lines, (k, 2), and their weights (k,), from near 0 for the oldest to 1.

    Dots lie a pixel apart where the steps are of the usual length; ``scale`` is pixels to a data unit.
    """
    steps, number, _ = paths.shape
    if steps < 2 or not number:
        return np.zeros((0, 2), np.float32), np.zeros(0, np.float32)
    few = paths[:, :: max(1, number // 256)]
    with np.errstate(over="ignore"):
        far = np.hypot(*np.diff(few, axis=0).transpose(2, 0, 1))
    parts = int(np.clip(np.ceil(np.percentile(far, 80) * scale * 1.25), 1, _FINEST))
    paths = paths[:, : max(1, _BUDGET // ((steps - 1) * parts))]
    at = (np.arange(parts, dtype=np.float32) / parts)[:, None, None, None]
    with np.errstate(over="ignore"):
        dots = (paths[:-1] + (paths[1:] - paths[:-1]) * at).reshape(-1, 2)
    age = (np.arange(1, steps, dtype=np.float32) / (steps - 1))[None, :, None]
    return dots, np.broadcast_to(age, (parts, steps - 1, paths.shape[1])).ravel()
