"""One picture with its caption, to look at, to choose, or to drop a file on."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from widgets.controls.file_button import FileButton
from widgets.look import style, tokens
from widgets.look.grid_marks import paint_badge, paint_empty, paint_frame
from widgets.look.i18n import mark, say, tr
from widgets.look.pixels import Pixels

_EDGE = 3  # room for the frame


class Picture(FileButton):
    """A picture as large as fits, nearest neighbour (smooth when made smaller), with a caption below.

    ``clicked`` as of any button; checked is chosen and framed. It takes files once ``set_verb`` is called.
    """

    def __init__(self, caption: str = "", empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: Pixels | None = None
        self._empty, self._verb, self._letter = empty, "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_caption(caption)

    def set_caption(self, caption: str) -> None:
        """Say ``caption`` below; English, translated."""
        say(self, text=caption, name=caption or mark("Picture"))
        self.updateGeometry()

    def set_pixels(self, array: np.ndarray | None) -> None:
        """Show uint8 H x W x 3 or 1, kept, not copied; None shows the empty text.

        Raises:
            ValueError: another type or shape.
        """
        self._pixels = None if array is None else Pixels(array)
        self.update()

    def has_pixels(self) -> bool:
        """Whether there is a picture."""
        return self._pixels is not None

    def set_selected(self, selected: bool) -> None:
        """Frame it as chosen."""
        self.setCheckable(True)
        self.setChecked(selected)

    def set_letter(self, letter: str) -> None:
        """Letter it as the cells of a sheet are."""
        self._letter = letter
        self.update()

    def set_verb(self, verb: str) -> None:
        """Take dropped files, and say ``verb`` while they hover ("Encode this picture"); empty takes none."""
        self._verb = verb
        self.setAcceptDrops(bool(verb))

    def picture_rect(self) -> QRect:
        """Where the picture lies; the whole room when there is none."""
        room = self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE - self._caption_height())
        if self._pixels is None or room.isEmpty():
            return room
        size = QSize(self._pixels.width, self._pixels.height)
        size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRect(
            room.left() + (room.width() - size.width()) // 2, room.top(), size.width(), size.height()
        )

    def _caption_height(self) -> int:
        return 20 if self.text() else 0

    def sizeHint(self) -> QSize:
        return QSize(86 + 2 * _EDGE, 86 + 2 * _EDGE + self._caption_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 40 + self._caption_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        place = self.picture_rect()
        if self._held:
            painter.fillRect(place, QColor(t.accent_soft))
            paint_empty(painter, place, tr(self._verb))
        elif self._pixels is None:
            painter.fillRect(place, QColor(t.field))
            paint_frame(painter, place.adjusted(1, 1, -1, -1), "border", 1)
            paint_empty(painter, place, tr(self._empty))
        else:
            smaller = self._pixels.width > place.width() * self.devicePixelRatioF()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
            painter.drawImage(place, self._pixels.drawable)
        if self.isChecked() or self._held:
            paint_frame(painter, place, "accent", 2)
        elif self.underMouse() and self.isEnabled():
            paint_frame(painter, place, "text", 1)
        paint_badge(painter, place, self._letter)
        self._paint_caption(painter, place)
        painter.end()

    def _paint_caption(self, painter: QPainter, place: QRect) -> None:
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(tokens.current().text2))
        room = QRect(0, place.bottom() + 2, self.width(), 20)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)

    def hitButton(self, pos: QPoint) -> bool:
        return self.picture_rect().contains(pos)

    def nextCheckState(self) -> None:
        """A click chooses nothing by itself: the owner says what is chosen."""


def _demo() -> QWidget:
    page = QWidget()
    line = QHBoxLayout(page)
    draw = np.random.default_rng(2)
    for name, side in (("Your picture", 400), ("Reconstruction", 16), ("Edited", 16)):
        picture = Picture(name)
        picture.set_pixels(draw.integers(0, 255, (side, side, 3), dtype=np.uint8))
        picture.set_selected(name == "Edited")
        line.addWidget(picture)
    line.addWidget(Picture("Nothing", "Nothing yet"))
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
