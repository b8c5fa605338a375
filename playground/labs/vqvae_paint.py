"""The VQ-VAE lab's painter: tool rail, canvas, guesses of the prior."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from engines.marks import mark
from playground.labs import vqvae_jobs as jobs
from playground.labs.vqvae_painter import Painter
from widgets.buttons import icon_button, text_button
from widgets.code_canvas import CodeCanvas
from widgets.i18n import say, tr
from widgets.panel import Group, Panel
from widgets.picture import Picture
from widgets.sliders import SliderRow
from widgets.tool_rail import ToolRail
from widgets.variants import Variants

TOOLS = [
    ("pencil", "pencil-simple", mark("Pencil"), "B"),
    ("eraser", "eraser", mark("Eraser: mask cells"), "E"),
    ("fill", "paint-bucket", mark("Fill"), "G"),
    ("pick", "eyedropper", mark("Eyedropper"), "I"),
    ("select", "selection", mark("Select a rectangle"), "M"),
    ("wand", "magic-wand", mark("Select equal codes"), "W"),
    ("line", "line-segment", mark("Line"), "L"),
    ("nudge", "magnet", mark("Nudge toward a code"), "N"),
    ("noise", "dots-nine", mark("Noise among near codes"), "R"),
    ("stamp", "stack", mark("Stamp (Ctrl+B takes the selection)"), ""),
]
OVERLAYS = {
    "grid": ("grid-four", mark("Grid lines")),
    "numbers": ("hash", mark("Code numbers")),
    "colours": ("palette", mark("Code colours")),
    "influence": ("crosshair", mark("Pixels that a code can change")),
    "difference": ("circle-half", mark("Difference from the original")),
    "surprise": ("lightning", mark("Surprise of the prior")),
}


class PaintPage(QWidget):
    """Rail, canvas, and the row of guesses. Says what is wanted; the lab does it."""

    fill_clicked = Signal()
    sample_clicked = Signal()
    surprise_wanted = Signal()
    train_clicked = Signal()
    play_clicked = Signal()
    more_clicked = Signal()
    chosen = Signal(int)

    def __init__(self, painter: Painter) -> None:
        super().__init__()
        self.setObjectName("vqvae.paint")
        self._painter = painter
        self.rail = ToolRail(TOOLS, "vqvae")
        self.canvas = CodeCanvas(mark("Play for a moment, then open a picture here"))
        self.canvas.setObjectName("vqvae.canvas")
        say(self.canvas, name="Painting")
        self.variants = Variants("vqvae")
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        stage = Panel("Painting", role="stage")
        self.stage = stage
        stage.body.addLayout(self._overlays())
        stage.body.addWidget(self.canvas, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(stage, 1)
        layout.addWidget(self._guesses())

    def _guesses(self) -> Panel:
        """The prior's part, and the comparison with where one began."""
        side = Panel("Fill the mask", role="stage")
        side.setFixedWidth(264)
        side.set_facts(tr("guesses of the prior"))
        self.temperature = SliderRow("Temperature", 0, 2, default=1)
        self.temperature.set_name("vqvae.temperature")
        self.top_k = SliderRow("Top k", 0, 64, default=0, integer=True)
        self.top_k.set_name("vqvae.top_k")
        for row in (self.temperature, self.top_k):
            self.variants.between.addWidget(row)
        self.fill = text_button("Fill the mask", self.fill_clicked.emit, role="soft")
        self.fill.setObjectName("vqvae.fill")
        self.sample = text_button("Sample a whole picture", self.sample_clicked.emit)
        self.sample.setObjectName("vqvae.sample")
        self.train = text_button("Train the prior", self.train_clicked.emit)
        self.train.setObjectName("vqvae.train_prior")
        side.body.addWidget(self.variants)
        for button in (self.fill, self.sample, self.train):
            side.body.addWidget(button)
        compare = Group("Compare")
        pair = QHBoxLayout()
        self.before, self.now = Picture("Original"), Picture("Painting")
        for picture in (self.before, self.now):
            picture.setMinimumSize(84, 104)
            pair.addWidget(picture, 1)
        compare.body.addLayout(pair)
        side.body.addWidget(compare)
        side.body.addStretch(1)
        return side

    def _overlays(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.overlays: dict[str, QPushButton] = {}
        for name, (icon, tip) in OVERLAYS.items():
            button = icon_button(icon, tip, lambda: None)
            button.setObjectName(f"vqvae.overlay.{name}")
            button.setCheckable(True)
            button.toggled.connect(functools.partial(self._overlay, name))
            row.addWidget(button)
            self.overlays[name] = button
        row.addStretch(1)
        for icon, tip, command in (
            ("arrow-u-up-left", "Undo", "undo"),
            ("arrow-u-up-right", "Redo", "redo"),
        ):
            button = icon_button(icon, tip, functools.partial(self._painter.command, command))
            button.setObjectName(f"vqvae.{command}")
            row.addWidget(button)
        self.overlays["grid"].setChecked(True)
        self.overlays["influence"].setChecked(True)
        return row

    def _wire(self) -> None:
        c, p = self.canvas, self._painter
        self.rail.chosen.connect(self._choose_tool)
        c.key_tool.connect(self._choose_tool)
        c.command.connect(self._command)
        c.stroke_began.connect(self._began)
        c.stroke_moved.connect(p.move)
        c.stroke_ended.connect(p.release)
        c.picked.connect(lambda row, column: p.choose(int(p.grid[row, column])))
        c.picked_back.connect(lambda row, column: p.choose(int(p.grid[row, column]), back=True))
        c.rect_selected.connect(lambda r0, c0, r1, c1: p.rectangle((r0, c0), (r1 - 1, c1 - 1)))
        c.hovered.connect(self._hovered)
        p.changed.connect(self._show_document)
        p.decoded.connect(self._show_picture)
        p.opened.connect(self._opened)
        p.codes_chosen.connect(self._show_brush)
        self.variants.used.connect(self.chosen)
        self.variants.more.connect(self.more_clicked)

    # -- gestures --------------------------------------------------------------------------------------

    def _choose_tool(self, tool: str) -> None:
        if tool != "hand":
            self._painter.tool = tool
            self.rail.set_current(tool)
        self.canvas.set_tool(tool)
        self._show_brush()

    def _command(self, name: str) -> None:
        if name == "fill_mask":
            self.fill_clicked.emit()
        elif name == "play":  # Space, tapped without panning
            self.play_clicked.emit()
        else:
            self._painter.command(name)
            if name == "stamp" and self._painter.patch is not None:
                self._choose_tool("stamp")

    def _began(self, cell: tuple[int, int], button: Any, modifiers: Any) -> None:
        self._painter.press(
            cell,
            secondary=button == Qt.MouseButton.RightButton,
            straight=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        )

    def _hovered(self, row: int, column: int) -> None:
        if self._painter.document is None:
            return
        code = int(self._painter.grid[row, column])
        self.stage.set_facts(tr("row {row}, col {column}: code {code}", row=row, column=column, code=code))

    # -- showing ---------------------------------------------------------------------------------------

    def _opened(self, found: jobs.Opened) -> None:
        plane = found.palettes[-1].plane
        colours = np.stack(
            [127.5 + 127.5 * plane[:, 0], 127.5 + 127.5 * plane[:, 1], np.full(len(plane), 150.0)], 1
        )
        self.canvas.set_code_colours(np.clip(colours, 0, 255).astype(np.uint8))
        self.variants.set_pictures(None)
        self.before.set_pixels(found.picture)
        self.canvas.fit()

    def _show_document(self) -> None:
        document = self._painter.document
        if document is None:
            return
        level = self._painter.level
        self.canvas.set_grid(document.grid(level), document.holes(level))
        self.canvas.set_selection(self._painter.selection)

    def _show_picture(self, picture: np.ndarray) -> None:
        self.canvas.set_picture(picture)
        self.now.set_pixels(picture)
        original = self._painter.original
        if original is not None and original.shape == picture.shape:
            away = np.abs(picture.astype(int) - original.astype(int)).mean(-1)
            self.canvas.set_difference(away.astype(np.uint8))
        if self.overlays["surprise"].isChecked():
            self.surprise_wanted.emit()

    def _show_brush(self) -> None:
        p = self._painter
        self.canvas.set_brush(p.size, p.shape)
        if p.patch is not None:
            self.canvas.set_stamp(*p.patch.shape)

    def _overlay(self, name: str, on: bool) -> None:
        self.canvas.set_overlay(name, on)
        if name == "surprise" and on:
            self.surprise_wanted.emit()
