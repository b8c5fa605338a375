"""A small picture of what something is: in its own colours, or in ink, of which the theme has its own."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.look import tokens
from widgets.look.pixels import Pixels

RADIUS = 4.0


class Thumbnail(QWidget):
    """Shows a picture as large as it fits, in the middle; an empty frame where there is none.

    Args:
        width, height: logical px.
        close: no wider than the picture is at this height.
    """

    def __init__(
        self, width: int, height: int, parent: QWidget | None = None, *, close: bool = False
    ) -> None:
        super().__init__(parent)
        self._pixels: Pixels | None = None
        self._widest, self._close = width, close
        self.setFixedSize(width, height)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_picture(self, picture: np.ndarray | None) -> None:
        """uint8 (h, w, 3) in colours, or (h, w): how much ink, 255 is all. None: nothing is known."""
        self._pixels = pixels = None if picture is None else Pixels(picture)
        if self._close and pixels is not None:
            self.setFixedWidth(min(self._widest, round(self.height() * pixels.width / pixels.height)))
        self.update()

    @property
    def empty(self) -> bool:
        """Whether there is no picture."""
        return self._pixels is None

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._pixels is None:
            painter.setPen(QPen(QColor(tokens.current().border), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        else:
            place = self._place(self._pixels)
            if self._pixels.array.ndim == 3:
                path = QPainterPath()
                path.addRoundedRect(place, RADIUS, RADIUS)
                painter.setClipPath(path)
            painter.drawImage(place, self._scaled(_shown(self._pixels), place))
        painter.end()

    def _scaled(self, image: QImage, place: QRectF) -> QImage:
        """As many pixels as the screen has there, each the mean of those it stands for: thin lines stay."""
        size = (place.size() * self.devicePixelRatioF()).toSize()
        smooth = Qt.TransformationMode.SmoothTransformation
        return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)

    def _place(self, pixels: Pixels) -> QRectF:
        scale = min(self.width() / pixels.width, self.height() / pixels.height)
        wide, high = pixels.width * scale, pixels.height * scale
        return QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)


def _shown(pixels: Pixels) -> QImage:
    """In colours; ink is the theme's second text colour, as see-through as there is little of it."""
    if pixels.array.ndim == 3:
        return pixels.drawable
    inked = QImage(pixels.width, pixels.height, QImage.Format.Format_ARGB32)
    inked.fill(QColor(tokens.current().text2))
    cover = QImage(pixels.array.data, pixels.width, pixels.height, pixels.width, QImage.Format.Format_Alpha8)
    inked.setAlphaChannel(cover)
    return inked


def _demo() -> QWidget:
    from PySide6.QtWidgets import QHBoxLayout

    page = QWidget()
    row = QHBoxLayout(page)
    across = np.linspace(0, 255, 192).astype(np.uint8)
    ink = np.broadcast_to(across, (96, 192))
    for picture in (ink, np.stack([ink, ink[::-1], 255 - ink], 2), None):
        thumbnail = Thumbnail(96, 48)
        thumbnail.set_picture(picture)
        row.addWidget(thumbnail)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
