"""A square of pictures with a handle to drag: what lies between the pictures is under the hand."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import tokens
from widgets.look.grid_marks import paint_empty, paint_frame
from widgets.look.i18n import say, tr
from widgets.look.painted import Painted
from widgets.look.pixels import Pixels

_K = Qt.Key
_KEYS = {_K.Key_Left: (-1, 0), _K.Key_Right: (1, 0), _K.Key_Up: (0, -1), _K.Key_Down: (0, 1)}
_STEP = 0.05
_RADIUS = 9.0


class Pad(Painted):
    """The handle stands at (x, y), each in 0..1, from the middle of the first picture to that of the last.

    A click or a drag moves it, as do arrow keys; Home puts it into the middle.
    """

    moved = Signal(float, float)
    """The person moved the handle."""

    def __init__(self, name: str, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self._pixels: Pixels | None = None
        self._across = 2
        self._at = (0.5, 0.5)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        say(self, name=name)

    def set_pictures(self, pictures: np.ndarray | None) -> None:
        """Show uint8 (n, n, H, W, C), n at least 2, row by row; None shows the empty text."""
        if pictures is None:
            self._pixels = None
        else:
            n, _, height, width, channels = pictures.shape
            joined = pictures.transpose(0, 2, 1, 3, 4).reshape(n * height, n * width, channels)
            self._pixels, self._across = Pixels(np.ascontiguousarray(joined)), n
        self.update()

    def has_pictures(self) -> bool:
        """Whether there are any."""
        return self._pixels is not None

    def at(self) -> tuple[float, float]:
        """Where the handle stands."""
        return self._at

    def set_at(self, x: float, y: float) -> None:
        """Put it there, without a signal."""
        self._at = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        column, row = (round(100 * value) for value in self._at)
        self.setAccessibleDescription(tr("{x} % across, {y} % down", x=column, y=row))
        self.update()

    def room(self) -> QRectF:
        """The square of pictures."""
        side = min(self.width(), self.height()) - 4
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def place(self, x: float, y: float) -> QPointF:
        """Where a point is drawn."""
        room, n = self.room(), self._across
        return QPointF(*(
            begin + side * (value * (n - 1) + 0.5) / n
            for begin, side, value in ((room.left(), room.width(), x), (room.top(), room.height(), y))
        ))  # fmt: skip

    def _go(self, x: float, y: float) -> None:
        self.set_at(x, y)
        self.moved.emit(*self._at)

    def _follow(self, place: QPointF) -> None:
        room, n = self.room(), self._across
        if room.width() > 0:
            x, y = (place.x() - room.left()) / room.width(), (place.y() - room.top()) / room.height()
            self._go((x * n - 0.5) / (n - 1), (y * n - 0.5) / (n - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        if event.button() is Qt.MouseButton.LeftButton:
            self._follow(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        self._keyed = True
        if key in _KEYS:
            (x, y), (across, down) = self._at, _KEYS[key]
            self._go(x + _STEP * across, y + _STEP * down)
        elif key == _K.Key_Home:
            self._go(0.5, 0.5)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(240, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.room()
        if self._pixels is None:
            painter.fillRect(room, QColor(t.field))
            paint_empty(painter, room.toRect(), tr(self._empty))
            painter.end()
            return
        smaller = self._pixels.width > room.width() * self.devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
        painter.drawImage(room, self._pixels.drawable)
        place = self.place(*self._at)
        for colour, width in ((t.stage, 4.5), (t.accent, 2.5)):
            painter.setPen(QPen(QColor(colour), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, _RADIUS, _RADIUS)
        if self._ringed():
            paint_frame(painter, room.toRect(), "text", 2)
        painter.end()


def _demo() -> QWidget:
    pad = Pad("Lattice", "Nothing yet")
    hues = np.zeros((5, 5, 16, 16, 3), np.uint8)
    hues[..., 0] = (np.arange(5) * 50)[:, None, None, None]
    hues[..., 1] = (np.arange(5) * 50)[None, :, None, None]
    pad.set_pictures(hues)
    return pad


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
