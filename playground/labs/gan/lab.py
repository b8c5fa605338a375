"""The GAN lab: a generator and a critic learning pictures, and a person walking through their latents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from engines.gan.config import GanConfig
from engines.gan.presets import DEFAULT, PRESETS
from engines.ground.marks import mark
from engines.ground.runner import State
from playground.ground.action import Action
from playground.kit.picture_lab import MENU, PictureLab
from playground.kit.throttle import Throttle
from playground.labs.gan.inspector import GanInspector
from playground.labs.gan.samples import CELLS, Samples, Subject
from playground.labs.gan.stage import ROWS, GanStage
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.gan.snapshot import Encoding, GanSnapshot

OFTEN = 0.8  # seconds between refreshes of the picture in the inspector while training
SLOWLY = 3.0  # seconds between refreshes of what changes little: ends, strip, facts, encoding


class GanLab(PictureLab):
    """Wires stage, inspector and samples to the engine."""

    key = "gan"
    hint = mark("Space plays. Click a sample to hold it, Shift-click to compare.")
    config_type = GanConfig
    presets = PRESETS
    default_preset = DEFAULT.key
    latest: GanSnapshot | None = None

    def __init__(self) -> None:
        super().__init__()
        self.samples = Samples(self.ask, lambda: self.inspected.sliders())
        self._edits = Throttle(OFTEN, self.samples.refresh)
        self._rest = Throttle(SLOWLY, self.samples.refresh_rest)
        self._shuffles = 0
        self.real_shown: np.ndarray = np.zeros(0, np.int64)
        """Numbers of the pictures on the real sheet."""

    # -- the view --------------------------------------------------------------------------------------

    def view(self) -> QWidget:
        stage = self.stage = GanStage()
        stage.samples.clicked.connect(self._sample_clicked)
        stage.real.clicked.connect(lambda index, _mods: self._encode_real(index))
        stage.columns_changed.connect(self._ask_real)
        stage.real_panel.add_tool("shuffle", "Other real pictures", self._shuffle_real)
        return stage

    def inspector(self) -> QWidget:
        view, samples = GanInspector(), self.samples
        self.inspected = view
        view.edited.connect(samples.refresh)
        view.settled.connect(samples.refresh_rest)
        view.pin_clicked.connect(samples.pin)
        view.copy_clicked.connect(self._copy_code)
        view.dropped.connect(self.source.drop)
        view.browse_clicked.connect(self._open_picture)
        view.closed_picture.connect(lambda: samples.choose(0))
        samples.chosen.connect(self._show_chosen)
        samples.edited.connect(view.show_edited)
        samples.ends_shown.connect(view.directions.show_ends)
        samples.strip_shown.connect(view.between.show_pictures)
        samples.facts_told.connect(self._show_facts)
        samples.encoded.connect(self._show_encoding)
        self._show_badges()
        return view

    def show(self, snapshot: GanSnapshot) -> None:
        self.latest = snapshot
        self.tell_skipped(snapshot)
        self.stage.show_samples(snapshot.samples, snapshot.rows, snapshot.cols, snapshot.step)
        self.stage.curves.show_curves(snapshot.curves)
        runner = self.bridge.runner
        resting = runner is None or runner.state is not State.RUNNING
        self._edits(at_once=resting)
        self._rest(at_once=resting)

    def engine_changed(self) -> None:
        config, picture = self.run.config, self.samples.subject.picture
        self.inspected.set_encoder(config.ogan)
        self.inspected.directions.set_latent_size(config.nz)
        if picture is not None and config.ogan:  # in the size the new engine sees
            from engines.gan.queries import resized

            self.samples.subject = Subject(picture=resized(picture, config.size, config.channels))
        elif picture is not None:
            self.samples.choose(0)
        self._ask_real()
        self.samples.refresh()
        self.samples.refresh_rest()

    def sheet(self) -> np.ndarray | None:
        return self.latest.samples if self.latest else None

    # -- samples ---------------------------------------------------------------------------------------

    def _sample_clicked(self, index: int, modifiers: Qt.KeyboardModifier) -> None:
        compare = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        (self.samples.choose_b if compare else self.samples.choose)(index)

    def _show_chosen(self) -> None:
        """Another A or B: the sliders of a new A stand at zero."""
        subject = self.samples.subject
        if subject != self._shown:
            self.inspected.begin(picture=subject.picture is not None)
        self._show_badges()
        self.samples.refresh()
        self.samples.refresh_rest()

    def _show_badges(self) -> None:
        self._shown = self.samples.subject
        badges = {"B": self.samples.b}
        if self._shown.index is not None:
            badges["A"] = self._shown.index
        self.stage.samples.set_badges(badges)

    def _show_facts(self, index: int, score: float, nearest: int) -> None:
        place = tr("row {row}, col {column}", row=index // ROWS + 1, column=index % ROWS + 1)
        self.inspected.show_facts(place, score, nearest)

    def _copy_code(self) -> None:
        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.notice("info", tr("The latent code is on the clipboard."), key="copy")

        self.samples.ask_code(copy)

    # -- real pictures ---------------------------------------------------------------------------------

    def _shuffle_real(self) -> None:
        self._shuffles += 1
        self._ask_real()

    def _ask_real(self) -> None:
        columns, seed = self.stage.columns, self._shuffles

        def show(found: tuple[np.ndarray, np.ndarray]) -> None:
            tiles, self.real_shown = found
            count = self.latest.data_count if self.latest else 0
            self.stage.show_real(tiles, ROWS, columns, count)

        self.ask(lambda e: e.real_sheet(ROWS, columns, seed), show, key="real")

    def _encode_real(self, index: int) -> None:
        """A real picture is one to encode, too."""
        if self.run.config.ogan and index < len(self.real_shown):
            at = int(self.real_shown[index])
            self.ask(lambda e: e.real(at), self.samples.bring, key="bring")

    # -- a person's own picture ------------------------------------------------------------------------

    def _open_picture(self) -> None:
        self.source.ask_picture(self.inspected)

    def encode_file(self, path: str) -> None:
        if not self.run.config.ogan:
            turn_on = (tr("Turn it on"), lambda: self.run.set_values(ogan=True))
            self.notice("info", tr("Encoding a picture needs the O-GAN encoder."), [turn_on], "encoder")
            return
        self.ask_for_picture(path, self.samples.bring)

    def _show_encoding(self, picture: np.ndarray, found: Encoding) -> None:
        self.inspected.show_reconstruction(picture, found.reconstruction, found.error, found.mean_error)

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        return [
            *self.source_actions(),
            Action("gan.encode", mark("Encode a picture…"), self._open_picture, "Ctrl+I", "image", MENU),
            Action("gan.real", mark("Other real pictures"), self._shuffle_real, "", "shuffle", MENU),
            Action("gan.pin", mark("Pin the sample as B"), self.samples.pin, "B", "push-pin", MENU),
        ]

    def save_state(self) -> dict[str, Any]:
        return {"a": self.samples.subject.index or 0, "b": self.samples.b, **self.inspected.state()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        if isinstance(a := state.get("a"), int) and 0 <= a < CELLS:
            self.samples.subject = Subject(index=a)
        if isinstance(b := state.get("b"), int) and 0 <= b < CELLS:
            self.samples.b = b
        self.inspected.restore(state)
        self._show_badges()


LAB = GanLab
