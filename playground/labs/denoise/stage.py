"""The denoising lab's stage: the plane, or pictures; curves at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from engines.denoise.config import DenoiseConfig
from engines.denoise.snapshot import DenoiseSnapshot
from engines.ground.marks import mark
from playground.kit.curve_foot import CurveFoot
from playground.kit.pages import Pages
from playground.kit.sheets import Curves, series
from playground.kit.stage import Stage
from playground.kit.timeline_bar import TimelineBar
from playground.labs.denoise.pictures_page import PicturesPage
from playground.labs.denoise.plane_page import PlanePage
from playground.labs.denoise.ways_page import WaysPage
from widgets.plots.curve_data import finite

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView

PLOTS = (
    ("excess", mark("Loss over its minimum"), mark("0 is the best there is")),
    ("distance", mark("Samples"), mark("distance to data kept out")),
    ("strays", mark("Strays"), mark("part of the samples, in %")),
    ("loss", mark("Loss"), mark("per number, smoothed")),
)


class DenoiseStage(Stage):
    """Shows what suits the data, points or pictures."""

    turned = Signal()
    """Another page shows, or pages of the other kind of data."""

    def __init__(self) -> None:
        super().__init__("denoise.stage")
        self._floors: dict[str, float] = {}
        self._plane = True
        self.plane, self.ways, self.pictures = PlanePage(), WaysPage(), PicturesPage()
        self.pages = Pages(
            "denoise.pages",
            (
                ("field", mark("Field"), self.plane),
                ("ways", mark("Ways to sample"), self.ways),
                ("compare", mark("Compare"), QWidget()),  # the stage gives way to it
            ),
        )
        self.pages.head.addStretch(1)
        self.pages.head.addWidget(self.plane.kind)
        self.pages.turned.connect(self._turn)
        self.pictures.pages.turned.connect(self._turn)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pages)
        self._stack.addWidget(self.pictures)
        self._curves = CurveFoot("denoise", PLOTS, 800, self._draw_curves)
        foot = TimelineBar("denoise", self._curves)
        self.timeline = foot.line
        height = lambda: min(220, max(132, self.height() // 4 + 16))  # noqa: E731
        self.set_parts(self._stack, foot, height, name="denoise.foot", limits=(122, 290))

    def turn_to(self, page: str, picture_page: str = "") -> None:
        """Show these pages, of points and of pictures; an unknown key is ignored."""
        self.pages.turn_to(page)
        self.pictures.pages.turn_to(picture_page)
        self._turn(page)

    @property
    def comparing(self) -> bool:
        """Whether two runs are compared in its place."""
        return self._shown().current() == "compare"

    def _shown(self) -> Pages:
        return self.pages if self._plane else self.pictures.pages

    def _turn(self, page: str) -> None:
        """Who compares goes on with that when other data are chosen."""
        for pages, first in ((self.pages, "field"), (self.pictures.pages, "samples")):
            if (page == "compare") != (pages.current() == "compare"):
                pages.turn_to(page if page == "compare" else first)
        self._show_kinds()
        self.turned.emit()

    def _show_kinds(self) -> None:
        self.plane.kind.setVisible(self.pages.current() == "field")

    def begin(self, config: DenoiseConfig) -> None:
        """A new run."""
        self._plane = config.plane
        self._stack.setCurrentIndex(0 if config.plane else 1)
        self.plane.forget()
        self.ways.begin(generator=config.method == "dde")
        self.pictures.forget()
        self.follow(config)
        self.turned.emit()

    def follow(self, config: DenoiseConfig) -> None:
        """Settings of the run changed."""
        self.plane.begin(config)

    @property
    def shows_plane(self) -> bool:
        """Whether points are learned."""
        return self._plane

    def looks_at_field(self) -> bool:
        """Whether the field of the plane is in sight."""
        return self._plane and self.plane.view.isVisible()

    def show_snapshot(self, snapshot: DenoiseSnapshot) -> None:
        """The newest state."""
        self._floors = snapshot.floors
        if self._plane:
            self.plane.show_snapshot(snapshot)
            self.ways.set_floors(snapshot.floors, snapshot.data)
        else:
            self.pictures.show_snapshot(snapshot)
        self._curves.show_curves(snapshot.curves)

    def _draw_curves(self, plots: tuple[CurveView, ...], found: Curves) -> None:
        excess, distance, strays, loss = plots
        excess.set_series(series(found, ((mark("excess"), "accent", "excess"),)))
        lines = series(found, ((mark("samples"), "fake", "sw"),))
        if lines and "sw" in self._floors:
            x = lines[0][2]
            lines.append((mark("the data itself"), 4, x, np.full(len(x), self._floors["sw"])))
        distance.set_series(lines)
        steps, part = found.get("strays", (np.empty(0), np.empty(0)))
        steps, part = finite(steps, 100 * part)
        strays.set_series([(mark("strays"), "warn", steps, part)] if len(steps) else [])
        own = ((mark("data's"), "accent", "loss"), (mark("generator's"), "fake", "own"))
        loss.set_series(series(found, own))
        for plot in (excess, distance, strays):
            plot.setVisible(self._plane)
        if self._plane:
            strays.setVisible(self.width() >= 700)
            loss.setVisible(self.width() >= 900)
        else:
            loss.setVisible(True)

    def picture(self) -> QImage | None:
        """What is exported of the plane."""
        return self.plane.picture()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._curves.redraw()
        super().changeEvent(event)
