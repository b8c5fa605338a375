"""The denoising lab: learn a density by taking noise away; walk, flow and paint with what was learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from engines.denoise import DEFAULT, PRESETS, DenoiseConfig, DenoiseSnapshot
from engines.denoise.config import Sampler
from engines.denoise.snapshot import Draw, Field
from engines.ground.files import write_atomic
from engines.ground.marks import mark
from engines.ground.runner import State
from playground.ground.action import Action
from playground.ground.lesson import Lesson
from playground.kit.picture_lab import MENU, PictureLab
from playground.kit.png import write_png
from playground.kit.throttle import Throttle
from playground.lab import Exports
from playground.labs.denoise import asking
from playground.labs.denoise.inspector import RUNGS, DenoiseInspector
from playground.labs.denoise.lessons import lessons
from playground.labs.denoise.picture_ways import COLUMNS, ROWS
from playground.labs.denoise.source import DenoiseSource
from playground.labs.denoise.stage import DenoiseStage
from playground.labs.denoise.ways_page import LEVELS
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.denoise.pictures.answers import Bench, Nearest

PLANE_MENU = mark("Plane")
OFTEN = 0.4  # seconds between looks at the field while training
SELDOM = 4.0  # seconds between rounds of what costs more
SAVED = 20_000  # samples in a table
SAMPLERS: tuple[Sampler, ...] = get_args(Sampler)


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
    source: DenoiseSource

    def __init__(self) -> None:
        super().__init__(DenoiseSource())
        self._look, self._survey = Throttle(OFTEN, self.look), Throttle(SELDOM, self._ask_errors)
        self._seed = 0
        self._picture = 0
        self._own = False
        self.subject: np.ndarray | None = None
        """The picture on the bench and under the mask, uint8 (H, W, C)."""

    # -- the view --------------------------------------------------------------------------------------

    def view(self) -> QWidget:
        stage = self.stage = DenoiseStage()
        plane, ways, pictures = stage.plane, stage.ways, stage.pictures
        plane.look_wanted.connect(self.look)
        plane.jump_clicked.connect(self.jump)
        plane.painted.connect(self.source.take_painting)
        self.source.painting_wanted.connect(self.paint)
        ways.draw_clicked.connect(self.draw)
        ways.measure_clicked.connect(self.measure)
        stage.pages.turned.connect(self._page_turned)
        pictures.nearest_wanted.connect(self._ask_nearest)
        pictures.bench.wanted.connect(self._ask_bench)
        pictures.fill.fill_clicked.connect(self._ask_fill)
        for page in (pictures.bench, pictures.fill):
            page.other_clicked.connect(self._other_picture)
            page.open_clicked.connect(self._open_picture)
        pictures.ways.draw_clicked.connect(self._draw_pictures)
        pictures.pages.turned.connect(lambda _: self._refresh_pictures())
        return stage

    def inspector(self) -> QWidget:
        view = self.inspected = DenoiseInspector()
        view.score_clicked.connect(self._ask_scores)
        return view

    def show(self, snapshot: DenoiseSnapshot) -> None:
        self.latest = snapshot
        self.tell_skipped(snapshot)
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
        elif self.subject is None:
            self._ask_held()
        else:
            self._survey(at_once=resting)

    def engine_changed(self) -> None:
        self._shown = self.run.config
        self.subject, self._own = None, False
        self.source.learned = self.run.config.data
        self.stage.begin(self.run.config)
        self.inspected.begin(self.run.config)
        self.look()

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
        walkers = self.stage.plane.walkers
        self.ask(
            asking.jumped(walkers.positions(), self.stage.plane.sigma.value()), walkers.place, key="jump"
        )

    def paint(self) -> None:
        """Show the easel."""
        self.stage.turn_to("field")
        self.stage.plane.show_easel(True)

    def draw(self) -> None:
        """Samples by every way, from the same noise."""
        seed, ways = self._seed, self.stage.ways
        self._seed += 1
        for sampler in SAMPLERS:
            self.ask(asking.drawn(sampler, seed), ways.show_draw, key=f"draw.{sampler}")
        if self.run.config.method == "dde":
            self.ask(asking.generated(seed), self._show_generated, key="draw.generator")

    def _show_generated(self, found: Draw | None) -> None:
        if found is not None:
            self.stage.ways.show_draw(found)

    def measure(self) -> None:
        """The curve of quality over steps, point by point."""
        config, ways = self.run.config, self.stage.ways
        for levels in LEVELS:
            for sampler in SAMPLERS:
                if sampler == "langevin" and levels > config.levels:
                    continue  # a long walk of many levels would take a minute

                def show(found: tuple[int, float], sampler: str = sampler) -> None:
                    ways.add_quality(sampler, *found)

                self.ask(asking.quality(sampler, levels), show, key=f"quality.{sampler}.{levels}")

    def _ask_errors(self) -> None:
        if not self.stage.shows_plane or not self.stage.isVisible():
            self._refresh_pictures()
            return
        config = self.run.config
        for rung, sigma in enumerate(np.geomspace(config.sigma_low, config.sigma_high, RUNGS)):

            def show(found: tuple[float, float], rung: int = rung) -> None:
                self.inspected.show_error(rung, *found)

            self.ask(asking.error(float(sigma)), show, key=f"error.{rung}")

    def _page_turned(self, page: str) -> None:
        if page == "field":
            self.look()
        elif not self.stage.ways.draws():
            self.draw()

    # -- pictures --------------------------------------------------------------------------------------

    def _ask_held(self) -> None:
        self.ask(asking.of_pictures("held", self._picture), self._take_picture, key="held")

    def _draw_pictures(self) -> None:
        """Pictures by every way, from the same noise."""
        self._seed += 1
        ways = self.stage.pictures.ways
        for sampler in SAMPLERS:

            def show(found: tuple[np.ndarray, int], sampler: str = sampler) -> None:
                ways.show_draw(sampler, *found)

            query = asking.pictures(sampler, ROWS * COLUMNS, self._seed)
            self.ask(query, show, key=f"draw.{sampler}")

    def _other_picture(self) -> None:
        self._picture += 1
        self._own = False
        self._ask_held()

    def _open_picture(self) -> None:
        self.source.ask_picture(self.stage)

    def encode_file(self, path: str) -> None:
        if self.stage.shows_plane:
            self.stage.plane.easel.load(path)
            self.paint()
        else:
            self.ask_for_picture(path, self._take_own)

    def _take_own(self, picture: np.ndarray) -> None:
        self._own = True
        if self.stage.pictures.pages.current() == "samples":
            self.stage.pictures.pages.turn_to("bench")
        self._take_picture(picture)

    def _take_picture(self, picture: np.ndarray) -> None:
        self.subject = picture
        self.stage.pictures.bench.show_clean(picture)
        self.stage.pictures.fill.show_picture(picture)
        self._refresh_pictures()

    def _refresh_pictures(self) -> None:
        """The network has learned more: what it makes of the picture on the bench."""
        if self.stage.pictures.bench.isVisible():  # a walk takes its time
            self._ask_bench()

    def _ask_bench(self) -> None:
        if self.subject is None:
            return
        bench = self.stage.pictures.bench
        picture, sigma, seed = self.subject, bench.sigma(), bench.seed

        def show(found: Bench) -> None:
            if self.subject is picture:
                bench.show_answer(found)

        self.ask(asking.of_pictures("bench", picture, sigma, seed), show, key="bench")

    def _ask_fill(self) -> None:
        fill = self.stage.pictures.fill
        if self.subject is None or not (mask := fill.canvas.masked()).any():
            self.notice("info", tr("Cover a part of the picture first."), key="fill")
            return
        self.outdated.emit("fill")
        self._seed += 1
        query = asking.of_pictures("inpainted", self.subject, mask, self._seed)
        self.ask(query, fill.filled.set_pixels, key="fill")

    def _ask_nearest(self, picture: np.ndarray) -> None:
        def show(found: Nearest) -> None:
            self.inspected.show_nearest(picture, found)

        self.ask(asking.of_pictures("nearest", picture), show, key="nearest")

    def _ask_scores(self) -> None:
        self._seed += 1
        self.ask(asking.of_pictures("scored", 200, self._seed), self.inspected.show_scores, key="scored")

    # -- files -----------------------------------------------------------------------------------------

    def sheet(self) -> np.ndarray | None:
        if self.latest is None:
            return None
        return self.latest.sheet if self.latest.drawn is None else self.latest.drawn

    def since(self) -> int | None:
        return None

    def picture(self) -> QImage | None:
        if self.stage.shows_plane:
            return self.stage.picture() if self.latest is not None else None
        return super().picture()

    def data_note(self, snapshot: DenoiseSnapshot) -> str:
        if not self.run.config.plane:
            return super().data_note(snapshot)
        return tr("{count} points, some of them kept out of training.", count=f"{snapshot.data_count:,}")

    def exports(self) -> Exports | None:
        if not self.stage.shows_plane:
            return None

        def write(path: Path) -> None:
            image = self.stage.picture()
            if path.suffix == ".png" and image is not None:
                self.write(path, lambda to: write_png(to, image))
                return

            def keep(points: np.ndarray) -> None:
                self.write(path, lambda to: write_atomic(to, _table(points)))

            self.ask(asking.points(SAVED, self._seed), keep, key="export", anytime=False)

        formats = ((mark("Table of samples"), "csv"), (mark("Picture of the plane"), "png"))
        missing = "" if self.latest is not None else mark("There is nothing to export yet.")
        return Exports(mark("Export samples"), "samples.csv", formats, write, missing)

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        plane = self.stage.plane
        return [
            *self.source_actions(),
            Action("denoise.table", mark("Learn a table of points…"), self._choose_table, "", "table", MENU),
            Action("denoise.open", mark("Open a picture…"), self._open_picture, "Ctrl+I", "image", MENU),
            Action("denoise.do.walk", mark("Walk"), plane.walk.click, "W", "person-simple-walk", PLANE_MENU),
            Action("denoise.do.jump", mark("Jump"), self.jump, "J", "arrow-fat-lines-right", PLANE_MENU),
            Action("denoise.do.paint", mark("Paint a density"), self.paint, "", "paint-brush", PLANE_MENU),
            Action("denoise.do.draw", mark("Draw by every way"), self.draw, "", "shuffle", PLANE_MENU),
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
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        if isinstance(plane := state.get("plane"), dict):
            self.stage.plane.restore(plane)
        noise, pages = state.get("noise"), state.get("pages")
        row = self.stage.pictures.bench.noise
        if isinstance(noise, int | float) and row.slider.scale.holds(noise):
            row.set_value(float(noise))
        if isinstance(pages, list) and len(pages) == 2:
            self.stage.turn_to(str(pages[0]))
            self.stage.pictures.pages.turn_to(str(pages[1]))


def _table(points: np.ndarray) -> bytes:
    lines = [f"{x:.6g},{y:.6g}" for x, y in points.tolist()]
    return ("x,y\n" + "\n".join(lines) + "\n").encode()


LAB = DenoiseLab
