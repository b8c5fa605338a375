"""A sheet of ink under a brush: strokes by mouse, pen or keys, taken back and done again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from widgets.look import tokens
from widgets.look.painted import Painted
from widgets.pictures.brush import Brush
from widgets.pictures.ink import Ink

_K = Qt.Key
_ARROWS = {_K.Key_Left: (-1, 0), _K.Key_Right: (1, 0), _K.Key_Up: (0, -1), _K.Key_Down: (0, 1)}
_DABS = (_K.Key_Return, _K.Key_Enter, _K.Key_Space)
_COMMANDS: dict[Qt.Key, Callable[[BrushCanvas], None]] = {
    _K.Key_B: lambda canvas: canvas.set_brush(erase=False),
    _K.Key_E: lambda canvas: canvas.set_brush(erase=True),
    _K.Key_S: lambda canvas: canvas.set_brush(soft=not canvas.brush().soft),
    _K.Key_BracketLeft: lambda canvas: canvas.set_brush(size=canvas.brush().size / 1.25 - 0.5),
    _K.Key_BracketRight: lambda canvas: canvas.set_brush(size=canvas.brush().size * 1.25 + 0.5),
    _K.Key_Delete: lambda canvas: canvas.clear(),
    _K.Key_Backspace: lambda canvas: canvas.clear(),
}
_FAR = 8  # cells an arrow goes with Shift
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_SHIFT, _PAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class BrushCanvas(Painted):
    """Holds ink, 0 to 1 on rows x columns of cells. The left button inks, the right one erases.

    Arrows move a cursor from cell to cell, eight with Shift; Enter or Space is the button and, held down,
    inks along. B inks, E erases, S softens, [ and ] size the brush, Delete clears, Ctrl+Z takes back.

    A subclass says where the cells lie (``place``), what is told of them (``value``), and paints them.
    """

    changed = Signal(object)  # the value, while it is inked
    committed = Signal(object)  # the value, after a stroke, a clearing, a step back or forth
    history_changed = Signal()
    brush_changed = Signal()

    softens = True  # whether a soft brush makes sense

    def __init__(self, rows: int, cols: int, brush: Brush, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink, self._brush = Ink(rows, cols), brush
        self._held: Qt.MouseButton | Qt.Key | None = None  # what leads the stroke
        self._cursor: QPointF | None = None  # where the brush is, in cells
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    # what a subclass answers

    def place(self) -> QRectF:
        """Where the cells lie."""
        return QRectF(self.rect())

    def value(self) -> np.ndarray:
        """What is told: the ink in the owner's form, a copy."""
        return self._ink.cells.copy()

    def ready(self) -> bool:
        """Whether there is anything to ink."""
        return True

    def _inked(self) -> None:
        """The ink is another now."""
        self.update()

    # the ink

    def ink(self) -> np.ndarray:
        """float32 (rows, cols) from 0 to 1, row 0 at the top, a copy."""
        return self._ink.cells.copy()

    def clear(self) -> None:
        """Take all ink away, as a person does."""
        self._end()
        self._tell(self._ink.clear())

    def undo(self) -> None:
        """Take the last act back; a stroke under way ends first."""
        self._end()
        self._tell(self._ink.undo())

    def redo(self) -> None:
        """Do again what was last taken back."""
        self._end()
        self._tell(self._ink.redo())

    def can_undo(self) -> bool:
        """Whether there is anything to take back."""
        return self._ink.history.can_undo()

    def can_redo(self) -> bool:
        """Whether there is anything to do again."""
        return self._ink.history.can_redo()

    def history_bytes(self) -> int:
        """What can be taken back and done again takes so much memory."""
        return self._ink.history.bytes

    def _put(self, cells: np.ndarray, *, undoable: bool = False) -> None:
        """Show this ink without a signal. Raises ``ValueError`` as :meth:`Ink.put` does."""
        self._ink.put(cells, undoable=undoable)
        self._held = None
        self.history_changed.emit()
        self._inked()

    def _tell(self, changed: bool) -> None:
        if changed:
            self._inked()
            self.changed.emit(self.value())
            self.committed.emit(self.value())
            self.history_changed.emit()

    # the brush

    def brush(self) -> Brush:
        """What inks."""
        return self._brush

    def set_brush(
        self, *, size: float | None = None, soft: bool | None = None, erase: bool | None = None
    ) -> None:
        """Change the brush; what is not told stays. Its size is kept from one cell to half the canvas."""
        old = self._brush
        size = min(max(1.0, old.size if size is None else size), self.largest())
        soft = (old.soft if soft is None else soft) and self.softens
        made = Brush(size, soft, old.erase if erase is None else erase)
        if made != old:
            self._brush = made
            self.brush_changed.emit()
            self.update()

    def largest(self) -> float:
        """Cells that the largest brush is across."""
        return float(max(2, max(self._ink.cells.shape) // 2))

    def _begin(self, held: Qt.MouseButton | Qt.Key) -> None:
        self._end()
        self._held = held
        other = held is _RIGHT
        self._ink.begin(Brush(self._brush.size, self._brush.soft, self._brush.erase != other))
        self._lead()

    def _lead(self) -> None:
        held, at = self._held is not None, self._cursor
        if held and at is not None and self._ink.lead(at.x(), at.y()):
            self._inked()
            self.changed.emit(self.value())
        self.update()

    def _end(self) -> None:
        self._held = None
        if self._ink.end():
            self.committed.emit(self.value())
            self.history_changed.emit()

    # the mouse

    def cell_at(self, place: QPointF) -> QPointF:
        """A place of the widget in cells, counted on beyond the canvas."""
        room, (rows, cols) = self.place(), self._ink.cells.shape
        across = (place.x() - room.left()) / max(1e-6, room.width()) * cols
        return QPointF(across, (place.y() - room.top()) / max(1e-6, room.height()) * rows)

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a place in cells lies in the widget."""
        room, (rows, cols) = self.place(), self._ink.cells.shape
        return QPointF(room.left() + x / cols * room.width(), room.top() + y / rows * room.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        if event.button() in (_LEFT, _RIGHT) and self.ready() and self.place().contains(event.position()):
            self._cursor = self.cell_at(event.position())
            self._begin(event.button())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick dabs are two dabs

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._cursor = self.cell_at(event.position())
        self._lead()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is self._held:
            self._end()

    def leaveEvent(self, event: QEvent) -> None:
        if not self._keyed and self._held is None:
            self._cursor = None
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # the right button erases

    # the keyboard

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _ours(event):
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._keyed &= event.reason() is not Qt.FocusReason.ActiveWindowFocusReason  # a window opened

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not _ours(event) or not self.ready():
            super().keyPressEvent(event)
            return
        self._keyed = True
        if event.matches(_UNDO):
            self.undo()
        elif event.matches(_REDO):
            self.redo()
        elif key in _ARROWS:
            self._move(_ARROWS[key], _FAR if event.modifiers() & _SHIFT else 1)
        elif key in _DABS:
            if not event.isAutoRepeat():
                self._move((0, 0), 0)
                self._begin(key)
        else:
            _COMMANDS[key](self)
        self.update()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and Qt.Key(event.key()) is self._held:
            self._end()
        else:
            super().keyReleaseEvent(event)

    def _move(self, way: tuple[int, int], far: int) -> None:
        """The brush to the middle of a cell."""
        rows, cols = self._ink.cells.shape
        at = self._cursor or QPointF(cols / 2, rows / 2)
        x, y = int(np.floor(at.x())) + way[0] * far, int(np.floor(at.y())) + way[1] * far
        self._cursor = QPointF(min(max(x, 0), cols - 1) + 0.5, min(max(y, 0), rows - 1) + 0.5)
        self._lead()

    # the picture

    def _paint_brush(self, painter: QPainter) -> None:
        """A ring where the brush is, seen on any ground; dashed while it erases."""
        if self._cursor is None or not self.ready():
            return
        t, room = tokens.current(), self.place()
        one = room.width() / self._ink.cells.shape[1]
        radius = max(3.0, self._brush.size * one / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        erases = self._brush.erase != (self._held is _RIGHT)
        for colour, wide in ((t.stage, 3.0), (t.accent, 1.4)):
            pen = QPen(QColor(colour), wide)
            if erases and colour == t.accent:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawEllipse(self.place_of(self._cursor.x(), self._cursor.y()), radius, radius)


def _ours(event: QKeyEvent) -> bool:
    key, held = Qt.Key(event.key()), event.modifiers() & ~_PAD
    plain = not held & ~_SHIFT
    acts = event.matches(_UNDO) or event.matches(_REDO)
    return acts or (plain and (key in _ARROWS or key in _DABS or key in _COMMANDS))
