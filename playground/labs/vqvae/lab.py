"""The VQ-VAE lab: pictures in a few discrete codes; train them, see them live and die, paint with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engines.ground.marks import mark
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.presets import DEFAULT, PRESETS
from playground.ground.action import Action
from playground.kit.picture_lab import MENU, PictureLab
from playground.labs.vqvae import files, jobs
from playground.labs.vqvae.blending import Blending
from playground.labs.vqvae.codebook_page import CodebookPage
from playground.labs.vqvae.inspector import PaintInspector
from playground.labs.vqvae.opening import Opening
from playground.labs.vqvae.paint_page import PaintPage
from playground.labs.vqvae.painter import Painter
from playground.labs.vqvae.prior_queries import Asking
from playground.labs.vqvae.train_page import TrainPage
from widgets.controls.segmented import Segmented

if TYPE_CHECKING:
    from engines.vqvae.snapshot import VqvaeSnapshot

PAGES = ("train", "codebook", "paint")


class VqvaeLab(PictureLab):
    """Wires the VQ-VAE engine's jobs to its three pages."""

    key = "vqvae"
    hint = mark("Space plays. Click a picture to paint on it; E masks, F fills.")
    config_type = VqvaeConfig
    presets = PRESETS
    default_preset = DEFAULT.key

    def __init__(self) -> None:
        super().__init__()
        self.latest: VqvaeSnapshot | None = None
        self.painter = Painter(self.ask, self)
        self.opening, self.asking, self.blending = Opening(self), Asking(self), Blending(self)

    # -- the engine ------------------------------------------------------------------------------------

    def fresh(self) -> Mapping[str, Any]:
        return {"phase": "autoencoder"}  # a prior of codes that mean nothing yet learns nothing

    # -- the view --------------------------------------------------------------------------------------

    def view(self) -> QWidget:
        stage = QWidget()
        stage.setObjectName("vqvae.stage")
        self.choice = Segmented([("train", "Train"), ("codebook", "Codebook"), ("paint", "Paint")])
        self.choice.setObjectName("vqvae.page_choice")
        self.choice.chosen.connect(self.show_page)
        self.train, self.codebook, self.paint = TrainPage(), CodebookPage(), PaintPage(self.painter)
        self.pages = QStackedWidget()
        for page in (self.train, self.codebook, self.paint):
            self.pages.addWidget(page)
        layout = QVBoxLayout(stage)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 0, 12, 4)
        head.addWidget(self.choice)
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)
        self.train.picked.connect(self.opening.held)
        self.codebook.restart_clicked.connect(lambda on: self.run.set_values(restart=on))
        self.codebook.chosen.connect(self.painter.choose)
        self.asking.connect()
        self.paint.play_clicked.connect(lambda: self.run.toggle())
        self.paint.map_wanted.connect(self._ask_map)
        self.paint.rank_wanted.connect(self._ask_rank)
        self.painter.opened.connect(lambda _: self._set_influence())
        return stage

    def inspector(self) -> QWidget:
        view = self._inspector = PaintInspector(self.painter)
        view.open_clicked.connect(self._open_picture)
        view.save_clicked.connect(lambda: files.save(self))
        view.other_clicked.connect(self.blending.choose)
        view.blend_moved.connect(self.blending.blend)
        view.patch_clicked.connect(self.blending.patch)
        return view

    def show_page(self, name: str) -> None:
        """One of "train", "codebook", "paint"; the painter opens with a picture if it has none."""
        self.turn_to(name)
        document = self.painter.document
        if name == "paint" and (document is None or (document.edited == 0 and self.opening.is_old(document))):
            self.opening.again()  # nothing painted yet: begin with the model as it is now

    def turn_to(self, name: str) -> None:
        """Show a page as it is."""
        self.choice.set_current(name)
        self.pages.setCurrentIndex(PAGES.index(name))

    @property
    def page(self) -> str:
        """The page shown."""
        return PAGES[self.pages.currentIndex()]

    def show(self, snapshot: VqvaeSnapshot) -> None:
        self.latest = snapshot
        self.tell_skipped(snapshot)
        self.train.show_snapshot(snapshot)
        self.codebook.show_snapshot(snapshot, self.run.config.restart)
        if snapshot.codebook is not None:
            self._inspector.set_usage(snapshot.codebook.usage, snapshot.codebook.dead)
        self.paint.guesses.set_priors(snapshot.priors)
        self.opening.follow(snapshot)

    def engine_changed(self) -> None:
        self.opening.forget()
        self.asking.guesses = []
        self.opening.held(0, show=False)

    def sheet(self) -> np.ndarray | None:
        if self.page == "paint" and self.painter.picture is not None:
            return self.painter.picture
        return self.latest.reconstructions if self.latest else None

    # -- what the canvas shows ------------------------------------------------------------------------

    def _set_influence(self) -> None:
        """The exact box of pixels that a cell can change, by the formula of the decoder's reach."""
        from engines.vqvae.config import grids
        from engines.vqvae.model.receptive import influence

        config = self.run.config
        sides = grids(config)
        rim = 2 if config.size == 28 and config.downs > 2 else 0

        def reach(cells: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
            coarse = len(sides) > 1 and self.painter.level == -2
            top, left, bottom, right = influence(
                cells, config.n_res, config.downs, config.size, rim, coarse=coarse, grid=sides[-1][0]
            )
            return left, top, right, bottom

        self.paint.canvas.set_influence_function(reach)

    def _ask_map(self, name: str) -> None:
        """A figure for every cell: "surprise" of the prior, or "entropy" over the pictures."""
        document = self.painter.document
        if document is None:
            return
        codes, level = document.codes, self.painter.level
        label = mark("Entropy, bits") if name == "entropy" else mark("Surprise, nats")

        def show(found: Any) -> None:
            self.paint.canvas.set_heat(found[level] if isinstance(found, tuple) else found, label, name=name)

        work: Any = (lambda e: e.entropy()) if name == "entropy" else (lambda e: e.surprise(codes))
        self.ask(work, show, key=name)

    def _ask_rank(self, row: int, column: int) -> None:
        picture, level, cell = self.painter.original, self.painter.level, (row, column)
        if picture is not None:
            code = int(self.painter.grid[cell])
            self.ask(
                lambda e: jobs.rank(e, picture, cell, code, level),
                lambda rank: self.paint.show_rank(cell, rank),
                key="rank",
            )

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        painting = mark("Painting")
        rows: tuple[tuple[str, str, Callable[[], object], str, str], ...] = (
            ("undo", mark("Undo"), self.painter.undo, "Ctrl+Z", "arrow-u-up-left"),
            ("redo", mark("Redo"), self.painter.redo, "Ctrl+Y", "arrow-u-up-right"),
            ("fill", mark("Fill the mask"), self.asking.fill, "", "magic-wand"),
            ("sample", mark("Sample a whole picture"), self.asking.sample, "", ""),
            ("save", mark("Save painting…"), lambda: files.save(self), "", ""),
            ("train", mark("Show training"), lambda: self.show_page("train"), "Alt+1", ""),
            ("codebook", mark("Show codebook"), lambda: self.show_page("codebook"), "Alt+2", ""),
            ("paint", mark("Show painter"), lambda: self.show_page("paint"), "Alt+3", ""),
        )
        ask = Action("vqvae.encode", mark("Paint a picture…"), self._open_picture, "Ctrl+I", "image", MENU)
        own = [Action(f"vqvae.{k}", text, act, keys, icon, painting) for k, text, act, keys, icon in rows]
        return [*self.source_actions(), ask, *own]

    def _open_picture(self) -> None:
        self.source.ask_picture(self._inspector)

    def encode_file(self, path: str) -> None:
        self.opening.file(path)

    def open_file(self, path: str) -> bool:
        return files.open_painting(self, path)

    def save_state(self) -> dict[str, Any]:
        return {"page": self.page}


LAB = VqvaeLab
