"""Ink of a round brush on cells: one stroke never inks a place twice, however often it passes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Box = tuple[int, int, int, int]  # row, column of both corners, the last not included

_FLOW = 0.5  # ink of a soft stroke in its middle: several build up
_REST = 0.6  # what a soft rubber leaves


@dataclass(frozen=True)
class Brush:
    """``size`` cells across; ``soft`` fades to the rim and builds up, else it inks whole cells.

    Raises:
        ValueError: smaller than a cell.
    """

    size: float = 8.0
    soft: bool = False
    erase: bool = False

    def __post_init__(self) -> None:
        if not self.size >= 1:
            raise ValueError(f"a brush {self.size} cells across")

    def covered(self, far: np.ndarray) -> np.ndarray:
        """How much of it falls on cells whose centres are so ``far`` from its way, 0 to 1."""
        if not self.soft:
            return (far <= self.size / 2).astype(np.float32)
        part = np.clip(1 - (far / (self.size / 2 + 0.5)) ** 2, 0, 1)
        return (part * part).astype(np.float32)


class Stroke:
    """A brush led over ``layer`` (rows, cols), float32 from 0 to 1, which it changes."""

    def __init__(self, layer: np.ndarray, brush: Brush) -> None:
        self._layer, self._brush = layer, brush
        self._before = layer.copy()
        self._covered = np.zeros_like(layer)
        self._last: tuple[float, float] | None = None
        self.box: Box | None = None  # all that it may have changed

    @property
    def before(self) -> np.ndarray:
        """The layer as it was."""
        return self._before

    def lead(self, x: float, y: float) -> Box | None:
        """On to a place, in cells from the top left corner of the layer; returns what changed there.

        The cell under the place is always inked, also by a brush that reaches no centre.
        """
        start = self._last or (x, y)
        self._last = x, y
        box = self._reach(start, (x, y))
        if box is None:
            return None
        rows, cols = np.mgrid[box[0] : box[2], box[1] : box[3]]
        far = _distance(cols + 0.5, rows + 0.5, start, (x, y))
        part = self._brush.covered(far)
        row, col = int(np.floor(y)), int(np.floor(x))
        if not self._brush.soft and box[0] <= row < box[2] and box[1] <= col < box[3]:
            part[row - box[0], col - box[1]] = 1
        self._ink(box, part)
        self.box = box if self.box is None else _union(self.box, box)
        return box

    def _reach(self, start: tuple[float, float], end: tuple[float, float]) -> Box | None:
        """The cells that the brush can reach on its way; None for none."""
        height, width = self._layer.shape
        out = self._brush.size / 2 + 1
        c0, c1 = (f(start[0], end[0]) for f in (min, max))
        r0, r1 = (f(start[1], end[1]) for f in (min, max))
        box = (
            max(0, int(np.floor(r0 - out))),
            max(0, int(np.floor(c0 - out))),
            min(height, int(np.ceil(r1 + out))),
            min(width, int(np.ceil(c1 + out))),
        )
        return box if box[0] < box[2] and box[1] < box[3] else None

    def _ink(self, box: Box, part: np.ndarray) -> None:
        here = np.s_[box[0] : box[2], box[1] : box[3]]
        most = self._covered[here] = np.maximum(self._covered[here], part)
        before = self._before[here]
        if self._brush.erase:
            self._layer[here] = before * (1 - (_REST if self._brush.soft else 1) * most)
        else:
            self._layer[here] = before + (_FLOW if self._brush.soft else 1) * most * (1 - before)


def _distance(
    x: np.ndarray, y: np.ndarray, start: tuple[float, float], end: tuple[float, float]
) -> np.ndarray:
    """From places to the straight way between two places."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    long = dx * dx + dy * dy
    along = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / long, 0, 1) if long > 0 else 0.0
    return np.hypot(x - start[0] - along * dx, y - start[1] - along * dy)


def _union(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
