"""Beside the painter: palette, brush, blending."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.labs.vqvae.painter import Painter
from playground.labs.vqvae.palette import PaletteView
from widgets.controls.buttons import text_button
from widgets.controls.segmented import Segmented
from widgets.form.sliders import SliderRow
from widgets.frame.panel import Group, ScrollPanel
from widgets.pictures.picture import Picture


class PaintInspector(ScrollPanel):
    """Palette, brush and blend."""

    open_clicked = Signal()
    save_clicked = Signal()
    other_clicked = Signal()
    blend_moved = Signal(float, str)
    patch_clicked = Signal()

    def __init__(self, painter: Painter) -> None:
        super().__init__("Palette")
        self.setObjectName("vqvae.inspector")
        self._painter = painter
        self.column.setContentsMargins(12, 0, 8, 12)
        self.palette_view = PaletteView(painter)
        for part in (self.palette_view, self._brush(), self._blending(), self._files()):
            self.column.addWidget(part)
        self.column.addStretch(1)
        painter.codes_chosen.connect(self._show_brush)

    def _brush(self) -> QWidget:
        group = Group("Brush")
        self.brush = SliderRow("Size", 1, 5, default=1, integer=True, unit="cells")
        self.brush.set_name("vqvae.brush")
        self.brush.moved.connect(self._resize)
        self.strength = SliderRow("Nudge", 0, 1, default=0.5)
        self.strength.set_name("vqvae.strength")
        self.strength.moved.connect(lambda v: setattr(self._painter, "strength", float(v)))
        self.tolerance = SliderRow("Tolerance", 0, 1, default=0)
        self.tolerance.set_name("vqvae.tolerance")
        self.tolerance.moved.connect(lambda v: setattr(self._painter, "tolerance", float(v)))
        self.shape = Segmented([("round", "Round"), ("square", "Square")])
        self.shape.setObjectName("vqvae.shape")
        self.shape.chosen.connect(self._reshape)
        for part in (self.brush, self.strength, self.tolerance, self.shape):
            group.body.addWidget(part)
        return group

    def _files(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        for name, text, signal in (
            ("open_picture", "Open a picture", self.open_clicked),
            ("save_painting", "Save painting", self.save_clicked),
        ):
            button = text_button(text, signal.emit)
            button.setObjectName(f"vqvae.{name}")
            row.addWidget(button, 1)
        return box

    def _blending(self) -> QWidget:
        group = Group("Blend with another")
        row = QHBoxLayout()
        self.other = Picture("Another", "Choose a picture")
        self.other.setMinimumSize(84, 104)
        self.other.setObjectName("vqvae.other")
        self.other.clicked.connect(self.other_clicked)
        row.addWidget(self.other)
        side = QVBoxLayout()
        self.way = Segmented([("z", "By vector"), ("codes", "By code")])
        self.way.setObjectName("vqvae.way")
        patch = text_button("Into the selection", self.patch_clicked.emit)
        patch.setObjectName("vqvae.patch")
        side.addWidget(self.way)
        side.addWidget(patch)
        side.addStretch(1)
        row.addLayout(side, 1)
        group.body.addLayout(row)
        self.amount = SliderRow("Mix", 0, 1, default=0)
        self.amount.set_name("vqvae.amount")
        self.amount.moved.connect(lambda v: self.blend_moved.emit(float(v), self.way.current()))
        group.body.addWidget(self.amount)
        return group

    # -- state -----------------------------------------------------------------------------------------

    def _resize(self, size: float) -> None:
        self._painter.size = int(size)
        self._painter.codes_chosen.emit()

    def _reshape(self, shape: str) -> None:
        self._painter.shape = shape
        self._painter.codes_chosen.emit()

    def set_usage(self, usage: np.ndarray, dead: np.ndarray) -> None:
        """How often each code is chosen in training, and which are dead."""
        self.palette_view.set_usage(usage, dead)

    def _show_brush(self) -> None:
        self.brush.set_value(self._painter.size)
