"""The picture half of a sheet: one image cut into cells, placed and painted."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import tr
from widgets.look.painted import Pointed
from widgets.look.pixels import Pixels
from widgets.pictures.geometry import GAP, MARGIN, Geometry, best_scale


class Tiles(Pointed):
    """``rows x cols`` pictures, nearest neighbour at whole multiples where they fit well, else smooth."""

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: Pixels | None = None
        self._rows, self._cols = 0, 0
        self._geometry: Geometry | None = None
        self._empty = empty
        self._align = (0.5, 0.5)
        self._peers: list[Tiles] = [self]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_tiles(self, pixels: np.ndarray, rows: int, cols: int) -> None:
        """Show uint8 ``pixels`` (rows * height, cols * width, 3 or 1), which are kept, not copied.

        Raises:
            ValueError: the picture cannot be cut into that many cells, or is not uint8.
        """
        if rows < 1 or cols < 1 or not pixels.size or pixels.shape[0] % rows or pixels.shape[1] % cols:
            raise ValueError(f"{pixels.shape} does not hold {rows} x {cols} pictures")
        before = (self._rows, self._cols, self._cell())
        self._pixels, self._rows, self._cols = Pixels(pixels), rows, cols
        if self._geometry is None or before != (rows, cols, self._cell()):
            self._reshaped()
            self._relayout()
            self.updateGeometry()
        self.update()

    def clear(self) -> None:
        """Show the empty text again."""
        self._pixels, self._rows, self._cols = None, 0, 0
        self._reshaped()
        self._relayout()

    def set_empty(self, text: str) -> None:
        """What to say before the first picture; English, translated."""
        self._empty = text
        self.update()

    def set_align(self, align: Qt.AlignmentFlag) -> None:
        """Where the sheet stands in a larger widget; the centre if not told."""
        left, right = align & Qt.AlignmentFlag.AlignLeft, align & Qt.AlignmentFlag.AlignRight
        top, bottom = align & Qt.AlignmentFlag.AlignTop, align & Qt.AlignmentFlag.AlignBottom
        self._align = (0.0 if left else 1.0 if right else 0.5, 0.0 if top else 1.0 if bottom else 0.5)
        self._relayout()

    def share_scale(self, other: Tiles) -> None:
        """Draw both sheets at the smaller of their scales, so that generated and real compare."""
        self._peers = other._peers = [*dict.fromkeys(self._peers + other._peers)]
        self._relayout()

    def count(self) -> int:
        """How many cells there are."""
        return self._rows * self._cols

    def cell_rect(self, index: int) -> QRect:
        """Where a cell lies, in the widget's coordinates; empty when there is no such cell."""
        if self._geometry is None or not 0 <= index < self.count():
            return QRect()
        x, y, width, height = (value / self._ratio() for value in self._geometry.cell(index))
        return QRect(round(x), round(y), round(width), round(height))

    def index_at(self, place: QPointF | QPoint) -> int:
        """The cell under a point, -1 in gaps and outside."""
        if self._geometry is None:
            return -1
        return self._geometry.at(place.x() * self._ratio(), place.y() * self._ratio())

    def _under(self, place: QPointF) -> int:
        return self.index_at(place)

    def fit_scale(self) -> float:
        """Device pixels per picture pixel that this sheet alone could have."""
        return best_scale(self._rows, self._cols, self._cell(), self._area(), self._ratio())

    def _reshaped(self) -> None:
        """The number or the size of the cells is another now."""

    # size

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _area(self) -> tuple[int, int]:
        return round(self.width() * self._ratio()), round(self.height() * self._ratio())

    def _cell(self) -> tuple[int, int]:
        """Width and height of one picture in its own pixels."""
        if self._pixels is None:
            return 32, 32
        return self._pixels.width // self._cols, self._pixels.height // self._rows

    def _span(self, scale: float) -> QSize:
        rows, cols, (width, height) = self._rows or 8, self._cols or 8, self._cell()
        wide, high = cols * width * scale + (cols - 1) * GAP, rows * height * scale + (rows - 1) * GAP
        return QSize(math.ceil(wide) + 2 * MARGIN, math.ceil(high) + 2 * MARGIN)

    def sizeHint(self) -> QSize:
        return self._span(2.0 if max(self._cell()) <= 32 else 1.0)

    def minimumSizeHint(self) -> QSize:
        return self._span(8 / max(self._cell()))

    def heightForWidth(self, width: int) -> int:
        """Height at which a sheet ``width`` wide fills it (no layout is told to use it)."""
        cols = self._cols or 8
        scale = (width - 2 * MARGIN - (cols - 1) * GAP) / (cols * self._cell()[0])
        return self._span(max(scale, 0.1)).height()

    def _relayout(self) -> None:
        scale = min((peer.fit_scale() for peer in self._peers if peer._pixels is not None), default=1.0)
        for peer in self._peers:
            peer._place(scale)

    def _place(self, scale: float) -> None:
        self._geometry = None
        if self._pixels is not None:
            self._geometry = Geometry.fit(
                self._rows, self._cols, self._cell(), self._area(), self._ratio(), scale, self._align
            )
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._relayout()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._relayout()
        return super().event(event)

    # the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._pixels is None or self._geometry is None:
            paint_empty(painter, self.rect(), tr(self._empty))
        else:
            self._paint_cells(painter, self._pixels, self._geometry)
            self._paint_marks(painter)
        painter.end()

    def _paint_cells(self, painter: QPainter, pixels: Pixels, geometry: Geometry) -> None:
        width, height = self._cell()
        painter.save()
        painter.scale(1 / self._ratio(), 1 / self._ratio())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, geometry.width % width != 0)
        for index in range(self.count()):
            row, col = divmod(index, self._cols)
            source = QRect(col * width, row * height, width, height)
            painter.drawImage(QRect(*geometry.cell(index)), pixels.drawable, source)
        painter.restore()

    def _paint_marks(self, painter: QPainter) -> None:
        """Draw over the cells."""
