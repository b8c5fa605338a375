"""What a tool does to a painting: the same for a stroke that is made and for one that is only looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engines.ground.marks import mark
from engines.vqvae.painting import drawing
from engines.vqvae.painting.document import LatentDocument

NAMES = {
    "pencil": mark("Pencil"),
    "eraser": mark("Eraser"),
    "nudge": mark("Nudge"),
    "noise": mark("Noise"),
    "line": mark("Line"),
    "fill": mark("Fill"),
    "stamp": mark("Stamp"),
}
LED = ("pencil", "eraser", "nudge", "noise", "line")  # over one cell after another, with the brush's size


@dataclass(frozen=True)
class Stroke:
    """A tool in hand.

    Attributes:
        tool: of ``NAMES``.
        code: that is painted.
        size, shape: of the brush, 1 to 5 cells, "round" or "square".
        strength: how far a nudge goes, 0 to 1. tolerance: how unlike a code may be that a fill takes, 0 to 1.
        patch: the stamp, codes (h, w) with -1 for holes.
        selection: cells that may change, bool (h, w) of the level; None: all.
        level: painted on; -1 the fine or only one.
        neighbours: of each code, (K, k), for noise.
    """

    tool: str
    code: int
    size: int
    shape: str
    strength: float
    tolerance: float
    patch: np.ndarray | None
    selection: np.ndarray | None
    level: int
    neighbours: np.ndarray

    def under(self, grid: tuple[int, ...], cells: Sequence[drawing.Cell]) -> np.ndarray:
        """What the brush may change when it is led over cells: bool (h, w)."""
        return self._allowed(drawing.swept(grid, cells, self.size, self.shape))

    def touch(
        self, document: LatentDocument, cells: Sequence[drawing.Cell], rng: np.random.Generator
    ) -> None:
        """Lead the brush over cells. A nudge is not done here: it has to be asked of the model."""
        under = self.under(document.grid(self.level).shape, cells)
        if self.tool == "eraser":
            document.erase(NAMES[self.tool], under, self.level)
        elif self.tool == "noise":
            document.noise(under, self.neighbours, rng, self.level)
        else:
            document.set(NAMES[self.tool], under, self.code, self.level)

    def pour(self, document: LatentDocument, cell: drawing.Cell, similar: np.ndarray | None) -> bool:
        """Fill around a cell what has its code, or one that ``similar`` (K,) allows; whether that changed
        anything."""
        region = self._allowed(drawing.region(document.grid(self.level), *cell, similar))
        return document.set(NAMES["fill"], region, self.code, self.level)

    def press(self, document: LatentDocument, cell: drawing.Cell) -> bool:
        """Put the stamp down with its middle on a cell; whether that changed anything."""
        if self.patch is None:
            return False
        row, column = (at - (side - 1) // 2 for at, side in zip(cell, self.patch.shape, strict=True))
        cells, codes = drawing.placed(document.grid(self.level).shape, row, column, self.patch)
        return document.set(NAMES["stamp"], self._allowed(cells), codes, self.level)

    def _allowed(self, cells: np.ndarray) -> np.ndarray:
        return cells if self.selection is None else cells & self.selection
