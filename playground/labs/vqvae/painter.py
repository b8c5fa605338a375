"""The painter's mind: a document, and what each gesture does to it. Draws nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.ground.marks import mark
from engines.vqvae.codes import Codes
from engines.vqvae.painting import drawing, queries
from engines.vqvae.painting.document import LatentDocument
from engines.vqvae.painting.palette import Palette, sheet_order
from playground.labs.vqvae.brush import Brush
from playground.labs.vqvae.preview import Preview

Cell = drawing.Cell
NAMES = {
    "pencil": mark("Pencil"),
    "eraser": mark("Eraser"),
    "nudge": mark("Nudge"),
    "noise": mark("Noise"),
    "line": mark("Line"),
    "stamp": mark("Stamp"),
}
STROKES = ("pencil", "eraser", "nudge", "noise", "line")


class Painter(QObject):
    """Turns gestures on cells into changes of the document, and keeps the preview up with them.

    Attributes:
        document: what is painted on, None before a picture is opened.
        original: the picture it began with, uint8 (size, size, C).
        palettes: of each level.
        level: painted on: -1 the fine one or the only one, -2 the coarse one.
        selection: cells that are chosen, bool (h, w) of that level; the rest is protected. None: nothing is.
    """

    changed = Signal()
    """Codes, mask or selection changed."""
    opened = Signal(object)
    """Another picture is being painted: the ``Opened``."""
    coarse_painted = Signal(object)
    """Coarse cells changed, bool (h, w): the fine codes beneath are stale."""

    def __init__(
        self, ask: Callable[..., None], brush: Brush, preview: Preview, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ask, self._brush, self._preview = ask, brush, preview
        self.document: LatentDocument | None = None
        self.palettes: tuple[Palette, ...] = ()
        self.original: np.ndarray | None = None
        self.level = -1
        self.selection: np.ndarray | None = None
        self._last: Cell | None = None
        self._stroke_code = 0
        self._before: np.ndarray | None = None
        self._rng = np.random.default_rng(0)

    # -- opening ---------------------------------------------------------------------------------------

    def open(self, found: queries.Opened) -> None:
        """Paint this picture from now on."""
        self.document = LatentDocument(found.codes, found.version, found.K)
        self._take(found)

    def reread(self, found: queries.Opened) -> None:
        """The same numbers, read by a newer model: history and mask stay."""
        assert self.document is not None
        self.document.version = found.version
        self._take(found)

    def adopt(self, document: LatentDocument) -> None:
        """Go on with a painting from a file, made with the codebook in use."""
        self.document = document
        self.selection = None
        self._refresh()

    def forget(self) -> None:
        """The codes of the document mean nothing any more."""
        self.document = self._before = None

    def _take(self, found: queries.Opened) -> None:
        self.palettes, self.original = found.palettes, found.picture
        self.level, self.selection = -1, None
        self._brush.put_down(found.K)
        self.opened.emit(found)
        self._preview.show(found.codes, found.decoded)
        self.changed.emit()

    # -- what there is ---------------------------------------------------------------------------------

    @property
    def grid(self) -> np.ndarray:
        """The codes of the level painted on, (h, w)."""
        assert self.document is not None
        return self.document.grid(self.level)

    @property
    def palette(self) -> Palette:
        """Of the level painted on."""
        return self.palettes[self.level]

    def behind(self) -> np.ndarray:
        """Cells of this level whose code the picture does not show yet, bool (h, w)."""
        return self._preview.behind(self.grid, self.level)

    def colour(self) -> tuple[int, int, int]:
        """The mean colour of the code that is being painted."""
        red, green, blue = np.broadcast_to(self.palette.colours()[self._stroke_code], 3).astype(int).tolist()
        return red, green, blue

    # -- commands --------------------------------------------------------------------------------------

    def command(self, name: str) -> None:
        """What a key of the canvas asks for."""
        brush = self._brush
        acts: dict[str, Callable[[], Any]] = {
            "swap": brush.swap,
            "next_code": lambda: self._turn(1),
            "previous_code": lambda: self._turn(-1),
            "undo": self.undo,
            "redo": self.redo,
            "deselect": lambda: self.select(None),
            "stamp": self._cut_stamp,
            "replace_all": self._replace,
            "erase_selection": self._erase_selection,
            "brush_larger": lambda: brush.resize(brush.size + 1),
            "brush_smaller": lambda: brush.resize(brush.size - 1),
        }
        if self.document is not None and name in acts:
            acts[name]()

    def undo(self) -> None:
        """Take the last stroke back."""
        self._refresh_if(self.document is not None and self.document.undo())

    def redo(self) -> None:
        """Do it again."""
        self._refresh_if(self.document is not None and self.document.redo())

    def set_level(self, level: int) -> None:
        """Paint on the fine (-1) or the coarse (-2) codes."""
        self.level, self.selection = level, None
        self.changed.emit()

    def select(self, cells: np.ndarray | None) -> None:
        """Choose cells, bool (h, w)."""
        self.selection = cells
        self.changed.emit()

    def rectangle(self, a: Cell, b: Cell) -> None:
        """Select a rectangle of cells."""
        if self.document is not None:
            self.select(drawing.rectangle(self.grid.shape, a, b))

    def put(self, name: str, codes: Codes) -> None:
        """Take over whole grids: a filled variant, a blend."""
        self._refresh_if(self.document is not None and self.document.put(name, codes))

    def _turn(self, by: int) -> None:
        order = sheet_order(self.palette.plane).tolist()
        self._brush.choose(order[(order.index(self._brush.front) + by) % len(order)])

    def _replace(self) -> None:
        assert self.document is not None
        self._refresh_if(self.document.replace(self._brush.back, self._brush.front, self.level))

    def _cut_stamp(self) -> None:
        """Make the selected cells the stamp."""
        if self.selection is not None and self.selection.any():
            rows, columns = np.nonzero(self.selection)
            box = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
            self._brush.take_stamp(np.where(self.selection[box], self.grid[box], -1))

    def _erase_selection(self) -> None:
        assert self.document is not None
        if self.selection is not None:
            self._refresh_if(self.document.erase("Eraser", self.selection, self.level))

    # -- gestures --------------------------------------------------------------------------------------

    def press(self, cell: Cell, *, secondary: bool = False, straight: bool = False) -> None:
        """A gesture begins on a cell. ``secondary`` uses the back code, ``straight`` draws from the last."""
        if self.document is None:
            return
        brush = self._brush
        code = brush.back if secondary else brush.front
        if brush.tool in STROKES:
            self.document.begin(NAMES[brush.tool])
            self._before = self.grid.copy()
            self._stroke_code = code
            start = self._last if (straight or brush.tool == "line") and self._last else cell
            self._touch(drawing.line(start, cell))
        elif brush.tool == "fill":
            self._flood(cell, code)
        elif brush.tool == "pick":
            brush.choose(int(self.grid[cell]), back=secondary)
        elif brush.tool == "wand":
            self.select(self.document.same(*cell, self.level))
        elif brush.tool == "stamp" and brush.patch is not None:
            row, column = (at - side // 2 for at, side in zip(cell, brush.patch.shape, strict=True))
            self._refresh_if(self.document.stamp(row, column, brush.patch, self.level))
        self._last = cell

    def move(self, cells: Sequence[Cell]) -> None:
        """The gesture went over these cells since the last event."""
        if self.document is not None and self._before is not None and cells:
            self._touch(cells)
            self._last = cells[-1]

    def release(self) -> None:
        """The gesture ended: one command in the history."""
        before, self._before = self._before, None
        if self.document is None or before is None:
            return
        self.document.end()
        if self.document.levels > 1 and self.level in (0, -2):
            moved = before != self.grid
            if moved.any():
                self.coarse_painted.emit(moved)

    def _touch(self, cells: Sequence[Cell]) -> None:
        assert self.document is not None
        tool = self._brush.tool
        under = drawing.swept(self.grid.shape, cells, self._brush.size, self._brush.shape)
        if self.selection is not None:
            under &= self.selection
        if tool == "eraser":
            self.document.erase(NAMES[tool], under, self.level)
        elif tool == "noise":
            self.document.noise(under, self.palette.neighbours, self._rng, self.level)
        elif tool == "nudge":
            self._nudge(under)
        else:
            self.document.set(NAMES[tool], under, self._stroke_code, self.level)
        self._refresh()

    def _nudge(self, under: np.ndarray) -> None:
        grid, code, strength, level = self.grid.copy(), self._stroke_code, self._brush.strength, self.level
        document = self.document

        def moved(found: np.ndarray) -> None:
            if document is self.document and document is not None:
                document.set(NAMES["nudge"], under, found, level)
                self._refresh()

        self._ask(lambda e: queries.nudged(e, grid, under, code, strength, level), moved)

    def _flood(self, cell: Cell, code: int) -> None:
        assert self.document is not None
        document, level = self.document, self.level

        def pour(allowed: np.ndarray | None) -> None:
            if document is self.document:
                self._refresh_if(document.flood(*cell, code, allowed, level))

        if self._brush.tolerance <= 0:
            pour(None)
        else:
            clicked, tolerance = int(self.grid[cell]), self._brush.tolerance
            self._ask(lambda e: queries.similar(e, clicked, tolerance, level), pour)

    # -- the picture -----------------------------------------------------------------------------------

    def _refresh_if(self, something_changed: bool) -> None:
        if something_changed:
            self._refresh()

    def _refresh(self) -> None:
        self.changed.emit()
        if self.document is not None:
            self._preview.refresh(self.document.codes)
