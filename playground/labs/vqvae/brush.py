"""What the painter holds: a tool, how it works, and the two codes it paints with."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.vqvae.painting.drawing import LARGEST


class Brush(QObject):
    """Remembers what was chosen.

    Attributes:
        tool: one of the rail's.
        size, shape: of what it touches at once, 1 to 5 cells, "round" or "square".
        strength: how far a nudge goes, 0 to 1.
        tolerance: how unlike a code may be that a fill still takes, 0 to 1.
        front, back: the codes in hand.
        patch: the stamp, codes (h, w) with -1 for holes.
    """

    changed = Signal()
    """Another code, size, shape or stamp."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tool, self.size, self.shape = "pencil", 1, "round"
        self.strength, self.tolerance = 0.5, 0.0
        self.front, self.back = 0, 1
        self.patch: np.ndarray | None = None

    def choose(self, code: int, *, back: bool = False) -> None:
        """Make ``code`` the front (or back) code."""
        if back:
            self.back = code
        else:
            self.front = code
        self.changed.emit()

    def swap(self) -> None:
        """Front becomes back, and back front."""
        self.front, self.back = self.back, self.front
        self.changed.emit()

    def resize(self, size: int) -> None:
        """Touch so many cells at once; beyond what there is, the nearest size."""
        self.size = min(max(size, 1), LARGEST)
        self.changed.emit()

    def reshape(self, shape: str) -> None:
        """Touch "round" or "square"."""
        self.shape = shape
        self.changed.emit()

    def take_stamp(self, patch: np.ndarray) -> None:
        """Stamp with this from now on."""
        self.patch, self.tool = patch, "stamp"
        self.changed.emit()

    def put_down(self, K: int) -> None:
        """Another codebook, of ``K`` codes: let go of a stamp of the old one, and of codes beyond its end."""
        self.front, self.back = min(self.front, K - 1), min(self.back, K - 1)
        self.patch = None
