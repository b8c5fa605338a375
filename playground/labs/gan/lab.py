"""The GAN lab: a generator and a critic learning pictures, and a person walking through their latents."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from engines.gan import queries
from engines.gan.config import GanConfig
from engines.gan.presets import DEFAULT, PRESETS
from engines.ground.marks import mark
from engines.ground.runner import State
from engines.images import open_picture
from playground.ground.action import Action
from playground.kit.picture_lab import MENU, PictureLab
from playground.labs.gan.between import STEPS
from playground.labs.gan.directions import ROWS
from playground.labs.gan.inspector import GanInspector
from playground.labs.gan.stage import GanStage
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.gan.snapshot import GanSnapshot

OFTEN = 0.8  # seconds between refreshes of the picture in the inspector while training
SLOWLY = 3.0  # seconds between refreshes of what changes little: ends, strip, facts, encoding
SHEET = 8


@dataclass(frozen=True)
class Subject:
    """The picture in the inspector: a sample of the bank, or one that a person brought."""

    index: int | None = None
    picture: np.ndarray | None = None
    z: np.ndarray | None = None
    label: int | None = None


class GanLab(PictureLab):
    """Wires the GAN engine's jobs to stage and inspector."""

    key = "gan"
    hint = mark("Space plays. Click a sample to hold it, Shift-click to compare.")
    config_type = GanConfig
    presets = PRESETS
    default_preset = DEFAULT.key

    def __init__(self) -> None:
        super().__init__()
        self._subject = Subject(index=0)
        self._b = 9
        self._shuffle = 0
        self._edited = self._shown = 0.0
        self._count = 0
        self._real_indices: np.ndarray = np.zeros(0, np.int64)
        self.latest: GanSnapshot | None = None

    # -- the view --------------------------------------------------------------------------------------

    def view(self) -> QWidget:
        self.stage = GanStage()
        self.stage.samples.clicked.connect(self._sample_clicked)
        self.stage.real.clicked.connect(self._real_clicked)
        self.stage.columns_changed.connect(self._ask_real)
        self.stage.real_panel.add_tool("shuffle", "Other real pictures", self._shuffle_real)
        return self.stage

    def inspector(self) -> QWidget:
        view = self._inspector = GanInspector()
        view.edited.connect(self._ask_edit)
        view.settled.connect(self._ask_slow)
        for chosen in (view.directions.mode_chosen, view.directions.page_chosen):  # the sliders went to zero
            chosen.connect(lambda _: self._ask_edit())
            chosen.connect(lambda _: self._ask_slow())
        view.pin_clicked.connect(self._pin)
        view.copy_clicked.connect(self._copy_code)
        view.between.walked.connect(lambda _: self._ask_edit())
        view.dropped.connect(self.source.drop)
        view.browse_clicked.connect(self._open_picture)
        view.closed_picture.connect(lambda: self._select(0))
        self._show_badges()
        return view

    def show(self, snapshot: GanSnapshot) -> None:
        self.latest, self._count = snapshot, snapshot.data_count
        self.tell_skipped(snapshot)
        self.stage.show_samples(snapshot.samples, snapshot.rows, snapshot.cols, snapshot.step)
        self.stage.curves.show_curves(snapshot.curves)
        runner, now = self.bridge.runner, time.monotonic()
        resting = runner is None or runner.state is not State.RUNNING
        if resting or now - self._edited >= OFTEN:
            self._edited = now
            self._ask_edit()
        if resting or now - self._shown >= SLOWLY:
            self._shown = now
            self._ask_slow()

    def engine_changed(self) -> None:
        config = self.run.config
        self._inspector.set_encoder(config.ogan)
        self._inspector.directions.set_latent_size(config.nz)
        if not config.ogan and self._subject.picture is not None:
            self._select(0)
        elif self._subject.picture is not None:  # in the size the new engine sees
            self._subject = Subject(
                picture=queries.resized(self._subject.picture, config.size, config.channels)
            )
        self._ask_real()
        self._ask_edit()
        self._ask_slow()

    def sheet(self) -> np.ndarray | None:
        return self.latest.samples if self.latest else None

    # -- the sheets ------------------------------------------------------------------------------------

    def _sample_clicked(self, index: int, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._b = index
            self._show_badges()
            self._ask_slow()
        else:
            self._select(index)

    def _select(self, index: int) -> None:
        self._subject = Subject(index=index)
        self._inspector.show_mode(picture=False)
        self._inspector.between.back_to_a()
        self._inspector.directions.set_coefficients(np.zeros(ROWS))
        self._show_badges()
        self._ask_edit()
        self._ask_slow()

    def _pin(self) -> None:
        if self._subject.index is not None:
            self._b = self._subject.index
            self._show_badges()
            self._ask_slow()

    def _show_badges(self) -> None:
        badges = {"B": self._b}
        if self._subject.index is not None:
            badges["A"] = self._subject.index
        self.stage.samples.set_badges(badges)

    def _shuffle_real(self) -> None:
        self._shuffle += 1
        self._ask_real()

    def _ask_real(self) -> None:
        columns, seed = self.stage.columns, self._shuffle

        def show(found: tuple[np.ndarray, np.ndarray]) -> None:
            tiles, self._real_indices = found
            self.stage.show_real(tiles, SHEET, columns, self._count)

        self.ask(lambda e: e.real_sheet(SHEET, columns, seed), show, key="real")

    def _real_clicked(self, index: int, _modifiers: Qt.KeyboardModifier) -> None:
        """A real picture is one to encode, too."""
        if self.run.config.ogan and index < len(self._real_indices):
            at = int(self._real_indices[index])
            self.ask(lambda e: e.real(at), self._bring, key="bring")

    # -- the inspector ---------------------------------------------------------------------------------

    def _look(self) -> queries.Look:
        view = self._inspector
        return queries.Look(
            index=self._subject.index,
            z=self._subject.z,
            label=self._subject.label,
            coefficients=view.directions.coefficients,
            raw=view.directions.mode.current() == "coordinates",
            first=view.directions.first,
            truncation=float(view.truncation.value()),
        )

    def _ask_edit(self) -> None:
        if self._subject.index is None and self._subject.z is None:
            return
        look, b, t = self._look(), self._b, float(self._inspector.between.walk.value())
        self.ask(
            lambda e: queries.walked(e, look, b, t) if t else queries.edited(e, look),
            self._inspector.show_edited,
            key="edit",
        )

    def _ask_slow(self) -> None:
        """Refresh what changes little from one snapshot to the next."""
        if self._subject.picture is not None:
            self._ask_encoding()
        if self._subject.index is None and self._subject.z is None:
            return
        look, b = self._look(), self._b
        index = self._subject.index
        view = self._inspector
        self.ask(lambda e: queries.ends(e, look), view.directions.show_ends, key="ends")
        self.ask(lambda e: queries.between(e, look, b, STEPS), view.between.show_pictures, key="strip")
        if index is not None:
            place = tr("row {row}, col {column}", row=index // SHEET + 1, column=index % SHEET + 1)
            self.ask(
                lambda e: queries.facts(e, look),
                lambda found: view.show_facts(place, *found),
                key="facts",
            )

    def _copy_code(self) -> None:
        look = self._look()

        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.notice("info", tr("The latent code is on the clipboard."))

        self.ask(lambda e: queries.code(e, look), copy, key="copy")

    # -- a person's own picture ------------------------------------------------------------------------

    def _open_picture(self) -> None:
        self.source.ask_picture(self._inspector)

    def encode_file(self, path: str) -> None:
        if not self.run.config.ogan:
            turn_on = (tr("Turn it on"), lambda: self.run.set_values(ogan=True))
            self.notice("info", tr("Encoding a picture needs the O-GAN encoder."), [turn_on])
            return
        config = self.run.config
        self.ask(
            lambda _: open_picture(path, config.size, config.channels),
            self._bring,
            key="bring",
        )

    def _bring(self, picture: np.ndarray) -> None:
        self._subject = Subject(picture=picture)
        self._inspector.directions.set_coefficients(np.zeros(ROWS))
        self._inspector.show_mode(picture=True)
        self._inspector.between.back_to_a()
        self._show_badges()
        self._ask_encoding()

    def _ask_encoding(self) -> None:
        """The encoder moves on while it trains, so the code of the same picture does too."""
        picture = self._subject.picture
        assert picture is not None

        def show(found: Any) -> None:
            if self._subject.picture is not picture:
                return
            first = self._subject.z is None
            self._subject = Subject(picture=picture, z=found.z, label=found.label)
            self._inspector.show_reconstruction(picture, found.reconstruction, found.error, found.mean_error)
            self._ask_edit()
            if first:
                self._ask_slow()

        self.ask(lambda e: e.inference.encode(picture), show, key="encode")

    # -- acting, remembering -----------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        return [
            *self.source_actions(),
            Action("gan.encode", mark("Encode a picture…"), self._open_picture, "Ctrl+I", "image", MENU),
            Action("gan.real", mark("Other real pictures"), self._shuffle_real, "", "shuffle", MENU),
            Action("gan.pin", mark("Pin the sample as B"), self._pin, "B", "push-pin", MENU),
        ]

    def save_state(self) -> dict[str, Any]:
        return {
            "a": self._subject.index or 0,
            "b": self._b,
            "truncation": self._inspector.truncation.value(),
            "mode": self._inspector.directions.mode.current(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        cells = SHEET * SHEET
        if isinstance(a := state.get("a"), int) and 0 <= a < cells:
            self._subject = Subject(index=a)
        if isinstance(b := state.get("b"), int) and 0 <= b < cells:
            self._b = b
        if isinstance(t := state.get("truncation"), (int, float)) and 0 <= t <= 1.5:
            self._inspector.truncation.set_value(float(t))
        if (mode := state.get("mode")) in ("directions", "coordinates"):
            self._inspector.directions.mode.set_current(str(mode))
        self._show_badges()


LAB = GanLab
