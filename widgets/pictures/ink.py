"""A sheet of ink: what strokes left on it, and the way back. It knows no window."""

from __future__ import annotations

import numpy as np

from widgets.pictures.array_history import ArrayHistory
from widgets.pictures.brush import Brush, Stroke


class Ink:
    """Ink of 0 to 1 on rows x columns of cells, row 0 at the top. Acts tell whether they changed any."""

    def __init__(self, rows: int, cols: int) -> None:
        self._cells = np.zeros((rows, cols), np.float32)
        self._stroke: Stroke | None = None
        self.history = ArrayHistory()

    @property
    def cells(self) -> np.ndarray:
        """float32 (rows, cols) as it is now: look at it, do not keep it."""
        return self._cells

    def put(self, cells: np.ndarray, *, undoable: bool = False) -> None:
        """Take this ink, float (rows, cols), cut to 0 to 1. The past is forgotten, unless told.

        Raises:
            ValueError: another number of dimensions, or a number that is not finite.
        """
        found = np.asarray(cells)
        if found.ndim != 2 or not min(found.shape) or not np.isfinite(found).all():
            raise ValueError(f"no ink of {found.shape} finite numbers")
        self.end()
        before, self._cells = self._cells, np.clip(found, 0, 1).astype(np.float32)
        if undoable and before.shape == self._cells.shape:
            self.history.note(before, self._cells)
        else:
            self.history.clear()

    def begin(self, brush: Brush) -> None:
        """What ``lead`` does from here to ``end`` is one stroke."""
        self.end()
        self._stroke = Stroke(self._cells, brush)

    def lead(self, x: float, y: float) -> bool:
        """The brush on to a place, in cells from the top left corner."""
        return self._stroke is not None and self._stroke.lead(x, y) is not None

    def end(self) -> bool:
        """A stroke that changed nothing never was."""
        stroke, self._stroke = self._stroke, None
        return stroke is not None and self.history.note(stroke.before, self._cells, stroke.box)

    def clear(self) -> bool:
        """Take all away."""
        self.end()
        changed = self.history.note(self._cells, np.zeros_like(self._cells))
        self._cells[:] = 0
        return changed

    def undo(self) -> bool:
        """Take the last act back; a stroke under way ends first."""
        self.end()
        return self.history.undo(self._cells)

    def redo(self) -> bool:
        """Do again what was last taken back."""
        self.end()
        return self.history.redo(self._cells)
