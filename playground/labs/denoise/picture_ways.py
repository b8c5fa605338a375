"""Pictures by several ways of sampling, side by side from the same noise."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.ground.marks import mark
from playground.labs.denoise.ways_page import WAYS
from widgets.controls.buttons import text_button
from widgets.frame.panel import Panel
from widgets.look.figures import count
from widgets.look.i18n import say, tr
from widgets.pictures.grid import ImageGrid

ROWS, COLUMNS = 4, 2
"""Of pictures of each way."""


class PictureWays(QWidget):
    """A small sheet for each sampler."""

    draw_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        draw = text_button(
            "Draw from the same noise",
            self.draw_clicked.emit,
            icon="shuffle",
            tip="Every click brings other noise",
        )
        draw.setObjectName("denoise.pictures.draw")
        tools, row = QHBoxLayout(), QHBoxLayout()
        tools.setContentsMargins(12, 0, 12, 0)
        tools.addWidget(draw)
        tools.addStretch(1)
        row.setSpacing(0)
        self.sheets: dict[str, ImageGrid] = {}
        self._panels: dict[str, Panel] = {}
        for key, title in WAYS[:3]:
            panel, sheet = Panel(title, role="stage"), ImageGrid(mark("Draw, and samples appear here"))
            sheet.setObjectName(f"denoise.pictures.{key}")
            say(sheet, name=title)
            panel.body.addWidget(sheet, 1)
            row.addWidget(panel, 1)
            self.sheets[key], self._panels[key] = sheet, panel
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(tools)
        column.addLayout(row, 1)

    def forget(self) -> None:
        """Another run: nothing has been drawn from it yet."""
        for key, sheet in self.sheets.items():
            sheet.clear()
            self._panels[key].set_facts("")

    def show_draw(self, sampler: str, pictures: np.ndarray, evaluations: int) -> None:
        """Samples of one way, uint8 (ROWS COLUMNS, H, W, C), and what one of them cost."""
        if len(pictures) < ROWS * COLUMNS:  # the engine was being closed
            return
        h, w, c = pictures.shape[1:]
        tiles = pictures.reshape(ROWS, COLUMNS, h, w, c).transpose(0, 2, 1, 3, 4).reshape(ROWS * h, -1, c)
        self.sheets[sampler].set_tiles(np.ascontiguousarray(tiles), ROWS, COLUMNS)
        self._panels[sampler].set_facts(tr("{cost} evaluations", cost=count(evaluations)))
