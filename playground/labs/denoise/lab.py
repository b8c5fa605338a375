"""The denoising lab: learn a density by taking noise away; walk, flow and paint with what was learned."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from engines.denoise import DEFAULT, PRESETS, DenoiseConfig, DenoiseSnapshot, suited
from engines.denoise.snapshot import Field
from engines.ground.marks import mark
from engines.ground.runner import State
from playground.ground.action import Action
from playground.ground.lesson import Lesson
from playground.kit.compare.page import ComparePage
from playground.kit.films import Films
from playground.kit.looking_back import LookingBack
from playground.kit.picture_lab import MENU, PictureLab
from playground.kit.point_exports import exports
from playground.kit.point_source import PointSource
from playground.kit.scoring import Scoring
from playground.kit.throttle import Throttle
from playground.lab import Exports
from playground.labs.denoise import asking
from playground.labs.denoise.beside import Beside
from playground.labs.denoise.compare import DenoiseKind
from playground.labs.denoise.inspector import RUNGS, DenoiseInspector
from playground.labs.denoise.lessons import lessons
from playground.labs.denoise.stage import DenoiseStage
from playground.labs.denoise.subject import Subject
from playground.labs.denoise.ways import Ways
from widgets.look.i18n import tr

PLANE_MENU = mark("Plane")
OFTEN = 0.4  # seconds between looks at the field while training
SELDOM = 4.0  # seconds between rounds of what costs more
SAVED = 20_000  # samples in a table


class DenoiseLab(PictureLab):
    """Wires the denoiser's queries to plane, pictures and inspector."""

    key = "denoise"
    hint = mark(
        "Drag σ to see what noise does; click to drop particles, or on a sample to find its nearest picture."
    )
    config_type = DenoiseConfig
    presets = PRESETS
    default_preset = DEFAULT.key
    nicknames = {"method": "method", "dims": "dims", "sampler": "sampler"}  # noqa: RUF012
    folded = (mark("Network"),)
    latest: DenoiseSnapshot | None = None
    source: PointSource

    def __init__(self) -> None:
        super().__init__(PointSource(suited, DenoiseConfig().data))
        self._look, self._survey = Throttle(OFTEN, self.look), Throttle(SELDOM, self._ask_errors)
        self.subject = Subject(self.ask, self)

    # -- the view --------------------------------------------------------------------------------------

    def view(self) -> QWidget:
        stage = self.stage = DenoiseStage()
        plane, ways = stage.plane, stage.ways
        plane.look_wanted.connect(self.look)
        plane.jump_clicked.connect(self.jump)
        plane.easel.painted.connect(self.source.take_painting)
        self.source.painting_wanted.connect(self.paint)
        self.ways = Ways(self.ask, ways, lambda: self.run.config)
        ways.draw_clicked.connect(self.ways.draw)
        ways.measure_clicked.connect(self.ways.measure)
        stage.pages.turned.connect(self._page_turned)
        self.past = LookingBack(stage.timeline, self.look_back, lambda step: self.run.branch(step))
        self._wire_pictures()
        self.compare = ComparePage(self.key, DenoiseKind(), self.run)
        return Beside(stage, self.compare)

    def _wire_pictures(self) -> None:
        pictures, subject = self.stage.pictures, self.subject
        pictures.nearest_wanted.connect(subject.find_nearest)
        pictures.bench.wanted.connect(self._refresh_pictures)
        pictures.fill.fill_clicked.connect(self._fill)
        pictures.ways.draw_clicked.connect(subject.draw)
        pictures.pages.turned.connect(lambda _: self._refresh_pictures())
        for page in (pictures.bench, pictures.fill):
            page.other_clicked.connect(subject.bring_other)
            page.open_clicked.connect(self._open_picture)
        subject.chosen.connect(self._show_subject)
        subject.denoised.connect(pictures.bench.show_answer)
        subject.filled.connect(pictures.fill.filled.set_pixels)
        subject.drawn.connect(pictures.ways.show_draw)
        subject.moved.connect(pictures.show_sheet)

    def inspector(self) -> QWidget:
        view = self.inspected = DenoiseInspector()
        self.subject.nearest.connect(view.show_nearest)
        self.scoring = Scoring(self.ask, self.refused, view.scores, asking.scoring, self)
        return view

    def show(self, snapshot: DenoiseSnapshot) -> None:
        self.latest = snapshot
        self.tell_skipped(snapshot)
        self.past.show(snapshot)
        self.stage.show_snapshot(snapshot)
        self.inspected.show_snapshot(snapshot)
        self._follow_settings()
        runner = self.bridge.runner
        resting = runner is None or runner.state is not State.RUNNING
        if self.stage.shows_plane:
            if not resting and snapshot.step:
                self.stage.plane.begin_walk()
            self._look(at_once=resting)
            self._survey(at_once=resting)
        elif self.subject.follow(snapshot, resting=resting):
            self._survey(at_once=resting)

    def engine_changed(self) -> None:
        self._shown = self.run.config
        self.past.begin()
        self.subject.forget()
        self.scoring.forget()
        self.source.learned = self.run.config.data
        self.stage.begin(self.run.config)
        self.inspected.begin(self.run.config)
        self.look()

    def look_back(self, step: int | None) -> None:
        """Look at everything with the networks of an earlier step; None: with those of now."""
        self.ask(lambda e: e.look_back(step), lambda _: self._refresh_all(), key="past", anytime=False)

    def _refresh_all(self) -> None:
        self.look()
        self._ask_errors()
        self._refresh_pictures()

    def _follow_settings(self) -> None:
        if self.run.config != self._shown:
            self._shown = self.run.config
            self.stage.follow(self.run.config)
            self.inspected.follow(self.run.config)

    # -- the plane -------------------------------------------------------------------------------------

    def look(self) -> None:
        """Ask for the field that is looked at, if it is in sight."""
        if not self.stage.looks_at_field():
            return
        plane = self.stage.plane
        wanted = asking.Look(plane.sigma.value(), plane.kind.current())

        def show(found: tuple[Field, np.ndarray, Field]) -> None:
            if self.stage.shows_plane:
                field, grid, exact = found
                plane.show_field(field, grid)
                self.inspected.show_exact(exact)

        self.ask(asking.look(wanted), show, key="look")

    def jump(self) -> None:
        """Every particle to where the denoiser thinks that it came from."""
        plane, walkers = self.stage.plane, self.stage.plane.walkers
        self.ask(asking.jumped(walkers.positions(), plane.sigma.value()), walkers.place, key="jump")

    def paint(self) -> None:
        """Show the easel."""
        self.stage.turn_to("field")
        self.stage.plane.show_easel(True)

    def _ask_errors(self) -> None:
        if not self.stage.shows_plane or not self.stage.isVisible():
            self._refresh_pictures()
            return
        config = self.run.config
        for rung, sigma in enumerate(np.geomspace(config.sigma_low, config.sigma_high, RUNGS)):
            show = functools.partial(self.inspected.show_error, rung)
            self.ask(asking.error(float(sigma)), show, key=f"error.{rung}")

    def _page_turned(self, page: str) -> None:
        if page != "compare":
            self._ask_errors()  # nobody asked while two runs were compared in this place
        if page == "field":
            self.look()
        elif page == "ways" and not self.stage.ways.draws():
            self.ways.draw()

    # -- pictures --------------------------------------------------------------------------------------

    def _open_picture(self) -> None:
        self.source.ask_picture(self.stage)

    def encode_file(self, path: str) -> None:
        if self.stage.shows_plane:
            self.stage.plane.easel.canvas.load(path)
            self.paint()
        else:
            self.ask_for_picture(path, self._take_own)

    def _take_own(self, picture: np.ndarray) -> None:
        pages = self.stage.pictures.pages
        if pages.current() == "samples":
            pages.turn_to("bench")
        self.subject.take(picture)

    def _show_subject(self, picture: np.ndarray) -> None:
        self.stage.pictures.bench.show_clean(picture)
        self.stage.pictures.fill.show_picture(picture)
        self._refresh_pictures()

    def _refresh_pictures(self) -> None:
        """What the network makes of the picture on the bench, by what it has learned so far."""
        bench = self.stage.pictures.bench
        if bench.isVisible():  # a walk takes its time
            self.subject.denoise(bench.sigma(), bench.seed)

    def _fill(self) -> None:
        if self.subject.fill(self.stage.pictures.fill.canvas.masked()):
            self.outdated.emit("fill")
        else:
            self.notice("info", tr("Cover a part of the picture first."), key="fill")

    # -- files -----------------------------------------------------------------------------------------

    def sheet(self) -> np.ndarray | None:
        if self.latest is None:
            return None
        return self.latest.sheet if self.latest.drawn is None else self.latest.drawn

    def since(self) -> int | None:
        return None

    def picture(self) -> QImage | None:
        if self.stage.comparing:
            return self.compare.picture()
        if self.stage.shows_plane:
            return self.stage.picture() if self.latest is not None else None
        return super().picture()

    def data_note(self, snapshot: DenoiseSnapshot) -> str:
        if not self.run.config.plane:
            return super().data_note(snapshot)
        return tr("{count} points, some of them kept out of training.", count=f"{snapshot.data_count:,}")

    def exports(self) -> Exports | None:
        if self.stage.comparing:
            return self.compare.exports(self.write)
        if not self.stage.shows_plane:
            return None

        def samples(then: Callable[[np.ndarray], None]) -> None:
            self.ask(asking.points(SAVED, self.ways.seed), then, key="export", anytime=False)

        return exports(self.stage.picture, samples, self.write, ready=self.latest is not None)

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        plane = self.stage.plane
        return [
            *self.source_actions(),
            Action("denoise.table", mark("Learn a table of points…"), self._choose_table, "", "table", MENU),
            Action("denoise.open", mark("Open a picture…"), self._open_picture, "Ctrl+I", "image", MENU),
            Films(self, lambda: [asking.emerging()] if self.latest else [], lambda: self.stage).action(),
            Action("denoise.do.walk", mark("Walk"), plane.walk.click, "W", "person-simple-walk", PLANE_MENU),
            Action("denoise.do.jump", mark("Jump"), self.jump, "J", "arrow-fat-lines-right", PLANE_MENU),
            Action("denoise.do.paint", mark("Paint a density"), self.paint, "", "paint-brush", PLANE_MENU),
            Action("denoise.do.draw", mark("Draw by every way"), self.ways.draw, "", "shuffle", PLANE_MENU),
        ]

    def _choose_table(self) -> None:
        self.field_wanted.emit("data", "table")

    def lessons(self) -> Sequence[Lesson]:
        return lessons(lambda: self.run.config, lambda: self.latest, lambda: self.stage)

    def save_state(self) -> dict[str, Any]:
        stage = self.stage
        return {
            "plane": stage.plane.state(),
            "noise": stage.pictures.bench.sigma(),
            "pages": [stage.pages.current(), stage.pictures.pages.current()],
            "compare": self.compare.state(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        if isinstance(plane := state.get("plane"), dict):
            self.stage.plane.restore(plane)
        noise, pages = state.get("noise"), state.get("pages")
        row = self.stage.pictures.bench.noise
        if isinstance(noise, int | float) and row.slider.scale.holds(noise):
            row.set_value(float(noise))
        if isinstance(pages, list) and len(pages) == 2:
            self.stage.turn_to(str(pages[0]), str(pages[1]))
        self.compare.restore(state.get("compare"))


LAB = DenoiseLab
