"""Sides that several labs have: a sheet of pictures, or the plane where points are learned."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from engines.points.source import REACH
from playground.kit.compare.kind import EMPTY, Side
from playground.kit.sheets import image_of
from widgets.pictures.grid import ImageGrid
from widgets.plane.square import Square
from widgets.plane.view import PlaneView


class SheetSide(Side):
    """A sheet of pictures; the cell clicked is framed on both sides. Its object has the side's name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._pixels: np.ndarray | None = None
        self.sheet = ImageGrid(EMPTY)
        self.sheet.setObjectName(name)
        self.sheet.clicked.connect(lambda index, _modifiers: self.framed.emit(index))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def join(self, other: Side) -> None:
        if isinstance(other, SheetSide):
            self.sheet.share_scale(other.sheet)

    def begin(self, config: Any) -> None:
        self._pixels = None
        self.sheet.clear()

    def show_tiles(self, pixels: np.ndarray, rows: int, columns: int) -> None:
        """Show a sheet, uint8 (rows * H, columns * W, C)."""
        self._pixels = pixels
        self.sheet.set_tiles(pixels, rows, columns)

    def frame(self, index: int) -> None:
        self.sheet.set_badges({"": index})

    def picture(self) -> QImage:
        return super().picture() if self._pixels is None else image_of(self._pixels)


class PlaneSide(SheetSide):
    """A sheet, or the plane of a run on points, which is called ``<name>.plane``; both planes zoom as one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.plane = PlaneView(EMPTY)
        self.plane.setObjectName(f"{name}.plane")
        self.plane.set_home(Square(0.0, 0.0, REACH))
        self.stack.addWidget(self.plane)

    @property
    def shows_plane(self) -> bool:
        """Whether points are learned."""
        return self.stack.currentWidget() is self.plane

    def join(self, other: Side) -> None:
        super().join(other)
        if isinstance(other, PlaneSide):
            for one, follower in ((self.plane, other.plane), (other.plane, self.plane)):
                one.square_changed.connect(lambda a=one, b=follower: b.set_square(a.square()))

    def begin(self, config: Any) -> None:
        super().begin(config)
        self.plane.set_layers(dict.fromkeys(self.plane.names()))
        self.stack.setCurrentWidget(self.plane if config.plane else self.sheet)

    def picture(self) -> QImage:
        return self.plane.picture() if self.shows_plane else super().picture()
