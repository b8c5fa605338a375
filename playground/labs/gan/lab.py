"""The GAN lab: a generator and a critic learning pictures, and a person walking through their latents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from engines.gan import queries
from engines.gan.config import GanConfig
from engines.gan.plane.presets import suited
from engines.gan.plane.snapshot import PlaneSnapshot
from engines.gan.presets import DEFAULT, PRESETS
from engines.gan.snapshot import GanSnapshot
from engines.ground.marks import mark
from engines.ground.runner import State
from playground.ground.action import Action
from playground.kit.films import Content, Films, history
from playground.kit.looking_back import LookingBack
from playground.kit.picture_lab import MENU, PictureLab
from playground.kit.point_source import PointSource
from playground.kit.scoring import Scoring
from playground.kit.sheets import Curves, image_of
from playground.kit.throttle import Throttle
from playground.lab import Exports
from playground.labs.gan.benches import Benches
from playground.labs.gan.compared import newest
from playground.labs.gan.encode.desk import Desk
from playground.labs.gan.inspector import GanInspector
from playground.labs.gan.live_features import LiveFeatures
from playground.labs.gan.points import PointRun
from playground.labs.gan.stage import GanStage
from playground.labs.gan.subject import SHEET, Subject
from playground.labs.gan.troubles import troubles
from widgets.frame.transport import Transport
from widgets.look.i18n import tr

OFTEN = 0.8  # seconds between refreshes of the picture in the inspector while training
SELDOM = 3.0  # seconds between refreshes of what changes little: ends, strip, facts, encoding


class GanLab(PictureLab):
    """Wires the GAN engine's queries to stage and inspector."""

    key = "gan"
    hint = mark(
        "Space plays. Click a picture to hold it, Shift-click to compare; of points, D and G move one player."
    )
    config_type = GanConfig
    costly = ("size", "width_g", "width_d", "hidden", "batch")
    presets = PRESETS
    default_preset = DEFAULT.key

    latest: GanSnapshot | PlaneSnapshot | None = None
    source: PointSource

    def __init__(self) -> None:
        super().__init__(PointSource(suited, GanConfig().data))
        self.subject = Subject(self._ask_pictures, lambda: self.inspected.sliders, self)
        self._often = Throttle(OFTEN, self.subject.refresh)
        self._seldom = Throttle(SELDOM, self.subject.survey)
        self._shuffle = 0
        self.real_shown: np.ndarray = np.zeros(0, np.int64)
        """Numbers of the pictures on the real sheet."""

    def _ask_pictures(self, *question: Any, **how: Any) -> None:
        """As :meth:`ask`, of a run on pictures."""
        if not self.stage.shows_plane:
            self.ask(*question, **how)

    # -- the view --------------------------------------------------------------------------------------

    def transport(self) -> Transport:
        self._strip = super().transport()
        return self._strip

    def view(self) -> QWidget:
        stage, subject = GanStage(), self.subject
        stage.sample_clicked.connect(subject.hold_sample)
        stage.sample_compared.connect(subject.set_b)
        stage.real_clicked.connect(self._real_clicked)
        stage.columns_changed.connect(self._ask_real)
        stage.shuffle_clicked.connect(self._shuffle_real)
        self.past = LookingBack(stage.timeline, self.look_back, lambda step: self.run.branch(step))
        subject.marked.connect(lambda: stage.set_badges(subject.badges))
        stage.set_badges(subject.badges)
        self.points = PointRun(self, stage.plane, self._strip)
        self.source.painting_wanted.connect(self.points.paint)
        stage.plane.easel.painted.connect(self.source.take_painting)
        self.stage = stage
        self.desk = Desk(self, lambda: subject.index)
        self.benches = Benches(self.ask, stage, lambda: not stage.shows_plane, self.desk, self.run)
        self.benches.compare.table.export.clicked.connect(self.export_wanted)
        self.pages = self.benches.pages
        return self.pages

    def inspector(self) -> QWidget:
        self._inspectors = QStackedWidget()
        self._inspectors.addWidget(self._picture_inspector())
        self._inspectors.addWidget(self.points.inspector)
        return self._inspectors

    def _picture_inspector(self) -> QWidget:
        view, subject = GanInspector(), self.subject
        subject.held.connect(view.start_over)
        subject.edited.connect(view.show_edited)
        subject.ends.connect(view.show_ends)
        subject.strip.connect(view.show_strip)
        subject.facts.connect(view.show_facts)
        subject.encoded.connect(
            lambda picture, e: view.show_reconstruction(picture, e.reconstruction, e.error, e.mean_error)
        )
        view.edited.connect(subject.refresh)
        view.walked.connect(subject.walk)
        view.settled.connect(subject.survey)
        view.pin_clicked.connect(subject.pin)
        view.copy_clicked.connect(self._copy_code)
        view.dropped.connect(self.source.drop)
        view.browse_clicked.connect(self._open_picture)
        view.closed_picture.connect(lambda: subject.hold_sample(0))
        self.inspected = view
        self.scoring = Scoring(self.ask, self.refused, view.scores, queries.scoring, self)
        self.features = LiveFeatures(self.ask, self.run, self)
        return view

    def show(self, snapshot: GanSnapshot | PlaneSnapshot) -> None:
        self.latest = snapshot
        self.tell_grey(snapshot)
        self.tell_skipped(snapshot)
        runner = self.bridge.runner
        resting = runner is None or runner.state is not State.RUNNING
        if isinstance(snapshot, PlaneSnapshot):
            self.stage.show_plane(snapshot)
            self.points.show(snapshot, resting=resting)
        else:
            self._show_pictures(snapshot, resting)
        self.benches.follow(at_once=resting)
        self.watched()

    def _show_pictures(self, snapshot: GanSnapshot, resting: bool) -> None:
        if self.subject.at is None:
            self._show_sheet(snapshot)
        self.past.show(snapshot)
        self.stage.show_curves(snapshot.curves, snapshot.changes, snapshot.features)
        self.inspected.scores.show_live(newest(snapshot.figures), snapshot.features)
        self._often(at_once=resting)
        self._seldom(at_once=resting)

    def _show_sheet(self, snapshot: GanSnapshot) -> None:
        drawn = (snapshot.since, snapshot.step)
        self.stage.show_samples(snapshot.samples, snapshot.rows, snapshot.cols, *drawn)

    # -- earlier steps ---------------------------------------------------------------------------------

    def look_back(self, step: int | None) -> None:
        """Show sheet and sliders' pictures of an earlier step; None: of now."""
        self.subject.look_back(step)
        if step is None:
            if isinstance(self.latest, GanSnapshot):
                self._show_sheet(self.latest)
            return

        def show(found: tuple[int, np.ndarray]) -> None:
            if self.subject.at == step:
                at, tiles = found
                self.stage.show_past(tiles, SHEET, SHEET, at)

        self.ask(lambda e: queries.sheet_of(e, step), show, key="past")

    def troubles(self, curves: Curves, since: int) -> Mapping[str, str]:
        modes = self.latest.modes if isinstance(self.latest, PlaneSnapshot) else 0
        return troubles(newest(curves), since, modes)

    def engine_changed(self) -> None:
        self.forget_warnings()
        self.past.begin()
        self.subject.at = None
        config = self.run.config
        self.source.learned = config.data
        self.stage.begin(config)
        self._inspectors.setCurrentIndex(1 if config.plane else 0)
        self.points.begin(config)
        self.benches.begin(config)
        self.scoring.forget()
        self.features.begin(pictures=not config.plane)
        if config.plane:
            return
        self.inspected.fit(encoder=config.ogan, nz=config.nz)
        self._ask_real()
        self.subject.fit(encoder=config.ogan, size=config.size, channels=config.channels)

    def sheet(self) -> np.ndarray | None:
        return self.latest.samples if isinstance(self.latest, GanSnapshot) else None

    def since(self) -> int | None:
        return self.latest.since if isinstance(self.latest, GanSnapshot) else None

    def _comparing(self) -> bool:
        return self.pages.current() == "compare"

    def picture(self) -> QImage | None:
        if self._comparing():
            return self.benches.compare.picture()
        if self.pages.current() == "encode" and self.desk.bench.picture is not None:
            return image_of(self.desk.bench.picture)
        return self.points.picture() if self.stage.shows_plane else super().picture()

    def exports(self) -> Exports | None:
        if self._comparing():
            return self.benches.compare.exports(self.write)
        return self.points.exports() if self.stage.shows_plane else None

    def data_note(self, snapshot: Any) -> str:
        return self.points.note(snapshot) if self.run.config.plane else super().data_note(snapshot)

    # -- real pictures ---------------------------------------------------------------------------------

    def _shuffle_real(self) -> None:
        self._shuffle += 1
        self._ask_real()

    def _ask_real(self) -> None:
        columns, seed = self.stage.columns, self._shuffle

        def show(found: tuple[np.ndarray, np.ndarray]) -> None:
            tiles, self.real_shown = found
            self.stage.show_real(tiles, SHEET, columns, self.latest.data_count if self.latest else 0)

        self._ask_pictures(lambda e: e.real_sheet(SHEET, columns, seed), show, key="real")

    def _real_clicked(self, index: int) -> None:
        """A real picture is one to encode, too."""
        if self.run.config.ogan and index < len(self.real_shown):
            at = int(self.real_shown[index])
            self.ask(lambda e: e.real(at), self.subject.hold_picture, key="bring")

    # -- a person's own picture ------------------------------------------------------------------------

    def _open_picture(self) -> None:
        self.source.ask_picture(self.inspected)

    def encode_file(self, path: str) -> None:
        if self.stage.shows_plane:
            self.points.paint_over(path)
        elif self.run.config.ogan and self.pages.current() == "encode":
            self.desk.shelf.add_files([path])
        elif self.run.config.ogan:
            self.ask_for_picture(path, self.subject.hold_picture)
        else:
            turn_on = (tr("Turn it on"), lambda: self.run.set_values(ogan=True))
            self.notice("info", tr("Encoding a picture needs the O-GAN encoder."), [turn_on], "encoder")

    # -- acting, remembering ---------------------------------------------------------------------------

    def _copy_code(self) -> None:
        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.notice("info", tr("The latent code is on the clipboard."), key="copy")

        self.subject.ask_code(copy)

    def actions(self) -> Sequence[Action]:
        def pictured() -> bool:
            return not self.run.config.plane

        return [
            *self.source_actions(),
            Action(
                "gan.encode", mark("Encode a picture…"), self._open_picture, "Ctrl+I", "image", MENU, pictured
            ),
            Action(
                "gan.real", mark("Other real pictures"), self._shuffle_real, "", "shuffle", MENU, pictured
            ),
            Action("gan.pin", mark("Pin the sample as B"), self.subject.pin, "B", "push-pin", MENU, pictured),
            Films(self, self._films, lambda: self.pages).action(),
            *self.points.actions(),
        ]

    def _films(self) -> Sequence[Content]:
        """What there is to take away."""
        if not isinstance(self.latest, GanSnapshot) or self.run.config.plane:
            return self.points.films()
        return [*([history()] if self.latest.kept else []), *self.subject.films()]

    def save_state(self) -> dict[str, Any]:
        plane = {"plane": self.stage.plane.state()}
        return self.subject.state() | self.inspected.state() | self.benches.state() | plane

    def restore_state(self, state: Mapping[str, Any]) -> None:
        self.subject.restore(state)
        self.inspected.restore(state)
        self.benches.restore(state)
        if isinstance(plane := state.get("plane"), dict):
            self.stage.plane.restore(plane)


LAB = GanLab
