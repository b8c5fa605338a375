"""The painter's mind: a document, a tool, and what each gesture does. Draws nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.ground.marks import mark
from engines.vqvae.painting import drawing
from engines.vqvae.painting.document import LatentDocument
from playground.labs.vqvae import jobs

Cell = tuple[int, int]
NAMES = {
    "pencil": mark("Pencil"),
    "eraser": mark("Eraser"),
    "nudge": mark("Nudge"),
    "noise": mark("Noise"),
    "line": mark("Line"),
    "stamp": mark("Stamp"),
}
STROKES = ("pencil", "eraser", "nudge", "noise", "line")

Ask = Callable[..., None]


class Painter(QObject):
    """Turns gestures on cells into changes of the document, and asks the engine for the picture."""

    changed = Signal()
    """Codes, mask or selection changed."""
    decoded = Signal(object)
    """The newest picture, uint8 (size, size, C)."""
    opened = Signal(object)
    """Another picture is being painted: the ``Opened``."""
    codes_chosen = Signal()
    """Front or back code changed."""
    coarse_painted = Signal(object)
    """Coarse cells changed, bool (h, w): the fine codes beneath are stale."""

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self.document: LatentDocument | None = None
        self.palettes: tuple[jobs.Palette, ...] = ()
        self.original: np.ndarray | None = None
        self.picture: np.ndarray | None = None
        self.tool, self.size, self.shape = "pencil", 1, "round"
        self.front, self.back = 0, 1
        self.level = -1
        self.strength, self.tolerance = 0.5, 0.0
        self.selection: np.ndarray | None = None
        self.patch: np.ndarray | None = None
        self._last: Cell | None = None
        self._stroke_code = 0
        self._before: np.ndarray | None = None
        self._drawn: tuple[np.ndarray, ...] = ()
        self._rng = np.random.default_rng(0)

    # -- opening ---------------------------------------------------------------------------------------

    def open(self, found: jobs.Opened) -> None:
        """Paint this picture from now on."""
        self.document = LatentDocument(found.codes, found.version, found.K)
        self._take(found)

    def reread(self, found: jobs.Opened) -> None:
        """The same numbers, read by a newer model: history and mask stay."""
        assert self.document is not None
        self.document.version = found.version
        self._take(found)

    def adopt(self, document: LatentDocument) -> None:
        """Go on with a painting from a file, made with the codebook in use."""
        self.document = document
        self.selection = None
        self._refresh()

    def _take(self, found: jobs.Opened) -> None:
        self.palettes, self.original, self.picture = found.palettes, found.picture, found.decoded
        self._drawn = _levels(found.codes)
        self.front, self.back = min(self.front, found.K - 1), min(self.back, found.K - 1)
        self.level = -1
        self.selection = self.patch = None
        self.opened.emit(found)
        self.decoded.emit(found.decoded)
        self.changed.emit()

    # -- what is behind --------------------------------------------------------------------------------

    def behind(self) -> np.ndarray:
        """Cells of this level whose code the picture does not show yet, bool (h, w)."""
        grid = self.grid
        if len(self._drawn) <= abs(self.level) - 1 or self._drawn[self.level].shape != grid.shape:
            return np.zeros(grid.shape, bool)
        return grid != self._drawn[self.level]

    def colour(self) -> tuple[int, int, int]:
        """The mean colour of the code that is being painted."""
        thumbnail = self.palettes[self.level].thumbnails[self._stroke_code]
        red, green, blue = np.broadcast_to(thumbnail.reshape(-1, thumbnail.shape[-1]).mean(0), 3).astype(int)
        return int(red), int(green), int(blue)

    # -- choosing --------------------------------------------------------------------------------------

    @property
    def grid(self) -> np.ndarray:
        """The codes of the level painted on, (h, w)."""
        assert self.document is not None
        return self.document.grid(self.level)

    def choose(self, code: int, *, back: bool = False) -> None:
        """Make ``code`` the front (or back) code."""
        if back:
            self.back = code
        else:
            self.front = code
        self.codes_chosen.emit()

    def command(self, name: str) -> None:
        """What a key of the canvas asks for."""
        acts: dict[str, Callable[[], Any]] = {
            "swap": self._swap,
            "next_code": lambda: self._turn(1),
            "previous_code": lambda: self._turn(-1),
            "undo": self.undo,
            "redo": self.redo,
            "deselect": lambda: self.select(None),
            "stamp": self.cut_stamp,
            "replace_all": self._replace,
            "erase_selection": self._erase_selection,
            "brush_larger": lambda: self._resize(1),
            "brush_smaller": lambda: self._resize(-1),
        }
        if self.document is not None and name in acts:
            acts[name]()

    def _resize(self, by: int) -> None:
        self.size = min(max(self.size + by, 1), drawing.LARGEST)
        self.codes_chosen.emit()

    def _swap(self) -> None:
        self.front, self.back = self.back, self.front
        self.codes_chosen.emit()

    def _turn(self, by: int) -> None:
        order = list(jobs.palette_order(self.palettes[self.level].plane))
        self.choose(int(order[(order.index(self.front) + by) % len(order)]))

    def _replace(self) -> None:
        assert self.document is not None
        if self.document.replace(self.back, self.front, self.level):
            self._refresh()

    def undo(self) -> None:
        """Take the last stroke back."""
        if self.document is not None and self.document.undo():
            self._refresh()

    def redo(self) -> None:
        """Do it again."""
        if self.document is not None and self.document.redo():
            self._refresh()

    def select(self, cells: np.ndarray | None) -> None:
        """Choose cells, bool (h, w)."""
        self.selection = cells
        self.changed.emit()

    def cut_stamp(self) -> None:
        """Make the selected cells the stamp."""
        if self.selection is None or not self.selection.any():
            return
        rows, columns = np.nonzero(self.selection)
        box = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        self.patch = np.where(self.selection[box], self.grid[box], -1)
        self.tool = "stamp"
        self.codes_chosen.emit()

    def _erase_selection(self) -> None:
        assert self.document is not None
        if self.selection is not None and self.document.erase("Eraser", self.selection, self.level):
            self._refresh()

    # -- gestures --------------------------------------------------------------------------------------

    def press(self, cell: Cell, *, secondary: bool = False, straight: bool = False) -> None:
        """A gesture begins on a cell. ``secondary`` uses the back code, ``straight`` draws from the last."""
        if self.document is None:
            return
        code = self.back if secondary else self.front
        if self.tool in STROKES:
            self.document.begin(NAMES[self.tool])
            self._before = self.grid.copy()
            self._stroke_code = code
            start = self._last if (straight or self.tool == "line") and self._last else cell
            self._touch([*drawing.line(start, cell)])
        elif self.tool == "fill":
            self._flood(cell, code)
        elif self.tool == "pick":
            self.choose(int(self.grid[cell]), back=secondary)
        elif self.tool == "wand":
            self.select(self.document.same(*cell, self.level))
        elif self.tool == "stamp" and self.patch is not None:
            half = self.patch.shape[0] // 2, self.patch.shape[1] // 2
            if self.document.stamp(cell[0] - half[0], cell[1] - half[1], self.patch, self.level):
                self._refresh()
        self._last = cell

    def move(self, cells: Sequence[Cell]) -> None:
        """The gesture went over these cells since the last event."""
        if self.document is not None and self._before is not None and cells:
            self._touch(list(cells))
            self._last = cells[-1]

    def release(self) -> None:
        """The gesture ended: one command in the history."""
        if self.document is None or self._before is None:
            return
        self.document.end()
        before, self._before = self._before, None
        if self.document.levels > 1 and self.level in (0, -2):
            moved = before != self.grid
            if moved.any():
                self.coarse_painted.emit(moved)

    def rectangle(self, a: Cell, b: Cell) -> None:
        """Select a rectangle of cells."""
        if self.document is not None:
            self.select(drawing.rectangle(self.grid.shape, a, b))

    def _touch(self, cells: list[Cell]) -> None:
        assert self.document is not None
        under = np.zeros(self.grid.shape, bool)
        for row, column in cells:
            under |= drawing.brush(self.grid.shape, row, column, self.size, self.shape)
        if self.selection is not None:
            under &= self.selection  # a selection protects the rest
        if self.tool == "eraser":
            self.document.erase(NAMES["eraser"], under, self.level)
        elif self.tool == "noise":
            self.document.noise(under, self.palettes[self.level].neighbours, self._rng, self.level)
        elif self.tool == "nudge":
            self._nudge(under)
        else:
            self.document.set(NAMES[self.tool], under, self._stroke_code, self.level)
        self._refresh()

    def _nudge(self, under: np.ndarray) -> None:
        grid, code, strength, level = self.grid.copy(), self._stroke_code, self.strength, self.level
        document = self.document

        def moved(found: np.ndarray) -> None:
            if document is self.document and document is not None:
                document.set(NAMES["nudge"], under, found, level)
                self._refresh()

        self._ask(lambda e: jobs.nudged(e, grid, under, code, strength, level), moved)

    def _flood(self, cell: Cell, code: int) -> None:
        assert self.document is not None
        document, level = self.document, self.level

        def pour(allowed: np.ndarray | None) -> None:
            if document is self.document and document.flood(*cell, code, allowed, level):
                self._refresh()

        if self.tolerance <= 0:
            pour(None)
        else:
            clicked, tolerance = int(self.grid[cell]), self.tolerance
            self._ask(lambda e: jobs.similar(e, clicked, tolerance, level), pour)

    # -- the picture -----------------------------------------------------------------------------------

    def put(self, name: str, codes: jobs.Codes) -> None:
        """Take over whole grids: a filled variant, a blend."""
        if self.document is not None and self.document.put(name, codes):
            self._refresh()

    def _refresh(self) -> None:
        self.changed.emit()
        if self.document is None:
            return
        codes = self.document.codes

        def show(picture: np.ndarray) -> None:
            self._drawn = _levels(codes)
            self._show(picture)

        self._ask(lambda e: jobs.decoded(e, codes), show, key="decode")

    def _show(self, picture: np.ndarray) -> None:
        self.picture = picture
        self.decoded.emit(picture)


def _levels(codes: jobs.Codes) -> tuple[np.ndarray, ...]:
    return codes if isinstance(codes, tuple) else (codes,)
