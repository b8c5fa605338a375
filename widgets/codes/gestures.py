"""What a press, a drag and a release mean for each tool; by mouse or by keyboard, it is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from widgets.codes.cells import bounds, covered, line
from widgets.codes.picture import CanvasPicture
from widgets.codes.view import Box, Cell
from widgets.look.i18n import tr

STROKES = ("pencil", "eraser", "stamp", "nudge", "noise")  # follow the pointer
DRAWN = ("pencil", "eraser", "nudge", "noise")  # of these, what Shift leads along a line
GESTURES = {
    **dict.fromkeys(STROKES, "stroke"), "fill": "point", "wand": "point", "pick": "pick", "select": "frame",
    "line": "line", "hand": "pan",
}  # fmt: skip
BRUSHED = ("pencil", "eraser", "nudge", "noise", "line")  # have the brush's size and shape
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass
class Gesture:
    """One that is under way."""

    kind: str
    start: Cell
    last: Cell
    button: Qt.MouseButton
    modifiers: Qt.KeyboardModifier
    begun: bool = False  # has it met a cell of the grid yet?


class CanvasGestures(CanvasPicture):
    """Turns presses on cells into strokes, picks and frames, and shows the brush where it would paint."""

    stroke_began = Signal(object, Qt.MouseButton, Qt.KeyboardModifier)  # (row, column)
    stroke_moved = Signal(list)  # every (row, column) since the last event, in order, none left out
    stroke_ended = Signal()
    hovered = Signal(int, int)  # row, column
    left = Signal()
    picked = Signal(int, int)
    picked_back = Signal(int, int)  # by the right button
    rect_selected = Signal(int, int, int, int)  # row, column of both corners, the last not included

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._tool, self._size, self._shape_name = "pencil", 1, "square"
        self._stamp = (1, 1)
        self._influence: Callable[[tuple[int, int, int, int]], Box] | None = None
        self._gesture: Gesture | None = None
        self._hover: Cell | None = None
        self._point: Cell | None = None  # the last cell painted: where a line by Shift begins
        self._modifiers = Qt.KeyboardModifier.NoModifier

    def set_tool(self, name: str) -> None:
        """Let the pointer do this from the next press on. Raises ``KeyError`` for no tool."""
        if name not in GESTURES:
            raise KeyError(name)
        self._tool = name
        self._dress_pointer()
        self._show_marks()

    def set_grid(self, codes: np.ndarray, mask: np.ndarray) -> None:
        super().set_grid(codes, mask)
        self._show_marks()

    def set_foreseen(
        self,
        pixels: np.ndarray | None,
        codes: np.ndarray | None = None,
        cells: np.ndarray | None = None,
    ) -> None:
        super().set_foreseen(pixels, codes, cells)
        self._show_marks()

    def tool(self) -> str:
        """The tool in force."""
        return self._tool

    def set_brush(self, size: int, shape: str = "square") -> None:
        """Paint 1 to 5 cells at a time, ``square`` or ``round``."""
        self._size, self._shape_name = min(max(1, size), 5), shape
        self._show_marks()

    def set_stamp(self, rows: int, cols: int) -> None:
        """How many cells the stamp covers."""
        self._stamp = (max(1, rows), max(1, cols))
        self._show_marks()

    def set_influence_function(self, function: Callable[[tuple[int, int, int, int]], Box] | None) -> None:
        """How to find the pixels that a change of cells can change.

        Args:
            function: takes row, column of both corners (the last not included); returns left, top, right and
                bottom of the picture's pixels (the last not included).
        """
        self._influence = function
        self._show_marks()

    def covered(self, cells: list[Cell]) -> np.ndarray:
        """bool (h, w): what the tool in force covers when led over ``cells``."""
        rows, cols = self._stack.shape
        if self._tool != "stamp":
            size = self._size if self._tool in BRUSHED else 1
            return covered(cells, size, self._shape_name, rows, cols)
        found = np.zeros((rows, cols), bool)
        for row, col in cells:
            top, across = row - (self._stamp[0] - 1) // 2, col - (self._stamp[1] - 1) // 2
            found[
                max(0, top) : max(0, top + self._stamp[0]), max(0, across) : max(0, across + self._stamp[1])
            ] = True
        return found

    # gestures

    def _press(self, cell: Cell, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
        kind = "pick" if modifiers & Qt.KeyboardModifier.AltModifier else GESTURES[self._tool]
        gesture = Gesture(kind, cell, cell, button, modifiers)
        self._gesture = gesture
        drawn = kind == "stroke" and self._tool in DRAWN and modifiers & _SHIFT
        if drawn and self._point is not None and self._inside(self._point):
            gesture.last = self._point
            self._paint([self._point, *line(self._point, cell)])
        elif kind in ("stroke", "point"):
            self._paint([cell])
        elif kind == "pick":
            self._pick(cell)
        gesture.last = cell
        self._show_marks()

    def _drag(self, cell: Cell) -> None:
        gesture = self._gesture
        if gesture is None or cell == gesture.last:
            return
        if gesture.kind == "stroke":
            self._paint(line(gesture.last, cell))
        elif gesture.kind == "pick":
            self._pick(cell)
        gesture.last = cell
        self._show_marks()

    def _release(self) -> None:
        gesture = self._gesture
        if gesture is None:
            return
        if gesture.kind == "line":
            self._paint([gesture.start, *line(gesture.start, gesture.last)])
        self._gesture = None
        if gesture.kind == "frame" and (box := self._framed(gesture)) is not None:
            self.rect_selected.emit(*box)
        if gesture.begun:
            self.stroke_ended.emit()
        self._show_marks()

    def _drop(self) -> bool:
        """Forget a line or a frame that is being drawn; whether there was one."""
        if self._gesture is None or self._gesture.kind not in ("line", "frame"):
            return False
        self._gesture = None
        self._show_marks()
        return True

    def _paint(self, cells: list[Cell]) -> None:
        gesture, cells = self._gesture, [cell for cell in cells if self._inside(cell)]
        if gesture is None or not cells:
            return
        self._point = cells[-1]
        if not gesture.begun:
            gesture.begun = True
            self.stroke_began.emit(cells.pop(0), gesture.button, gesture.modifiers)
        if cells:
            self.stroke_moved.emit(cells)

    def _pick(self, cell: Cell) -> None:
        if self._gesture is not None and self._inside(cell):
            right = self._gesture.button is Qt.MouseButton.RightButton
            (self.picked_back if right else self.picked).emit(*cell)

    def _framed(self, gesture: Gesture) -> tuple[int, int, int, int] | None:
        rows, cols = self._stack.shape
        (r0, r1), (c0, c1) = (sorted(pair) for pair in zip(gesture.start, gesture.last, strict=True))
        box = max(0, r0), max(0, c0), min(rows, r1 + 1), min(cols, c1 + 1)
        return box if box[0] < box[2] and box[1] < box[3] else None

    def _inside(self, cell: Cell) -> bool:
        return self.view is not None and self.view.inside(cell)

    # marks

    def _point_at(self, cell: Cell | None) -> None:
        """The pointer, or the keyboard, is over ``cell`` now."""
        if cell == self._hover:
            return
        self._hover = cell
        if cell is None:
            self.left.emit()
        else:
            self.hovered.emit(*cell)
        self._show_marks()

    def _show_marks(self) -> None:
        self._touch_marks()
        marks, cell, gesture = self._marks, self._hover, self._gesture
        marks.band = self._framed(gesture) if gesture is not None and gesture.kind == "frame" else None
        marks.brush = marks.influence = None
        marks.text = ""
        if cell is not None and self._inside(cell) and marks.band is None and self._tool != "hand":
            marks.brush = self.covered(self.led(cell))
            masked, code = self._stack.mask[cell], int(self._stack.codes[cell])
            marks.text = tr("masked") if masked else tr("code {code}", code=code)
            if (after := self._stack.foreseen) is not None:
                marks.text = tr("preview: code {code}", code=int(after.codes[cell]))
            box = bounds(marks.brush)
            if self._influence is not None and box and "influence" in self._stack.on and self._paints():
                marks.influence = self._clipped(self._influence(box))
        self._touch_marks()

    def _clipped(self, box: Box) -> Box:
        height, width = self._stack.size()
        return max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])

    def _paints(self) -> bool:
        return self._tool in BRUSHED or self._tool == "stamp"

    def led(self, cell: Cell) -> list[Cell]:
        """The cells that a press on ``cell``, or the release there of a line, would lead the tool over."""
        gesture = self._gesture
        if gesture is not None and gesture.kind == "line":
            return [gesture.start, *line(gesture.start, gesture.last)]
        by_shift = gesture is None and self._modifiers & _SHIFT and self._tool in DRAWN
        if by_shift and self._point is not None and self._inside(self._point):
            return [self._point, *line(self._point, cell)]
        return [cell]

    def _dress_pointer(self) -> None:
        """Give the pointer the shape of what it does."""
        shape = Qt.CursorShape
        pan = self._tool == "hand"
        self.setCursor(shape.OpenHandCursor if pan else shape.CrossCursor)
