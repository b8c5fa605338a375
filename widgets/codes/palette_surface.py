"""The picture half of the palette: codes in, drawn once and kept. ``code_palette`` adds the person."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.codes.palette_sheet import EDGE, Codes, Sheet, draw_sheet
from widgets.look import tokens
from widgets.look.grid_marks import paint_empty, paint_frame
from widgets.look.i18n import tr
from widgets.look.painted import Pointed


class PaletteSurface(Pointed):
    """K thumbnails on a square sheet, framed by usage; as high as its width makes it."""

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._codes: Codes | None = None
        self._sheet = Sheet.of(0, 1, 1)
        self._layer: QPixmap | None = None
        self._marked: frozenset[int] = frozenset()
        self._front, self._back, self._cursor = 0, 0, 0
        self._empty = empty
        self._sized = False  # the width before the first layout is no width to be as high as
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(120)

    def set_codes(
        self, thumbnails: np.ndarray, order: np.ndarray, usage: np.ndarray, dead: np.ndarray
    ) -> None:
        """Show a codebook.

        Args:
            thumbnails: uint8 (K, s, s, 3 or 1), by code.
            order: the code that stands at each place, row by row, int (K,).
            usage: part of all uses, float (K,), by code.
            dead: whether nothing uses it, bool (K,), by code.

        Raises:
            ValueError: lengths differ, or ``order`` is no permutation.
        """
        before = 0 if self._codes is None else self._codes.count
        self._codes = Codes.of(thumbnails, order, usage, dead)
        count = self._codes.count
        if before != count:
            self._marked = frozenset()
            self._front, self._back = min(self._front, count - 1), min(self._back, count - 1)
            self._cursor, self._hover = int(self._codes.place[self._front]), -1
        self._relayout()

    def count(self) -> int:
        """How many codes there are."""
        return 0 if self._codes is None else self._codes.count

    def set_marked(self, codes: Iterable[int]) -> None:
        """Let these codes stand out, as the nearest ones do; none of them ends it."""
        self._marked = frozenset(int(code) for code in codes)
        self._redraw()

    def front(self) -> int:
        """The code that the left button paints."""
        return self._front

    def back(self) -> int:
        """The code that the right button paints."""
        return self._back

    def set_front(self, code: int) -> None:
        """Frame the front code, without a signal. One that is not there is passed over."""
        if 0 <= code < self.count():
            self._front = code
            self._cursor = self._place(code)
            self.update()

    def set_back(self, code: int) -> None:
        """Frame the back code, without a signal. One that is not there is passed over."""
        if 0 <= code < self.count():
            self._back = code
            self.update()

    def code_rect(self, code: int) -> QRect:
        """Where a code lies, without its frame; empty when there is no such code."""
        if not 0 <= code < self.count():
            return QRect()
        x, y, side = self._sheet.cell(self._place(code))
        ratio = self.devicePixelRatioF()
        return QRect(round(x / ratio), round(y / ratio), round(side / ratio), round(side / ratio))

    def code_at(self, place: QPointF | QPoint) -> int:
        """The code under a point, -1 where there is none."""
        ratio = self.devicePixelRatioF()
        at = self._sheet.at(place.x() * ratio, place.y() * ratio)
        return int(self._codes.order[at]) if self._codes is not None and at >= 0 else -1

    def _under(self, place: QPointF) -> int:
        return self.code_at(place)

    def _place(self, code: int) -> int:
        return int(self._codes.place[code]) if self._codes is not None else 0

    # the picture

    def _relayout(self) -> None:
        ratio = self.devicePixelRatioF()
        self._sheet = Sheet.of(self.count(), round(self.width() * ratio), ratio)
        if self.count() and self._sized:
            self.setFixedHeight(math.ceil(self._sheet.height / ratio))
        self._redraw()

    def _redraw(self) -> None:
        self._layer = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._sized = True
        self._relayout()

    def sizeHint(self) -> QSize:
        return QSize(376, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._codes is None:
            paint_empty(painter, self.rect(), tr(self._empty))
            painter.end()
            return
        if self._layer is None:
            self._layer = self._drawn(self._codes)
        ratio = self.devicePixelRatioF()
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawPixmap(0, 0, self._layer)
        painter.restore()
        self._paint_marks(painter)
        painter.end()

    def _drawn(self, codes: Codes) -> QPixmap:
        data = draw_sheet(codes, self._sheet, self._marked)
        height, width = data.shape
        return QPixmap.fromImage(
            QImage(data.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
        )

    def _paint_marks(self, painter: QPainter) -> None:
        """Back: a frame in text colour; front: one in accent, wider. Each has a corner of its own."""
        if self._hover >= 0:
            paint_frame(painter, self.code_rect(self._hover), "text", 1)
        for code, role in ((self._back, "text"), (self._front, "accent")):
            cell = self.code_rect(code)
            paint_frame(painter, cell.adjusted(1, 1, -1, -1), "stage", 1)
            paint_frame(painter, cell, role, 2)
        self._paint_corner(painter, self.code_rect(self._front))
        if self._ringed() and self._codes is not None:
            code = int(self._codes.order[self._cursor])
            paint_frame(painter, self.code_rect(code).adjusted(-EDGE, -EDGE, EDGE, EDGE), "text", 2)

    def _paint_corner(self, painter: QPainter, cell: QRect) -> None:
        """Front and back differ without colour too: the front one has its corner filled."""
        side = max(4, cell.width() // 4)
        corner = [cell.topLeft(), cell.topLeft() + QPoint(side, 0), cell.topLeft() + QPoint(0, side)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.current().accent))
        painter.drawPolygon(corner)
