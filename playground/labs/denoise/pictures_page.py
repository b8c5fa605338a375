"""Pictures: on their way from noise, by several ways, on the bench, and with a hole that is filled."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.denoise.snapshot import DenoiseSnapshot
from engines.ground.marks import mark
from playground.kit.pages import Pages
from playground.labs.denoise.bench_page import BenchPage
from playground.labs.denoise.picture_ways import PictureWays
from widgets.controls.buttons import text_button
from widgets.frame.panel import Panel
from widgets.look.figures import brief
from widgets.look.i18n import say, tr
from widgets.pictures.brush_tools import BrushTools
from widgets.pictures.grid import ImageGrid
from widgets.pictures.mask_picture import MaskPicture
from widgets.pictures.picture import Picture

TOOLS, CAPTION = 110, 18  # px over the pictures, and below one
ROWS, COLUMNS = 4, 6
"""Of the sheets that a snapshot brings."""


class FillPage(QWidget):
    """A mask over a picture; what the network puts in its place."""

    fill_clicked = Signal()
    other_clicked = Signal()
    open_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.canvas = MaskPicture(mark("The picture appears here"))
        self.canvas.setObjectName("denoise.mask")
        self.filled = Picture(mark("Filled"), mark("Cover a part, then fill it"))
        self.filled.setObjectName("denoise.filled")
        tools = QHBoxLayout()
        tools.setSpacing(8)
        brush = BrushTools(self.canvas)
        brush.setObjectName("denoise.mask.tools")
        tools.addWidget(brush, 1)
        for name, text, icon, role, slot in (
            ("fill", mark("Fill"), "magic-wand", "primary", self.fill_clicked.emit),
            ("other", mark("Other picture"), "image", "", self.other_clicked.emit),
            ("open", mark("Open a picture…"), "folder-open", "", self.open_clicked.emit),
        ):
            button = text_button(text, slot, icon=icon, role=role)
            button.setObjectName(f"denoise.mask.{name}")
            tools.addWidget(button)
        row = QHBoxLayout()
        row.addWidget(self.canvas, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.filled, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.addLayout(tools)
        column.addLayout(row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = max(64, min(self.width() // 2 - 20, self.height() - TOOLS))  # equally large, side by side
        self.canvas.setFixedHeight(side)
        self.filled.setFixedHeight(side + CAPTION)

    def show_picture(self, picture: np.ndarray) -> None:
        """What the mask lies over, uint8 (H, W, C)."""
        self.canvas.set_picture(picture)
        self.filled.set_pixels(None)


class PicturesPage(QWidget):
    """Four pages."""

    nearest_wanted = Signal(object)
    """A sample, uint8 (H, W, C): which picture trained on is the nearest?"""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: np.ndarray | None = None
        self._sigma = math.inf
        self.samples = ImageGrid(mark("Samples appear here as soon as there is a network"))
        self.samples.setObjectName("denoise.samples")
        say(self.samples, name="Samples on their way from noise")
        self.samples.clicked.connect(lambda index, _modifiers: self._click(index))
        self._panel = Panel("From noise to pictures", role="stage")
        self._panel.set_dot("fake")
        self._panel.body.addWidget(self.samples, 1)
        self.ways, self.bench, self.fill = PictureWays(), BenchPage(), FillPage()
        pages = (
            ("samples", mark("Samples"), self._panel), ("ways", mark("Ways to sample"), self.ways),
            ("bench", mark("Denoise"), self.bench),
            ("fill", mark("Fill in"), self.fill),
            ("compare", mark("Compare"), QWidget()),  # the stage gives way to it
        )  # fmt: skip
        self.pages = Pages("denoise.page", pages)
        self.pages.head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)

    def forget(self) -> None:
        """A new run."""
        self.ways.forget()
        self.bench.forget()

    def show_snapshot(self, snapshot: DenoiseSnapshot) -> None:
        """The sheet, a move further."""
        if snapshot.sheet is not None:
            self.show_sheet(snapshot.sheet, snapshot.sheet_sigma)

    def show_sheet(self, sheet: np.ndarray, sigma: float) -> None:
        """Samples, uint8 (ROWS H, COLUMNS W, C), with noise of this spread."""
        self._sheet, self._sigma = sheet, sigma
        self.samples.set_tiles(sheet, ROWS, COLUMNS)
        self._say()

    def noise(self) -> float:
        """That the samples shown have."""
        return self._sigma

    def sample(self, index: int) -> np.ndarray | None:
        """A cell of the sheet shown, uint8 (H, W, C)."""
        if self._sheet is None or not 0 <= index < ROWS * COLUMNS:
            return None
        size = self._sheet.shape[0] // ROWS
        row, column = divmod(index, COLUMNS)
        return self._sheet[row * size : (row + 1) * size, column * size : (column + 1) * size].copy()

    def _click(self, index: int) -> None:
        picture = self.sample(index)
        if picture is not None:
            self.samples.set_badges({"A": index})
            self.nearest_wanted.emit(picture)

    def _say(self) -> None:
        if self._sheet is not None:
            done = self._sigma == 0.0
            facts = tr("done") if done else tr("noise σ {sigma}", sigma=brief(self._sigma))
            self._panel.set_facts(facts)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
