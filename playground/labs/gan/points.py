"""A run on points: what is asked of its engine for plane and inspector, and what a person does there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from engines.gan.config import GanConfig
from engines.gan.plane import queries
from engines.gan.plane.presets import PLANE, POINTED
from engines.gan.plane.snapshot import Field, PlaneSnapshot, Spot, Turn
from engines.ground.marks import mark
from playground.ground.action import Action
from playground.kit.films import Content
from playground.kit.looking_back import LookingBack
from playground.kit.picture_lab import MENU
from playground.kit.point_exports import exports
from playground.kit.throttle import Throttle
from playground.lab import Exports, Lab
from playground.labs.gan.plane_inspector import PlaneInspector
from playground.labs.gan.plane_page import PlanePage
from widgets.frame.transport import Transport
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.gan.plane.engine import PlaneEngine

PLANE_MENU = mark("Plane")
OFTEN = 0.1  # seconds between looks while it trains
SLOW = 2.0  # moves a second in slow motion
SAVED = 20_000  # points in a table


class PointRun(QObject):
    """Between the lab's engine and the plane.

    Args:
        lab: asks, says, and knows the run. page: the plane. strip: where the speed is chosen.
    """

    def __init__(self, lab: Lab, page: PlanePage, strip: Transport) -> None:
        super().__init__(lab)
        self._lab, self._page, self._strip = lab, page, strip
        self.inspector = PlaneInspector()
        self._look = Throttle(OFTEN, self.look)
        self._fine = True
        self._on = self._painting = False
        self.past = LookingBack(page.timeline, self._look_back, lambda step: lab.run.branch(step))
        page.move_clicked.connect(self.only)
        page.slow_toggled.connect(self._slow)
        page.look_wanted.connect(self.look)
        page.pointed.connect(self._pointed)
        self.inspector.spot_wanted.connect(self._spot)
        self.inspector.spot_left.connect(lambda: self._show_spot(None))

    # -- showing ---------------------------------------------------------------------------------------

    def begin(self, config: GanConfig) -> None:
        """A new run, of points or not."""
        self._on = config.plane
        self.past.begin()
        self.inspector.begin(config)
        if not self._on:
            self._page.slow.setChecked(False)
            return
        if self._page.slow.isChecked():
            self._tell_slow(True)
        if self._painting:
            self._painting = False
            self._page.show_easel(True)
        self.look()

    def show(self, snapshot: PlaneSnapshot, *, resting: bool) -> None:
        """The newest state, and soon a look at it."""
        self._fine = resting or self._page.slow.isChecked()
        self.past.show(snapshot)
        self.inspector.show_snapshot(snapshot, self.past.at)
        self._look(at_once=resting or self._page.slow.isChecked())

    def look(self) -> None:
        """Look at both players, if the plane is in sight."""
        if self._on and self._page.view.isVisible():
            fine = self._fine
            self._lab.ask(lambda e: queries.look(e, fine=fine), self._show_field, key="look")

    def _show_field(self, field: Field) -> None:
        if self._on:
            self._page.show_field(field)
            self.inspector.show_field(field)

    def _look_back(self, step: int | None) -> None:
        """Show both players of an earlier step; None: of now."""

        def look(_: int | None) -> None:
            self.look()
            if isinstance(shown := self._lab.latest, PlaneSnapshot):
                self.inspector.show_snapshot(shown, self.past.at)

        if self._on:
            self._lab.ask(lambda e: e.look_back(step), look, key="past")

    # -- acting ----------------------------------------------------------------------------------------

    def only(self, player: Turn) -> None:
        """Let one player move, the other stand."""
        if self._on:
            self._lab.ask(lambda e: queries.only(e, player), anytime=False)

    def _slow(self, on: bool) -> None:
        self._strip.set_speed(SLOW if on else 0.0)
        self._strip.speed_chosen.emit(SLOW if on else 0.0)
        if self._on:
            self._tell_slow(on)
            if on and not self._lab.run.playing:
                self._lab.run.play()

    def _tell_slow(self, on: bool) -> None:
        self._lab.ask(lambda e: queries.set_slow(e, on), key="slow", anytime=False)

    def paint(self) -> None:
        """Show the easel; where pictures are learned, over a run on points."""
        if self._on:
            self._page.show_easel(True)
        else:
            self._painting = True
            self._lab.run.set_values(data=PLANE.values["data"], **POINTED)

    def paint_over(self, path: str) -> None:
        """Take a picture as a density."""
        try:
            self._page.easel.canvas.load(path)
        except ValueError as wrong:
            self._lab.notice("warn", str(wrong), key="easel")
        else:
            self.paint()

    # -- one point of noise ----------------------------------------------------------------------------

    def _spot(self, x: float, y: float) -> None:
        if self._on:
            self._lab.ask(lambda e: queries.spot(e, x, y), self._show_spot, key="spot")

    def _pointed(self, index: int | None) -> None:
        """The pointer is near a generated point: which noise is that?"""
        if index is None:
            self._show_spot(None)
        elif self._on:
            self._lab.ask(lambda e: queries.spot_of(e, index), self._show_spot, key="spot")

    def _show_spot(self, spot: Spot | None) -> None:
        self._page.show_spot(spot)
        self.inspector.show_spot(spot)

    # -- files, actions --------------------------------------------------------------------------------

    def picture(self) -> QImage | None:
        """The plane as it is seen."""
        return self._page.picture() if self._lab.latest is not None else None

    def exports(self) -> Exports:
        """A table of generated points, or the picture of the plane."""

        def samples(then: Callable[[np.ndarray], None]) -> None:
            def query(engine: PlaneEngine) -> np.ndarray:
                return queries.samples(engine, SAVED, engine.config.seed)

            self._lab.ask(query, then, key="export", anytime=False)

        return exports(self.picture, samples, self._lab.write, ready=self._lab.latest is not None)

    def films(self) -> Sequence[Content]:
        """The plane at the steps kept."""

        def frames(engine: PlaneEngine) -> Iterator[np.ndarray]:
            from engines.gan.plane.film import frames

            return frames(engine)

        kept = isinstance(shown := self._lab.latest, PlaneSnapshot) and bool(shown.kept)
        what = mark("The plane at the steps kept, from the first to the last.")
        return [Content("history", mark("How it learned"), what, frames)] if self._on and kept else []

    def note(self, snapshot: Any) -> str:
        """What is learned."""
        return tr("{count} points, some of them kept out of training.", count=f"{snapshot.data_count:,}")

    def actions(self) -> Sequence[Action]:
        """Of the lab: what a person does on the plane."""
        on = lambda: self._on  # noqa: E731
        page, field_wanted = self._page, self._lab.field_wanted
        return [
            Action(
                "gan.table", mark("Learn a table of points…"),
                lambda: field_wanted.emit("data", "table"), "", "table", MENU,
            ),
            Action("gan.do.only_d", mark("Step only D"), lambda: self.only("d"), "D", "", PLANE_MENU, on),
            Action("gan.do.only_g", mark("Step only G"), lambda: self.only("g"), "G", "", PLANE_MENU, on),
            Action(
                "gan.do.slow", mark("Slow motion"), page.slow.click, "W", "person-simple-walk", PLANE_MENU, on
            ),
            Action("gan.do.paint", mark("Paint a density"), self.paint, "", "paint-brush", PLANE_MENU),
        ]  # fmt: skip
