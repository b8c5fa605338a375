"""A canvas to paint codes on: mouse, wheel and keys over a decoded picture. The owner does the painting."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from widgets.codes.keys import COMMANDS, ENTERS, MOVES, TOOLS, ZOOMS, combination, is_ours
from widgets.codes.resting import CanvasResting
from widgets.codes.view import Cell
from widgets.look import focus
from widgets.look.i18n import say, tr

_TYPED = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QComboBox)  # keep the focus when the pointer comes by
_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)


class CodeCanvas(CanvasResting):
    """Tells what a person does to the cells of a picture, and shows where they are about to do it.

    The wheel zooms about the pointer, Space or the middle button drags the picture, 0 fits it. Arrows move a
    cursor from cell to cell and Enter is the mouse button: held down, it paints along. Letters choose tools
    (``key_tool``), all else is a ``command``: ``previous_code next_code brush_larger brush_smaller swap
    fill_mask replace_all stamp deselect erase_selection``, and ``play`` for Space struck without a drag.
    """

    key_tool = Signal(str)
    command = Signal(str)

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._grip: QPoint | None = None  # where the last move of a drag was
        self._space, self._dragged, self._keyed, self._entered = False, False, False, False
        self._turn = 0
        self._cursor: Cell = (0, 0)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        say(self, name="Painting")
        focus.own_ring(self)
        self._dress_pointer()

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.view is None or self._gesture is not None or self._grip is not None:
            return
        self._set_keyed(False)
        left, middle = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
        pans = event.button() is left and (self._space or self._tool == "hand")
        if pans or event.button() is middle:
            self._grip, self._dragged = event.position().toPoint(), True
            self._dress_pointer()
        elif event.button() in _BUTTONS:
            self._press(self.view.near(*self._device(event.position())), event.button(), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick dabs are two dabs

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.view is None:
            return
        self._modifiers = event.modifiers()
        if self._grip is not None:
            moved, self._grip = event.position().toPoint() - self._grip, event.position().toPoint()
            self.pan(moved.x(), moved.y())
        self._set_keyed(False)
        if self._gesture is not None:
            self._drag(self.view.near(*self._device(event.position())))
        self._avoid(event.position().toPoint())
        self._point_at(self.cell_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and not event.buttons():
            self._grip = None
            self._dress_pointer()
        elif self._gesture is not None and event.button() is self._gesture.button:
            self._release()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The keys belong to what lies under the pointer, unless somebody is typing."""
        if self.isActiveWindow() and not isinstance(QApplication.focusWidget(), _TYPED):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._set_keyed(False)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if not self._keyed:
            self._point_at(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # the right button paints

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turn += event.angleDelta().y()
        steps, self._turn = int(self._turn / 120), int(np.fmod(self._turn, 120))
        if steps:
            self.zoom(steps, event.position())
            self._point_at(self.cell_at(event.position()))
        event.accept()

    def _avoid(self, place: QPoint) -> None:
        """The key moves to the other corner when the pointer comes near."""
        if self.key_rect().adjusted(-60, -60, 60, 12).contains(place):
            self.update(self.key_rect())
            self._key_left = not self._key_left
            self.update(self.key_rect())

    # the keyboard

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held, key = pressed = combination(event)
        plain = held == Qt.KeyboardModifier.NoModifier
        if pressed in ZOOMS:
            self.zoom(ZOOMS[pressed]) if ZOOMS[pressed] else self.fit()
        elif key == Qt.Key.Key_Space and plain:
            self._hold_space(event.isAutoRepeat())
        elif key in MOVES and self.view is not None:
            self._arrow(MOVES[key], held)
        elif key in ENTERS and self.view is not None:
            self._enter(event.isAutoRepeat(), held)
        elif plain and key in TOOLS:
            self.key_tool.emit(TOOLS[key])
        elif pressed in COMMANDS:
            if key != Qt.Key.Key_Escape or not self._drop():
                self.command.emit(COMMANDS[pressed])
        else:
            self._hold_shift(held, key)
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        held, key = combination(event)
        if event.isAutoRepeat():
            return
        if key == Qt.Key.Key_Space and self._space:
            self._space = False
            self._dress_pointer()
            if not self._dragged:
                self.command.emit("play")
        elif key in ENTERS and self._entered:
            self._entered = False
            self._release()
        else:
            self._hold_shift(held & ~Qt.KeyboardModifier.ShiftModifier, key)
            super().keyReleaseEvent(event)

    def _hold_space(self, again: bool) -> None:
        if not again:
            self._space, self._dragged = True, self._grip is not None
            self._dress_pointer()

    def _hold_shift(self, held: Qt.KeyboardModifier, key: Qt.Key) -> None:
        """Show the line that Shift would draw."""
        if key == Qt.Key.Key_Shift:
            self._modifiers = held
            self._show_marks()

    def _arrow(self, by: tuple[int, int], held: Qt.KeyboardModifier) -> None:
        assert self.view is not None
        if held & Qt.KeyboardModifier.ControlModifier:
            self.pan(-by[1] * 48, -by[0] * 48)
            return
        start = self._hover if self._hover is not None and not self._keyed else self._cursor
        rows, cols = self._stack.shape
        self._cursor = min(max(0, start[0] + by[0]), rows - 1), min(max(0, start[1] + by[1]), cols - 1)
        self._modifiers = held
        self._look(self.view.showing(self._cursor))
        self._set_keyed(True)
        if self._entered:
            self._drag(self._cursor)

    def _enter(self, again: bool, held: Qt.KeyboardModifier) -> None:
        if again or self._gesture is not None:
            return
        self._set_keyed(True)
        right = held & Qt.KeyboardModifier.ControlModifier
        self._entered = True
        self._press(self._cursor, _BUTTONS[1] if right else _BUTTONS[0], held)

    def _set_keyed(self, keyed: bool) -> None:
        """Whether the keyboard, not the mouse, says where."""
        if not keyed and not self._keyed:
            return
        self._touch_marks()
        self._keyed = keyed
        rows, cols = self._stack.shape
        if keyed and self.view is not None:
            self._cursor = min(self._cursor[0], rows - 1), min(self._cursor[1], cols - 1)
            self.setAccessibleDescription(self._place_text())
            self._marks.cursor = self._cursor
            self._avoid(self.cell_rect(*self._cursor).center())
            self._point_at(self._cursor)
        else:
            self._marks.cursor = None
        self._touch_marks()

    def _place_text(self) -> str:
        row, col = self._cursor
        facts = {"row": row + 1, "column": col + 1, "code": int(self._stack.codes[self._cursor])}
        if self._stack.mask[self._cursor]:
            return tr("row {row}, column {column}, masked", **facts)
        return tr("row {row}, column {column}, code {code}", **facts)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._set_keyed(by_key or self._keyed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._let_go()
        if self._keyed:
            self._set_keyed(False)
            self._point_at(None)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._let_go()
        self._grip = None
        self._release()

    def _let_go(self) -> None:
        """No key is held any more."""
        self._space = False
        self._dress_pointer()
        if self._entered:
            self._entered = False
            self._release()

    def _dress_pointer(self) -> None:
        shape = Qt.CursorShape
        if getattr(self, "_grip", None) is not None:
            self.setCursor(shape.ClosedHandCursor)
        elif getattr(self, "_space", False):
            self.setCursor(shape.OpenHandCursor)
        else:
            super()._dress_pointer()


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    from widgets.pictures.demo_faces import codes, colours, face

    page, canvas = QWidget(), CodeCanvas()
    page.setProperty("role", "stage")
    QVBoxLayout(page).addWidget(canvas)
    picture, mask = face(64), np.zeros((16, 16), bool)
    mask[6:9, 3:13] = mask[5, 4:12] = True
    mask[8, 7:9] = False
    grid = codes(picture, 16)
    canvas.set_picture(picture)
    canvas.set_grid(grid, mask)
    canvas.set_code_colours(colours())
    canvas.set_heat(np.random.default_rng(1).random((16, 16)) ** 3 * 6, "Surprise, nats")
    canvas.set_difference(np.abs(face(64, 1).astype(int) - picture).max(2).astype(np.uint8))
    canvas.set_influence_function(
        lambda box: (box[1] * 4 - 8, box[0] * 4 - 8, box[3] * 4 + 8, box[2] * 4 + 8)
    )

    def paint(cells: list[Cell]) -> None:
        there = canvas.covered(cells)
        mask[there] = canvas.tool() == "eraser"
        grid[there] = 7
        picture[there.repeat(4, 0).repeat(4, 1)] = colours()[7]
        canvas.set_grid(grid, mask)
        canvas.set_picture(picture.copy())

    canvas.stroke_began.connect(lambda cell, _button, _keys: paint([cell]))
    canvas.stroke_moved.connect(paint)
    canvas.key_tool.connect(canvas.set_tool)
    canvas.set_brush(3)
    canvas._point_at((3, 3))
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
