"""The hand on a camera: drag orbits, right drag pans, wheel and pinch zoom, and the same by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from widgets.look.painted import Painted
from widgets.solid.projection import Camera

_TURN, _STEP = 0.4, 6.0  # degrees a pixel of a drag, and an arrow key; with Shift five times that
_CLOSER = 1.15  # a key or a notch of the wheel
_K = Qt.Key
_ARROWS = {_K.Key_Left: (-1, 0), _K.Key_Right: (1, 0), _K.Key_Up: (0, 1), _K.Key_Down: (0, -1)}
_ZOOMS = {_K.Key_Plus: _CLOSER, _K.Key_Equal: _CLOSER, _K.Key_Minus: 1 / _CLOSER}
_HOME = (_K.Key_0, _K.Key_Home)
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_SHIFT, _PAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier


class Orbit(Painted):
    """Holds a camera that a person moves. A double-click or 0 resets it."""

    camera_moved = Signal()  # by the person

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = self._camera = Camera()
        self._grip: QPointF | None = None  # where the last move of a drag was
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.grabGesture(Qt.GestureType.PinchGesture)

    def camera(self) -> Camera:
        """Where one looks from."""
        return self._camera

    def set_camera(self, camera: Camera) -> None:
        """Look from there, without a signal."""
        if camera != self._camera:
            self._camera = camera
            self._redraw()

    def reset(self) -> None:
        """Look from where one looked first, as if a person had asked for it."""
        self._turn_to(self._home)

    def _turn_to(self, camera: Camera) -> None:
        if camera != self._camera:
            self.set_camera(camera)
            self.camera_moved.emit()

    def _radius(self) -> float:
        """Pixels that the body's radius takes at zoom 1."""
        return max(1.0, min(self.width(), self.height()) / 2)

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        if event.button() in (_LEFT, _RIGHT) and self._grip is None:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        moved, self._grip = event.position() - self._grip, event.position()
        if event.buttons() & _RIGHT:
            by = self._radius() * self._camera.zoom
            self._turn_to(self._camera.panned(-moved.x() / by, moved.y() / by))
        elif event.buttons() & _LEFT:
            self._turn_to(self._camera.orbited(-moved.x() * _TURN, moved.y() * _TURN))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not event.buttons():
            self._grip = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is _LEFT:
            self.reset()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # the right button pans

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turn_to(self._camera.zoomed(_CLOSER ** (event.angleDelta().y() / 120)))
        event.accept()

    # fingers

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._turn_to(self._camera.zoomed(max(0.2, 1 + event.value())))
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._turn_to(self._camera.zoomed(max(0.2, pinch.scaleFactor())))
                self._grip = None  # two fingers do not orbit
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
        key, camera = Qt.Key(event.key()), self._camera
        if key in _ARROWS:
            far = _STEP * (5 if event.modifiers() & _SHIFT else 1)
            right, up = _ARROWS[key]
            camera = camera.orbited(right * far, up * far)
        elif key in _ZOOMS:
            camera = camera.zoomed(_ZOOMS[key])
        else:
            camera = self._home
        self._turn_to(camera)
        self.update()


def _ours(event: QKeyEvent) -> bool:
    key = Qt.Key(event.key())
    return not event.modifiers() & ~(_SHIFT | _PAD) and (key in _ARROWS or key in _ZOOMS or key in _HOME)
