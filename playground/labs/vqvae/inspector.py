"""Beside the painter: palette, brush, blending."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.kit.scoring import ScoreGroup
from playground.labs.vqvae.brush import Brush
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

    def __init__(self, painter: Painter, brush: Brush) -> None:
        super().__init__("Palette")
        self.setObjectName("vqvae.inspector")
        self._brush = brush
        self.column.setContentsMargins(12, 0, 8, 12)
        self._palette = PaletteView(painter, brush)
        self.scores = ScoreGroup("vqvae")
        for part in (self._palette, self._brush_group(), self._blending(), self._files(), self.scores):
            self.column.addWidget(part)
        self.column.addStretch(1)
        brush.changed.connect(lambda: self.brush_size.set_value(brush.size))

    def _brush_group(self) -> QWidget:
        group, brush = Group("Brush"), self._brush
        self.brush_size = SliderRow("Size", 1, 5, default=1, integer=True, unit="cells")
        self.brush_size.set_name("vqvae.brush")
        self.brush_size.moved.connect(lambda v: brush.resize(int(v)))
        strength = SliderRow("Nudge", 0, 1, default=0.5)
        strength.set_name("vqvae.strength")
        strength.moved.connect(lambda v: setattr(brush, "strength", float(v)))
        tolerance = SliderRow("Tolerance", 0, 1, default=0)
        tolerance.set_name("vqvae.tolerance")
        tolerance.moved.connect(lambda v: setattr(brush, "tolerance", float(v)))
        shape = Segmented([("round", "Round"), ("square", "Square")])
        shape.setObjectName("vqvae.shape")
        shape.chosen.connect(brush.reshape)
        for part in (self.brush_size, strength, tolerance, shape):
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

    def show_other(self, picture: np.ndarray) -> None:
        """The picture that is blended with, uint8 (H, W, C)."""
        self.other.set_pixels(picture)

    def set_usage(self, usage: np.ndarray, dead: np.ndarray) -> None:
        """How often each code is chosen in training, and which are dead."""
        self._palette.set_usage(usage, dead)
