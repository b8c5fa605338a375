"""The painter's palette: all codes, the two in hand, those nearest to the front one, and their use."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engines.ground.marks import mark
from engines.vqvae.painting.queries import Opened
from playground.labs.vqvae.brush import Brush
from playground.labs.vqvae.painter import Painter
from widgets.codes.pair import CodePair
from widgets.codes.palette import CodePalette
from widgets.codes.strip import CodeStrip
from widgets.codes.usage_bars import UsageBars
from widgets.controls.segmented import Segmented
from widgets.frame.panel import Group
from widgets.look.i18n import say
from widgets.look.labels import WrappedLabel

NOTE = mark(
    "Each code as it looks amid its like. Painted, its neighbours and the coarse codes change it: rest the "
    "pointer on the painting to see how."
)


class PaletteView(QWidget):
    """Shows the palette of the level painted on; the sheet keeps its order until the person changes it."""

    def __init__(self, painter: Painter, brush: Brush) -> None:
        super().__init__()
        self._painter, self._brush = painter, brush
        self._by, self._marking = "similar", False
        self._usage: tuple[np.ndarray, np.ndarray] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.level = Segmented([("-2", "Coarse"), ("-1", "Fine")])
        self.level.setObjectName("vqvae.level")
        self.level.chosen.connect(self._choose_level)
        self.level.hide()
        self.order = Segmented([("similar", "Similar"), ("used", "Used"), ("light", "Light")])
        self.order.setObjectName("vqvae.order")
        self.order.chosen.connect(self._choose_order)
        self.sheet = CodePalette()
        self.sheet.setObjectName("vqvae.palette")
        self.sheet.setMinimumHeight(200)
        say(self.sheet, name="Palette of codes")
        self.sheet.chosen.connect(brush.choose)
        self.sheet.back_chosen.connect(lambda code: brush.choose(code, back=True))
        self.pair = CodePair()
        self.pair.setObjectName("vqvae.pair")
        self.pair.clicked.connect(lambda: painter.command("swap"))
        self.nearest = CodeStrip("Nearest")
        self.nearest.setObjectName("vqvae.nearest")
        self.nearest.chosen.connect(brush.choose)
        self.nearest.looked_at.connect(self._mark_nearest)
        note = WrappedLabel(role="caption")
        say(note, text=NOTE)
        for part in (self.level, self.order, self.sheet, note, self.pair, self.nearest):
            column.addWidget(part)
        group = Group("Usage")
        self.bars = UsageBars()
        self.bars.setObjectName("vqvae.palette_usage")
        self.bars.setFixedHeight(96)
        group.body.addWidget(self.bars)
        column.addWidget(group)
        painter.opened.connect(self._opened)
        brush.changed.connect(self._show_codes)

    def set_usage(self, usage: np.ndarray, dead: np.ndarray) -> None:
        """How often each code is chosen in training, and which are dead; shown when a picture is opened."""
        self._usage = (usage / max(usage.sum(), 1), dead)

    # -- inside ----------------------------------------------------------------------------------------

    def _choose_level(self, level: str) -> None:
        self._painter.set_level(int(level))
        self._show_palette()
        self._show_codes()

    def _choose_order(self, by: str) -> None:
        self._by = by
        if self._painter.palettes:
            self._show_palette()

    def _opened(self, found: Opened) -> None:
        self.level.setVisible(len(found.palettes) > 1)
        self.level.set_current("-1")
        self._show_palette()
        self._show_codes()

    def _use(self, K: int) -> tuple[np.ndarray, np.ndarray]:
        if self._usage is None or len(self._usage[0]) != K:
            return np.zeros(K), np.zeros(K, bool)
        return self._usage

    def _show_palette(self) -> None:
        palette = self._painter.palette
        usage, dead = self._use(len(palette))
        self.sheet.set_codes(palette.thumbnails, palette.order(self._by, usage), usage, dead)
        self.bars.set_usage(usage, dead)

    def _mark_nearest(self, on: bool) -> None:
        """Looking at the nearest codes shows where they lie on the sheet."""
        self._marking = on
        if self._painter.palettes:
            self.sheet.set_marked(self._painter.palette.neighbours[self._brush.front] if on else ())

    def _show_codes(self) -> None:
        front, back = self._brush.front, self._brush.back
        self.sheet.set_front(front)
        self.sheet.set_back(back)
        if not self._painter.palettes:
            return
        palette = self._painter.palette
        usage, _ = self._use(len(palette))
        pictures, near = palette.thumbnails, palette.neighbours[front]
        self.pair.set_pair(pictures[front], pictures[back], (front, back), float(usage[front]))
        self.nearest.set_codes(pictures[near], near)
        if self._marking:
            self.sheet.set_marked(near)
