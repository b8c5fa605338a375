"""Where a person paints a density of points, and asks for it to be learned."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.ground.marks import mark
from engines.points.painted import CELLS, REACH
from widgets.controls.buttons import text_button
from widgets.pictures.brush_tools import BrushTools
from widgets.plane.paint_plane import PaintPlane
from widgets.plane.square import Square


class Easel(QWidget):
    """A canvas with its brush; ``lab`` is the key before the objects' names: easel, brush, learn."""

    painted = Signal(object)
    """A density to learn, float32 (side, side), row 0 at the bottom."""

    def __init__(self, lab: str) -> None:
        super().__init__()
        self.canvas = PaintPlane(CELLS, Square(0.0, 0.0, REACH), mark("Paint where the points shall be"))
        self.canvas.setObjectName(f"{lab}.easel")
        tools = BrushTools(self.canvas)
        tools.setObjectName(f"{lab}.brush")
        learn = text_button("Learn it", self._learn, role="primary", icon="play-fill")
        learn.setObjectName(f"{lab}.learn")
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(tools, 1)
        row.addWidget(learn)
        column.setContentsMargins(12, 0, 12, 8)
        column.addLayout(row)
        column.addWidget(self.canvas, 1)

    def _learn(self) -> None:
        self.painted.emit(self.canvas.density())
