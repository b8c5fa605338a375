"""The layers lab's stage: the canvas, the bench of masks, and the curves of shared against untied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage

from engines.ground.marks import mark
from engines.layers.snapshot import LayersSnapshot
from playground.kit.curve_foot import CurveFoot
from playground.kit.pages import Pages
from playground.kit.sheets import Curves, series
from playground.kit.stage import Stage
from playground.labs.layers.canvas_page import CanvasPage
from playground.labs.layers.document import Document
from playground.labs.layers.mask_page import MaskPage

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView

PLOTS = (
    ("loss", mark("Loss"), mark("cross-entropy, smoothed")),
    ("right", mark("Right answers"), mark("of held-out examples, in %")),
)


class LayersStage(Stage):
    """Says what is wanted; the lab asks the engine."""

    def __init__(self, document: Document) -> None:
        super().__init__("layers.stage")
        self._floor = 0.0
        self.page = CanvasPage(document)
        self.masks = MaskPage()
        self.pages = Pages(
            "layers.pages",
            (("canvas", mark("Canvas"), self.page), ("masks", mark("Masks"), self.masks)),
        )
        self.pages.head.addStretch(1)
        self.pages.head.addWidget(self.page.counter)
        self._curves = CurveFoot("layers", PLOTS, 800, self._draw_curves)
        height = lambda: min(170, max(96, self.height() // 5))  # noqa: E731
        self.set_parts(self.pages, self._curves, height, name="layers.foot", limits=(90, 260))

    def show_snapshot(self, snapshot: LayersSnapshot) -> None:
        """The newest curves."""
        self._floor = snapshot.floor
        self._curves.show_curves(snapshot.curves)

    def _draw_curves(self, plots: tuple[CurveView, ...], found: Curves) -> None:
        loss, right = plots
        twin = "untied" in found
        mine = mark("shared") if twin else mark("model")
        loss.set_series(series(found, ((mine, "accent", "loss"), (mark("untied"), "fake", "untied"))))
        lines = [
            (name, colour, x, 100 * y)
            for name, colour, x, y in series(
                found, ((mine, "accent", "right"), (mark("untied"), "fake", "untied_right"))
            )
        ]
        if lines:
            x = lines[0][2]
            lines.append((mark("always the same answer"), 4, x, np.full(len(x), 100 * self._floor)))
        right.set_series(lines)

    def picture(self) -> QImage | None:
        """What is exported of the canvas."""
        return self.page.picture()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._curves.redraw()
        super().changeEvent(event)
