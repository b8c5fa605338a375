"""The VQ-VAE lab: pictures in a few discrete codes; train them, see them live and die, paint with them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from engines.ground.marks import mark
from engines.images.scores.session import Session
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.painting import files
from engines.vqvae.presets import DEFAULT, PRESETS
from engines.vqvae.scoring import scoring
from engines.vqvae.snapshot import Seen, Then, VqvaeSnapshot
from playground.ground.action import Action
from playground.kit.compare.page import ComparePage
from playground.kit.films import Content, Films, history
from playground.kit.looking_back import LookingBack
from playground.kit.pages import Pages
from playground.kit.picture_lab import MENU, PictureLab
from playground.kit.picture_source import choose_picture
from playground.kit.save_as import save_as
from playground.kit.scoring import Scoring
from playground.kit.sheets import Curves
from playground.lab import Exports
from playground.labs.vqvae.blending import Blending
from playground.labs.vqvae.brush import Brush
from playground.labs.vqvae.cell_figures import CellFigures
from playground.labs.vqvae.codebook_page import CodebookPage
from playground.labs.vqvae.compare import VqvaeKind
from playground.labs.vqvae.foresight import Foresight
from playground.labs.vqvae.guesses import GuessPanel
from playground.labs.vqvae.inpainting import Inpainting
from playground.labs.vqvae.inspector import PaintInspector
from playground.labs.vqvae.opening import Opening
from playground.labs.vqvae.paint_page import TOOLS, PaintPage
from playground.labs.vqvae.painter import Painter
from playground.labs.vqvae.preview import Preview
from playground.labs.vqvae.train_page import TrainPage
from playground.labs.vqvae.troubles import troubles
from widgets.look.i18n import tr

FORMATS = ((mark("Paintings"), "safetensors"), (mark("Codes"), "json"), (mark("Codes"), "npy"))


class VqvaeLab(PictureLab):
    """Wires what is painted with, and what asks the engine for it, to three pages and an inspector."""

    key = "vqvae"
    hint = mark("Space plays. Click a picture to paint on it; E masks, F fills.")
    config_type = VqvaeConfig
    costly = ("size", "hidden", "res_hidden", "n_res", "batch", "prior_width")
    presets = PRESETS
    default_preset = DEFAULT.key

    def __init__(self) -> None:
        super().__init__()
        self.latest: VqvaeSnapshot | None = None
        self.brush, self.preview = Brush(self), Preview(self.ask, self)
        self.painter = Painter(self.ask, self.brush, self.preview, self)
        self.foresight = Foresight(self.ask, self.painter, self.preview, self)
        self.opening = Opening(self.ask, self.painter, self)
        self.blending = Blending(self.ask, self.painter, self)
        self.inpainting = Inpainting(self.ask, self.painter, lambda: self.guesses.steering(), self)
        self.figures = CellFigures(self.ask, self.painter, self)
        for said in (self.opening.said, self.blending.said, self.inpainting.said):
            said.connect(lambda sentence, links, key: self.notice("info", sentence, links, key))
        for part in (self.opening, self.inpainting):
            part.outdated.connect(self.outdated)
            part.failed.connect(self.refused)
        self.opening.shown.connect(lambda: self.pages.turn_to("paint"))
        self.inpainting.training_wanted.connect(self._train_prior)

    # -- the engine ------------------------------------------------------------------------------------

    def fresh(self) -> Mapping[str, Any]:
        return {"phase": "autoencoder"}  # a prior of codes that mean nothing yet learns nothing

    def engine_changed(self) -> None:
        self.forget_warnings()
        self.past.begin()
        self.codebook.show_present()
        self.opening.forget()
        self.foresight.leave()
        self.inpainting.forget()
        self.scoring.forget()
        self.opening.held(0, show=False)

    def _train_prior(self) -> None:
        self.run.set_values(phase="prior")
        self.run.play()
        back = (tr("Train the autoencoder"), lambda: self.run.set_values(phase="autoencoder"))
        self.notice("info", tr("The prior learns the codes; the autoencoder rests."), [back], "prior")

    # -- the view --------------------------------------------------------------------------------------

    def view(self) -> QWidget:
        self.train, self.codebook, self.guesses = TrainPage(), CodebookPage(), GuessPanel()
        self.compare = ComparePage(self.key, VqvaeKind(), self.run)
        self.paint = PaintPage(self.painter, self.brush, self.preview, self.foresight, self.guesses)
        pages = (
            ("train", mark("Train"), self.train),
            ("codebook", mark("Codebook"), self.codebook),
            ("paint", mark("Paint"), self.paint),
            ("compare", mark("Compare"), self.compare),
        )
        self.pages = Pages("vqvae.page_choice", pages)
        self.pages.setObjectName("vqvae.stage")
        self.pages.head.setSpacing(12)
        self.pages.head.addWidget(self.train.timeline, 1)
        self.pages.shown.connect(lambda name: self.train.timeline.setVisible(name != "compare"))
        self.pages.shown.connect(lambda _: self._look_at_codes())
        self.pages.turned.connect(self.show_page)
        self.train.picked.connect(self.opening.held)
        self.past = LookingBack(self.train.timeline, self.look_back, lambda step: self.run.branch(step))
        self.codebook.restart_clicked.connect(lambda on: self.run.set_values(restart=on))
        self.codebook.chosen.connect(self.brush.choose)
        self._wire_painter()
        return self.pages

    def _wire_painter(self) -> None:
        page, guesses, inpainting = self.paint, self.guesses, self.inpainting
        page.play_clicked.connect(lambda: self.run.toggle())
        page.fill_wanted.connect(inpainting.fill)
        page.map_wanted.connect(self.figures.map)
        page.rank_wanted.connect(self.figures.rank)
        self.figures.mapped.connect(page.show_map)
        self.figures.ranked.connect(page.show_rank)
        guesses.fill_clicked.connect(inpainting.fill)
        guesses.sample_clicked.connect(inpainting.sample)
        guesses.more_clicked.connect(inpainting.more)
        guesses.train_clicked.connect(self._train_prior)
        guesses.chosen.connect(inpainting.take)
        inpainting.busy.connect(guesses.set_busy)
        inpainting.guessed.connect(guesses.show_guesses)

    def inspector(self) -> QWidget:
        view = self._inspector = PaintInspector(self.painter, self.brush)
        view.open_clicked.connect(self._open_picture)
        view.save_clicked.connect(self._save_painting)
        view.other_clicked.connect(self._choose_other)
        view.blend_moved.connect(self.blending.blend)
        view.patch_clicked.connect(self.blending.patch)
        self.blending.other_changed.connect(view.show_other)
        self.scoring = Scoring(self.ask, self.refused, view.scores, self._session, self)
        return view

    def _session(self, seed: int) -> Session:
        """What is scored: samples of the prior where there is one."""
        return scoring(self.run.config, self.latest.priors if self.latest else (), seed)

    def show_page(self, name: str) -> None:
        """One of "train", "codebook", "paint"; the painter opens with a picture if it has none."""
        self.pages.turn_to(name)
        if name == "paint":
            self.opening.enter()

    def show(self, snapshot: VqvaeSnapshot) -> None:
        self.latest = snapshot
        self.tell_grey(snapshot)
        self.tell_skipped(snapshot)
        self.train.show_snapshot(snapshot)
        self.codebook.show_snapshot(snapshot, self.run.config.restart)
        if snapshot.codebook is not None and self.past.at is None:
            self._inspector.set_usage(snapshot.codebook.usage, snapshot.codebook.dead)
        self.guesses.set_priors(snapshot.priors)
        self.guesses.show_learning(snapshot.figures, self.run.config.phase == "prior")
        self.inpainting.trained = snapshot.priors
        learning, watched = self.run.config.phase == "autoencoder", self.pages.current() == "paint"
        self.opening.follow(snapshot.version, learning=learning, watched=watched)
        self.watched()

    def look_back(self, step: int | None) -> None:
        """Show the sheets of an earlier step, and paint with its model; None: of now."""

        def show(found: Seen | None) -> None:
            if self.train.timeline.at() != step or self.latest is None:
                return
            if found is None:
                self.train.show_present(self.latest)
                self.codebook.show_present()
                if self.latest.codebook is not None:
                    self._inspector.set_usage(self.latest.codebook.usage, self.latest.codebook.dead)
            else:
                self.train.show_past(found.sheet, found.step)
                self._look_at_codes()  # before the palette is read: it shows their use
            self.opening.look(self.latest.version if found is None else found.version, back=step is not None)

        self.ask(lambda e: e.look_back(step), show, key="past")

    def _look_at_codes(self) -> None:
        """Those of the step looked back on, where they are shown."""
        step = self.past.at
        if step is None or self.pages.current() not in ("codebook", "paint"):
            return

        def show(then: Then | None) -> None:
            if self.past.at == step:
                self.codebook.show_past(then, step)
                if then is not None and then.codebooks:
                    self._inspector.set_usage(then.codebooks[-1].usage, then.codebooks[-1].dead)

        self.ask(lambda e: e.codes_then(), show, key="past codes")

    def troubles(self, curves: Curves, since: int) -> Mapping[str, str]:
        return troubles(curves, since)

    def sheet(self) -> np.ndarray | None:
        if self.pages.current() == "paint" and self.preview.picture is not None:
            return self.preview.picture
        return self.latest.reconstructions if self.latest else None

    def since(self) -> int | None:
        painted = self.pages.current() == "paint" and self.preview.picture is not None
        return None if painted else super().since()

    def picture(self) -> QImage | None:
        return self.compare.picture() if self.pages.current() == "compare" else super().picture()

    def exports(self) -> Exports | None:
        return self.compare.exports(self.write) if self.pages.current() == "compare" else None

    # -- files -----------------------------------------------------------------------------------------

    def encode_file(self, path: str) -> None:
        self.opening.file(path)

    def open_file(self, path: str) -> bool:
        return self.opening.painting(path)

    def _open_picture(self) -> None:
        self.source.ask_picture(self._inspector)

    def _choose_other(self) -> None:
        if path := choose_picture(self._inspector):
            self.blending.open(path)

    def _save_painting(self) -> None:
        document = self.painter.document
        if document is not None:
            path = save_as(self._inspector, tr("Save painting"), "painting.safetensors", FORMATS)
            if path is not None:
                self.write(path, lambda to: files.write(to, document))

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        painting = mark("Painting")
        rows: tuple[tuple[str, str, Callable[[], object], str, str], ...] = (
            ("undo", mark("Undo"), self.painter.undo, "Ctrl+Z", "arrow-u-up-left"),
            ("redo", mark("Redo"), self.painter.redo, "Ctrl+Y", "arrow-u-up-right"),
            ("fill", mark("Fill the mask"), self.inpainting.fill, "", "magic-wand"),
            ("sample", mark("Sample a whole picture"), self.inpainting.sample, "", ""),
            ("save", mark("Save painting…"), self._save_painting, "", ""),
            ("train", mark("Show training"), lambda: self.show_page("train"), "Alt+1", ""),
            ("codebook", mark("Show codebook"), lambda: self.show_page("codebook"), "Alt+2", ""),
            ("paint", mark("Show painter"), lambda: self.show_page("paint"), "Alt+3", ""),
        )
        tools = [
            Action(f"vqvae.tool.{tool}", title, functools.partial(self._choose_tool, tool), letter)
            for tool, _, title, letter in TOOLS
            if letter
        ]
        ask = Action("vqvae.encode", mark("Paint a picture…"), self._open_picture, "Ctrl+I", "image", MENU)
        own = [Action(f"vqvae.{k}", text, act, keys, icon, painting) for k, text, act, keys, icon in rows]
        film = Films(
            self, lambda: [history()] if self.latest and self.latest.kept else [], lambda: self.pages
        )
        return [*self.source_actions(), ask, film.action(), *own, *tools]

    def _films(self) -> Sequence[Content]:
        return [history()] if self.latest is not None and self.latest.kept else []

    def _choose_tool(self, tool: str) -> None:
        """Letters work wherever the focus is while the painter shows."""
        if self.pages.current() == "paint":
            self.paint.choose_tool(tool)

    def save_state(self) -> dict[str, Any]:
        return {"page": self.pages.current(), "compare": self.compare.state()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        self.pages.turn_to(str(state.get("page", "")))
        self.compare.restore(state.get("compare"))


LAB = VqvaeLab
