"""The GAN lab: a generator and a critic learning pictures, and a person walking through their latents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.gan.config import GanConfig
from engines.gan.presets import DEFAULT, PRESETS
from engines.images import SOURCES, guess
from engines.marks import mark
from engines.problem import Problem
from engines.runner import Runner, State
from playground import i18n, problems
from playground.actions import Action
from playground.lab import Lab
from playground.labs import gan_jobs as jobs
from playground.labs.gan_inspector import ROWS, STEPS, GanInspector
from playground.labs.gan_stage import GanStage
from widgets.i18n import tr

if TYPE_CHECKING:
    from engines.gan.engine import GanEngine
    from engines.gan.snapshot import GanSnapshot

SLOWLY = 5  # snapshots between refreshes of what changes little: ends, strip, facts, encoding
SHEET = 8


@dataclass(frozen=True)
class Subject:
    """The picture in the inspector: a sample of the bank, or one that a person brought."""

    index: int | None = None
    picture: np.ndarray | None = None
    z: np.ndarray | None = None
    label: int | None = None


class GanLab(Lab):
    """Wires the GAN engine's jobs to stage and inspector."""

    key = "gan"
    title = mark("GAN")
    help_page = "gan"
    data_section = "Data"
    config_type = GanConfig
    presets = PRESETS
    default_preset = DEFAULT.key

    def __init__(self) -> None:
        super().__init__()
        self._subject = Subject(index=0)
        self._b = 9
        self._shuffle = 0
        self._shown = 0
        self._count = 0
        self._real_indices: np.ndarray = np.zeros(0, np.int64)
        self._last: GanSnapshot | None = None

    # -- the engine ------------------------------------------------------------------------------------

    def build(self, config: Any, runner: Runner[Any], device: str, checkpoint: Path | None) -> GanEngine:
        import engines.gan as gan

        runner.report(mark("Loading torch…"))
        if checkpoint is None:
            return gan.build(config, runner.report, runner.cancelled, device)
        if config is None:
            return gan.open_checkpoint(checkpoint, runner.report, runner.cancelled, device)
        from engines import checkpoint as files

        saved = files.load(checkpoint, self.key)
        engine = gan.build(config, runner.report, runner.cancelled, device)
        engine.restore(saved.meta, saved.tensors, checkpoint.name)
        return engine

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
        view.mode_chosen.connect(lambda _: self._ask_slow())
        view.page_chosen.connect(lambda _: self._ask_slow())
        view.pin_clicked.connect(self._pin)
        view.copy_clicked.connect(self._copy_code)
        view.walked.connect(self._walk)
        view.dropped.connect(self.drop)
        view.browse_clicked.connect(self._open_picture)
        view.closed_picture.connect(lambda: self._select(0))
        self._show_badges()
        return view

    def show(self, snapshot: GanSnapshot) -> None:
        fresh = self._last is None or self._last.data_name != snapshot.data_name
        self._last, self._count = snapshot, snapshot.data_count
        if fresh:
            self._tell_skipped(snapshot)
        self.stage.show_samples(snapshot.samples, snapshot.rows, snapshot.cols, snapshot.step)
        self.stage.show_curves(snapshot.curves)
        self._shown += 1
        self._ask_edit()
        if (
            self._shown % SLOWLY == 0
            or self.bridge.runner is None
            or self.bridge.runner.state is not State.RUNNING
        ):
            self._ask_slow()

    def engine_changed(self) -> None:
        config = self.run.config
        self._inspector.set_encoder(config.ogan)
        self._inspector.set_latent_size(config.nz)
        if not config.ogan and self._subject.picture is not None:
            self._select(0)
        elif self._subject.picture is not None:  # in the size the new engine sees
            self._subject = Subject(picture=jobs.resized(self._subject.picture, config.size, config.channels))
        self._ask_real()
        self._ask_edit()
        self._ask_slow()

    def _tell_skipped(self, snapshot: GanSnapshot) -> None:
        """Files that were no pictures: counted in a notice, named behind its link."""
        skipped = snapshot.skipped
        if not skipped:
            return
        sentence = tr(
            "Opened {count} pictures from {name}. {skipped} files could not be used and were skipped.",
            count=f"{snapshot.data_count:,}",
            name=tr(snapshot.data_name),
            skipped=len(skipped),
        )
        lines = "\n".join(f"{name}: {tr(reason)}" for name, reason in skipped)
        self.notice("warn", sentence, [(tr("Show them"), lambda: problems.show_report(lines))])

    def data_note(self, snapshot: GanSnapshot) -> str:
        return tr(
            "{count} pictures, {licence}", count=f"{snapshot.data_count:,}", licence=tr(snapshot.licence)
        )

    def picture(self) -> QImage | None:
        if self._last is None:
            return None
        pixels = np.ascontiguousarray(np.broadcast_to(self._last.samples, (*self._last.samples.shape[:2], 3)))
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, width * 3, QImage.Format.Format_RGB888)
        return image.scaled(width * 2, height * 2)  # a copy, at twice the size, nearest neighbour

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
        self._inspector.set_coefficients(np.zeros(ROWS))
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

        self.bridge.ask(lambda e: e.real_sheet(SHEET, columns, seed), show, key="real", anytime=True)

    def _real_clicked(self, index: int, _modifiers: Qt.KeyboardModifier) -> None:
        """A real picture is one to encode, too."""
        if self.run.config.ogan and index < len(self._real_indices):
            at = int(self._real_indices[index])
            self.bridge.ask(lambda e: e.real(at), self._bring, key="bring", anytime=True)

    # -- the inspector ---------------------------------------------------------------------------------

    def _look(self) -> jobs.Look:
        view = self._inspector
        return jobs.Look(
            index=self._subject.index,
            z=self._subject.z,
            label=self._subject.label,
            coefficients=view.coefficients,
            raw=view.mode.current() == "coordinates",
            first=view.first,
            truncation=float(view.truncation.value()),
        )

    def _ask_edit(self) -> None:
        if self._subject.index is None and self._subject.z is None:
            return
        look = self._look()
        self.bridge.ask(lambda e: jobs.edited(e, look), self._inspector.show_edited, key="edit", anytime=True)

    def _ask_slow(self) -> None:
        """Refresh what changes little from one snapshot to the next."""
        if self._subject.picture is not None:
            self._ask_encoding()
        if self._subject.index is None and self._subject.z is None:
            return
        look, b = self._look(), self._b
        index = self._subject.index
        view = self._inspector
        self.bridge.ask(lambda e: jobs.ends(e, look), view.show_ends, key="ends", anytime=True)
        self.bridge.ask(
            lambda e: jobs.between(e, look, b, STEPS), view.show_between, key="strip", anytime=True
        )
        if index is not None:
            place = tr("row {row}, col {column}", row=index // SHEET + 1, column=index % SHEET + 1)
            self.bridge.ask(
                lambda e: jobs.facts(e, look),
                lambda found: view.show_facts(place, *found),
                key="facts",
                anytime=True,
            )

    def _walk(self, t: float) -> None:
        look, b = self._look(), self._b
        self.bridge.ask(
            lambda e: jobs.walked(e, look, b, t), self._inspector.show_edited, key="edit", anytime=True
        )

    def _copy_code(self) -> None:
        look = self._look()

        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.notice("info", tr("The latent code is on the clipboard."))

        self.bridge.ask(lambda e: jobs.code(e, look), copy, key="copy", anytime=True)

    # -- a person's own picture ------------------------------------------------------------------------

    def _open_picture(self) -> None:
        pattern = " (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff)"
        path, _ = QFileDialog.getOpenFileName(
            self._inspector, tr("Choose a picture"), str(Path.home()), tr("Pictures") + pattern
        )
        if path:
            self._encode_file(path)

    def _encode_file(self, path: str) -> None:
        if not self.run.config.ogan:
            turn_on = (tr("Turn it on"), lambda: self.run.set_values(ogan=True))
            self.notice("info", tr("Encoding a picture needs the O-GAN encoder."), [turn_on])
            return
        config = self.run.config
        self.bridge.ask(
            lambda _: jobs.opened(path, config.size, config.channels),
            self._bring,
            self._refused,
            key="bring",
            anytime=True,
        )

    def _refused(self, error: Exception) -> None:
        self.notice("error", i18n.told(error) if isinstance(error, Problem) else str(error))

    def _bring(self, picture: np.ndarray) -> None:
        self._subject = Subject(picture=picture)
        self._inspector.set_coefficients(np.zeros(ROWS))
        self._inspector.show_mode(picture=True)
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

        self.bridge.ask(lambda e: e.encode(picture), show, self._refused, key="encode", anytime=True)

    # -- dropping, acting, remembering -----------------------------------------------------------------

    def needs_path(self, field: str, value: Any) -> str:
        return SOURCES[value].needs_path if field == "data" else ""

    def accepts(self, paths: Sequence[str]) -> str:
        kind = guess(paths[0]) if len(paths) == 1 else None
        verbs = {
            "folder": mark("Train on this folder"),
            "file": mark("Train on this file"),
            "font": mark("Train on the glyphs of this font"),
            "picture": mark("Encode this picture"),
        }
        return tr(verbs[kind]) if kind in verbs else ""

    def drop(self, paths: Sequence[str]) -> None:
        path = str(paths[0])
        kind = guess(path)
        if kind == "picture":
            self._encode_file(path)
        elif kind in ("folder", "file", "font"):
            self.run.set_values(data={"font": "glyphs"}.get(kind, kind), path=path)
        else:
            self.notice("warn", tr("{name} is nothing that this lab can open.", name=Path(path).name))

    def actions(self) -> Sequence[Action]:
        menu = mark("Pictures")

        def choose(source: str) -> Any:
            return lambda: self.field_wanted.emit("data", source)

        return [
            Action(
                "gan.folder", mark("Train on a folder…"), choose("folder"), "Ctrl+Shift+O", "folder", menu
            ),
            Action("gan.file", mark("Train on an IDX or CIFAR file…"), choose("file"), "", "file", menu),
            Action("gan.font", mark("Train on a font…"), choose("glyphs"), "", "text-aa", menu),
            Action("gan.encode", mark("Encode a picture…"), self._open_picture, "Ctrl+I", "image", menu),
            Action("gan.real", mark("Other real pictures"), self._shuffle_real, "", "shuffle", menu),
            Action("gan.pin", mark("Pin the sample as B"), self._pin, "B", "push-pin", menu),
        ]

    def save_state(self) -> dict[str, Any]:
        return {
            "a": self._subject.index or 0,
            "b": self._b,
            "truncation": self._inspector.truncation.value(),
            "mode": self._inspector.mode.current(),
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
            self._inspector.mode.set_current(str(mode))
        self._show_badges()


LAB = GanLab
