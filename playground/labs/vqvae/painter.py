"""The painter's mind: a document, and what each gesture does to it. Draws nothing itself."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.vqvae.codes import Codes
from engines.vqvae.painting import drawing, queries
from engines.vqvae.painting.document import LatentDocument
from engines.vqvae.painting.foresight import Foreseen
from engines.vqvae.painting.palette import Palette, sheet_order
from engines.vqvae.painting.strokes import LED, NAMES, Stroke
from playground.labs.vqvae.brush import Brush
from playground.labs.vqvae.preview import Preview

Cell = drawing.Cell


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
        self._code = 0  # that the stroke under way paints
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
        red, green, blue = np.broadcast_to(self.palette.colours()[self._code], 3).astype(int).tolist()
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
        self._code = brush.back if secondary else brush.front
        if brush.tool in LED:
            self.document.begin(NAMES[brush.tool])
            self._before = self.grid.copy()
            start = self._last if straight and brush.tool != "line" and self._last else cell
            self._touch(drawing.line(start, cell))
        elif brush.tool == "fill":
            self._flood(cell)
        elif brush.tool == "pick":
            brush.choose(int(self.grid[cell]), back=secondary)
        elif brush.tool == "wand":
            self.select(self.document.same(*cell, self.level))
        elif brush.tool == "stamp":
            self._refresh_if(self._stroke(self._code).press(self.document, cell))
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

    def foresight(self, cells: Sequence[Cell]) -> Callable[[Any], Foreseen | None] | None:
        """A question to the engine: what a stroke over these cells would make of the painting, nothing of
        which it touches. None where no tool paints, or a stroke is under way."""
        document, tool = self.document, self._brush.tool
        if document is None or self._before is not None or tool not in NAMES or tool == "eraser":
            return None  # the eraser changes no picture
        rows, columns = self.grid.shape
        cells = [(row, column) for row, column in cells if 0 <= row < rows and 0 <= column < columns]
        if not cells:
            return None
        codes, mask, stroke = document.codes, document.mask, self._stroke(self._brush.front)
        rng = copy.deepcopy(self._rng)
        return lambda e: queries.foreseen(e, codes, mask, stroke, cells, rng)

    def _stroke(self, code: int) -> Stroke:
        """The tool in hand, as it is set."""
        b = self._brush
        rest = b.patch, self.selection, self.level, self.palette.neighbours
        return Stroke(b.tool, code, b.size, b.shape, b.strength, b.tolerance, *rest)

    def _touch(self, cells: Sequence[Cell]) -> None:
        assert self.document is not None
        stroke = self._stroke(self._code)
        if stroke.tool == "nudge":
            self._nudge(stroke, stroke.under(self.grid.shape, cells))
        else:
            stroke.touch(self.document, cells, self._rng)
            self._refresh()

    def _nudge(self, stroke: Stroke, under: np.ndarray) -> None:
        grid, code, strength, level = self.grid.copy(), stroke.code, stroke.strength, stroke.level
        document = self.document

        def moved(found: np.ndarray) -> None:
            if document is self.document and document is not None:
                document.set(NAMES["nudge"], under, found, level)
                self._refresh()

        self._ask(lambda e: queries.nudged(e, grid, under, code, strength, level), moved)

    def _flood(self, cell: Cell) -> None:
        assert self.document is not None
        document, stroke = self.document, self._stroke(self._code)

        def pour(similar: np.ndarray | None) -> None:
            if document is self.document:
                self._refresh_if(stroke.pour(document, cell, similar))

        if stroke.tolerance <= 0:
            pour(None)
        else:
            clicked = int(self.grid[cell])
            self._ask(lambda e: queries.similar(e, clicked, stroke.tolerance, stroke.level), pour)

    # -- the picture -----------------------------------------------------------------------------------

    def _refresh_if(self, something_changed: bool) -> None:
        if something_changed:
            self._refresh()

    def _refresh(self) -> None:
        self.changed.emit()
        if self.document is not None:
            self._preview.refresh(self.document.codes)
