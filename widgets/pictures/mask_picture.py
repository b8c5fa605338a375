"""A picture and a mask brushed over it: what lies under the hatch shall be made anew."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import tokens
from widgets.look.grid_marks import paint_empty, paint_frame
from widgets.look.i18n import say, tr
from widgets.look.pixels import Pixels
from widgets.pictures.brush import Brush
from widgets.pictures.brush_canvas import BrushCanvas

_EDGE = 6  # logical px around the picture, for the focus ring
_HALF = 0.5  # ink above which a pixel is masked


class MaskPicture(BrushCanvas):
    """One picture as large as fits, nearest neighbour, and a mask of its pixels under a brush.

    ``changed`` and ``committed`` bring a bool array (height, width), True where it is masked.

    Args:
        empty: what stands there before the first picture.
    """

    softens = False

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(1, 1, Brush(5.0), parent)
        self._pixels: Pixels | None = None
        self._empty = empty
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        say(self, name="Mask over the picture")
        self._describe()

    def set_picture(self, array: np.ndarray | None) -> None:
        """Show uint8 H x W x 3 or 1, kept, not copied; None shows the empty text.

        A mask stays over a picture of the same size, else it is gone with its history.

        Raises:
            ValueError: another type or shape.
        """
        self._pixels = None if array is None else Pixels(array)
        shape = (1, 1) if self._pixels is None else (self._pixels.height, self._pixels.width)
        if self._pixels is None or shape != self._ink.cells.shape:
            self._put(np.zeros(shape))
        self._inked()

    def has_picture(self) -> bool:
        """Whether there is a picture."""
        return self._pixels is not None

    def masked(self) -> np.ndarray:
        """bool (height, width), True where it is masked, a copy."""
        return self._ink.cells > _HALF

    def set_masked(self, mask: np.ndarray) -> None:
        """Show this mask, bool (height, width), without a signal; its history begins anew.

        Raises:
            ValueError: not the shape of the picture.
        """
        found = np.asarray(mask)
        if not self.ready() or found.shape != self._ink.cells.shape or found.dtype != bool:
            raise ValueError(f"a mask {found.dtype} {found.shape} over {self._ink.cells.shape} pixels")
        self._put(found)

    def value(self) -> np.ndarray:
        return self.masked()

    def ready(self) -> bool:
        return self._pixels is not None

    def place(self) -> QRectF:
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        if self._pixels is None or room.isEmpty():
            return room
        size = QSizeF(self._pixels.width, self._pixels.height)
        size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = round(room.left() + (room.width() - size.width()) / 2)
        top = round(room.top() + (room.height() - size.height()) / 2)
        return QRectF(left, top, size.width(), size.height())

    def words(self) -> str:
        """How much is masked, in the language shown."""
        if not self.ready():
            return tr(self._empty) if self._empty else tr("no picture")
        mask = self.masked()
        if not mask.any():
            return tr("nothing masked")
        if mask.all():
            return tr("all masked: nothing known is left")
        share = max(1, round(100 * float(mask.mean())))
        return tr("{share} % masked", share=share)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.words())

    def _redraw(self) -> None:
        self._inked()  # its words are another language's now

    def _inked(self) -> None:
        self._describe()
        self.update()

    # the picture

    def sizeHint(self) -> QSize:
        return QSize(256, 256)

    def minimumSizeHint(self) -> QSize:
        return QSize(64, 64)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place = QPainter(self), self.place()
        if self._pixels is None:
            painter.fillRect(place, QColor(tokens.current().field))
            paint_frame(painter, place.toRect().adjusted(1, 1, -1, -1), "border", 1)
            paint_empty(painter, place.toRect(), tr(self._empty))
        else:
            smaller = self._pixels.width > place.width() * self.devicePixelRatioF()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
            painter.drawImage(place, self._pixels.drawable)
            mask = self.masked()
            if mask.any():
                self._paint_mask(painter, mask)
            painter.setClipRect(place)
            self._paint_brush(painter)
            painter.setClipping(False)
        if self._ringed():
            paint_frame(painter, place.toRect().adjusted(-1, -1, 1, 1), "accent", 2)
        painter.end()

    def _paint_mask(self, painter: QPainter, mask: np.ndarray) -> None:
        """An opaque hatch over masked pixels, and a line around them."""
        t = tokens.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for colour, pattern in (
            (t.field, Qt.BrushStyle.SolidPattern),
            (t.strong, Qt.BrushStyle.BDiagPattern),
        ):
            painter.setBrush(QBrush(QColor(colour), pattern))
            painter.setPen(Qt.PenStyle.NoPen)
            for row, start, end in runs(mask):
                painter.drawRect(QRectF(self.place_of(start, row), self.place_of(end, row + 1)))
        painter.setPen(QPen(QColor(t.text), 1))
        for first, last in edges(mask):
            painter.drawPolyline(QPolygonF([self.place_of(*first), self.place_of(*last)]))
        painter.restore()


def runs(mask: np.ndarray) -> list[tuple[int, int, int]]:
    """Row, first column and the one after the last of every run of True in bool (rows, cols)."""
    ends = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(ends == 1)
    _, stops = np.nonzero(ends == -1)
    return list(zip(rows.tolist(), starts.tolist(), stops.tolist(), strict=True))


def edges(mask: np.ndarray) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Straight lines between True and False, or the rim: (x, y) of both ends, in cells."""
    flat, tall = (np.pad(grid, ((1, 1), (0, 0))) for grid in (mask, mask.T))
    found = [((start, row), (end, row)) for row, start, end in runs(flat[1:] != flat[:-1])]
    return found + [((col, start), (col, end)) for col, start, end in runs(tall[1:] != tall[:-1])]


def _demo() -> QWidget:
    from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

    from widgets.pictures.brush_tools import BrushTools
    from widgets.pictures.demo_faces import face

    page = QWidget()
    line, column = QHBoxLayout(page), QVBoxLayout()
    picture = MaskPicture("No picture yet")
    picture.set_picture(face(32, 1))
    mask = np.zeros((32, 32), bool)
    mask[10:19, 6:27] = True
    mask[4:10, 20:27] = True
    picture.set_masked(mask)
    column.addWidget(BrushTools(picture))
    column.addWidget(picture, 1)
    line.addLayout(column, 1)
    line.addWidget(MaskPicture("Drop a picture to fill a hole in it"), 1)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
