"""Beside the painter: palette, brush, blending."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from playground.labs import vqvae_jobs as jobs
from playground.labs.vqvae_painter import Painter
from widgets.buttons import text_button
from widgets.code_palette import CodePalette
from widgets.i18n import say, tr
from widgets.panel import Group, Panel
from widgets.picture import Picture
from widgets.segmented import Segmented
from widgets.sliders import SliderRow
from widgets.style import set_role


class PaintInspector(Panel):
    """Palette, brush and blend."""

    level_chosen = Signal(str)
    open_clicked = Signal()
    save_clicked = Signal()
    other_clicked = Signal()
    blend_moved = Signal(float, str)
    patch_clicked = Signal()

    def __init__(self, painter: Painter) -> None:
        super().__init__("Palette")
        self.setObjectName("vqvae.inspector")
        self._painter = painter
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        set_role(inner, "page")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(12, 0, 8, 12)
        self._column.setSpacing(8)
        area.setWidget(inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(area, 1)
        for part in (self._palette(), self._brush(), self._blending(), self._files()):
            self._column.addWidget(part)
        self._column.addStretch(1)
        painter.opened.connect(self._opened)
        painter.codes_chosen.connect(self._show_codes)

    def _palette(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        self.level = Segmented([("-2", "Coarse"), ("-1", "Fine")])
        self.level.setObjectName("vqvae.level")
        self.level.chosen.connect(self._choose_level)
        self.level.hide()
        self.palette_view = CodePalette()
        self.palette_view.setObjectName("vqvae.palette")
        self.palette_view.setMinimumHeight(220)
        say(self.palette_view, name="Palette of codes")
        self.palette_view.chosen.connect(self._painter.choose)
        self.palette_view.back_chosen.connect(lambda code: self._painter.choose(code, back=True))
        self._codes = QLabel()
        set_role(self._codes, "caption")
        for part in (self.level, self.palette_view, self._codes):
            column.addWidget(part)
        return box

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
        self.other = Picture("Another")
        self.other.setMinimumSize(84, 104)
        self.other.setObjectName("vqvae.other")
        self.other.clicked.connect(self.other_clicked)
        row.addWidget(self.other)
        side = QVBoxLayout()
        self.way = Segmented([("z", "Vectors"), ("codes", "Codes")])
        self.way.setObjectName("vqvae.way")
        patch = text_button("Into the selection", self.patch_clicked.emit)
        patch.setObjectName("vqvae.patch")
        side.addWidget(self.way)
        side.addWidget(patch)
        side.addStretch(1)
        row.addLayout(side, 1)
        group.body.addLayout(row)
        self.amount = SliderRow("Share", 0, 1, default=0)
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

    def _choose_level(self, level: str) -> None:
        self._painter.level = int(level)
        self._painter.select(None)
        self._show_palette()
        self._painter.changed.emit()

    def _opened(self, found: jobs.Opened) -> None:
        self.level.setVisible(len(found.palettes) > 1)
        self.level.set_current("-1")
        self._show_palette()
        self._show_codes()

    def _show_palette(self) -> None:
        palette = self._painter.palettes[self._painter.level]
        K = len(palette.plane)
        usage, dead = self._usage if self._usage is not None else (np.zeros(K), np.zeros(K, bool))
        if len(usage) != K:
            usage, dead = np.zeros(K), np.zeros(K, bool)
        self.palette_view.set_codes(palette.thumbnails, jobs.palette_order(palette.plane), usage, dead)

    _usage: tuple[np.ndarray, np.ndarray] | None = None

    def set_usage(self, usage: np.ndarray, dead: np.ndarray) -> None:
        """How often each code is chosen in training, and which are dead, as of opening a picture."""
        self._usage = (usage / max(usage.sum(), 1), dead)

    def _show_codes(self) -> None:
        p = self._painter
        self.palette_view.set_front(p.front)
        self.palette_view.set_back(p.back)
        self.brush.set_value(p.size)
        self._codes.setText(tr("Front code {front}, back code {back}", front=p.front, back=p.back))
