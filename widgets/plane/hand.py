"""The hand on the plane: left drags are told, a right drag pans, the wheel zooms, and the same by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from widgets.look.painted import Painted
from widgets.plane.square import Square
from widgets.plane.viewport import Viewport

_CLOSER = 1.15  # a key or a notch of the wheel
_NEAREST, _FARTHEST = 0.01, 30.0  # of the first half: how far one may zoom
_ASTRAY = 30.0  # of the first half: how far one may pan
_STEP = 1 / 40  # of a side: an arrow key; with Shift five times that
_K = Qt.Key
_ARROWS = {_K.Key_Left: (-1, 0), _K.Key_Right: (1, 0), _K.Key_Up: (0, 1), _K.Key_Down: (0, -1)}
_ZOOMS = {_K.Key_Plus: _CLOSER, _K.Key_Equal: _CLOSER, _K.Key_Minus: 1 / _CLOSER}
_HOME, _ENTERS = (_K.Key_0, _K.Key_Home), (_K.Key_Return, _K.Key_Enter)
_LEFT, _RIGHT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_PAD = Qt.KeyboardModifier.KeypadModifier


class PlaneHand(Painted):
    """Holds the square in sight, which a person moves; a subclass says where its room is.

    The wheel zooms about the pointer, a right or middle drag pans, a double-click or 0 resets. Arrows move a
    cursor (with Shift five times as far, with Ctrl the plane under it), Enter clicks there, + and - zoom.
    """

    clicked = Signal(float, float)  # x, y of a press
    dragged = Signal(float, float)  # x, y of every move with the button held
    released = Signal()
    hovered = Signal(float, float)  # where the pointer, or the cursor, is
    left = Signal()  # it is nowhere any more
    square_changed = Signal()  # zoomed, panned or reset by the person

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = self._square = Square()
        self._pointer: tuple[float, float] | None = None  # x, y of mouse or cursor
        self._grip: QPointF | None = None  # where the last move of a pan was
        self._drawing = False  # whether the left button is held
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)

    # what is in sight

    def room(self) -> QRectF:
        """Where the plane is drawn: a square of the widget."""
        return QRectF(self.rect())

    def viewport(self) -> Viewport:
        """What is in sight, and where."""
        room = self.room()
        return Viewport(self._square, room.left(), room.top(), room.width())

    def square(self) -> Square:
        """What is in sight."""
        return self._square

    def set_square(self, square: Square) -> None:
        """Look at this part, without a signal."""
        if square != self._square:
            self._square = square
            self._redraw()

    def home(self) -> Square:
        """What is in sight at first, and after a reset."""
        return self._home

    def set_home(self, square: Square) -> None:
        """Begin with this part; who looks at the old beginning now looks at the new one."""
        at_home, self._home = self._square == self._home, square
        if at_home:
            self.set_square(square)

    def reset(self) -> None:
        """Look at what was in sight first, as if a person had asked for it."""
        self._look(self._home)

    def pointer(self) -> tuple[float, float] | None:
        """x and y under the mouse, or of the cursor; None when neither is in the room."""
        return self._pointer

    def _look(self, square: Square) -> None:
        if square != self._square:
            self.set_square(square)
            self.square_changed.emit()

    def _zoom(self, by: float, x: float, y: float) -> None:
        least, most = self._home.half * _NEAREST, self._home.half * _FARTHEST
        by = self._square.half / min(max(self._square.half / by, least), most)
        self._look(self._kept(self._square.zoomed(by, x, y)))

    def _pan(self, dx: float, dy: float) -> None:
        """Move what is in sight by so much of its half."""
        self._look(self._kept(self._square.panned(dx, dy)))

    def _kept(self, square: Square) -> Square:
        """The same, but not so far away that nobody finds back."""
        home, far = self._home, self._home.half * _ASTRAY
        x = min(max(square.x, home.x - far), home.x + far)
        y = min(max(square.y, home.y - far), home.y + far)
        return Square(x, y, square.half)

    def _point(self, pointer: tuple[float, float] | None) -> None:
        if pointer == self._pointer:
            return
        self._pointer = pointer
        if pointer is None:
            self.left.emit()
        else:
            self.hovered.emit(*pointer)
        self._pointed()

    def _pointed(self) -> None:
        """The pointer is elsewhere now."""
        self.update()

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        place, view = event.position(), self.viewport()
        if event.button() in (_RIGHT, _MIDDLE) and not self._drawing:
            self._grip = place
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is _LEFT and self._grip is None and view.holds(place.x(), place.y()):
            self._drawing = True
            self._point(view.to_data(place.x(), place.y()))
            self.clicked.emit(*view.to_data(place.x(), place.y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._grip is not None:
            moved, self._grip = place - self._grip, place
            half = max(1.0, self.room().width()) / 2
            self._pan(-moved.x() / half, moved.y() / half)
        view = self.viewport()
        inside = view.holds(place.x(), place.y())
        self._point(view.to_data(place.x(), place.y()) if inside else None)
        if self._drawing and inside:
            self.dragged.emit(*view.to_data(place.x(), place.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and not event.buttons() & (_RIGHT | _MIDDLE):
            self._grip = None
            self.setCursor(Qt.CursorShape.CrossCursor)
        if self._drawing and event.button() is _LEFT:
            self._drawing = False
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is _LEFT:
            self.reset()

    def leaveEvent(self, event: QEvent) -> None:
        if not self._keyed:
            self._point(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # the right button pans

    def wheelEvent(self, event: QWheelEvent) -> None:
        place = event.position()
        self._zoom(_CLOSER ** (event.angleDelta().y() / 120), *self.viewport().to_data(place.x(), place.y()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                place = event.position()
                self._zoom(max(0.2, 1 + event.value()), *self.viewport().to_data(place.x(), place.y()))
                return True
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _ours(event):
            event.accept()
            return True
        return super().event(event)

    # the keyboard

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._keyed &= event.reason() is not Qt.FocusReason.ActiveWindowFocusReason  # a window opened

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _ours(event):
            super().keyPressEvent(event)
            return
        self._keyed = True
        key, square = Qt.Key(event.key()), self._square
        x, y = self._pointer or (square.x, square.y)
        if key in _ARROWS:
            self._arrow(x, y, _ARROWS[key], event.modifiers())
        elif key in _ZOOMS:
            self._zoom(_ZOOMS[key], x, y)
        elif key in _HOME:
            self.reset()
        else:
            self._point((x, y))
            self.clicked.emit(x, y)
            self.released.emit()
        self.update()

    def _arrow(self, x: float, y: float, way: tuple[int, int], held: Qt.KeyboardModifier) -> None:
        step = 2 * _STEP * (5 if held & _SHIFT else 1)
        if held & _CONTROL:
            self._pan(way[0] * step, way[1] * step)
        square = self._square
        x, y = x + way[0] * step * square.half, y + way[1] * step * square.half
        over, up = (x - square.x) / square.half, (y - square.y) / square.half
        out = [part - min(max(part, -1.0), 1.0) for part in (over, up)]
        if any(out):
            self._pan(*out)  # the cursor stays in sight
        square = self._square
        self._point((min(max(x, square.left), square.right), min(max(y, square.low), square.high)))


def _ours(event: QKeyEvent) -> bool:
    key, held = Qt.Key(event.key()), event.modifiers() & ~_PAD
    if held & ~(_SHIFT | _CONTROL):
        return False
    return key in _ARROWS or (not held & _CONTROL and (key in _ZOOMS or key in _HOME or key in _ENTERS))
