"""The VQ-VAE lab: pictures in a few discrete codes; train them, see them live and die, paint with them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from engines.marks import mark
from engines.runner import Runner
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.presets import DEFAULT, PRESETS
from playground.actions import Action
from playground.labs import vqvae_jobs as jobs
from playground.labs.picture_lab import MENU, PictureLab
from playground.labs.vqvae_codebook import CodebookPage
from playground.labs.vqvae_inspector import PaintInspector
from playground.labs.vqvae_paint import PaintPage
from playground.labs.vqvae_painter import Painter
from playground.labs.vqvae_train import TrainPage
from widgets.i18n import tr
from widgets.segmented import Segmented

if TYPE_CHECKING:
    from engines.vqvae.document import LatentDocument
    from engines.vqvae.engine import VqvaeEngine
    from engines.vqvae.snapshot import VqvaeSnapshot

PAGES = ("train", "codebook", "paint")
GUESSES = 4
KEEP_UP = 2.0  # seconds between looks at an unpainted picture while the model learns


class VqvaeLab(PictureLab):
    """Wires the VQ-VAE engine's jobs to its three pages."""

    key = "vqvae"
    title = mark("VQ-VAE")
    help_page = "vqvae"
    hint = mark("Space plays. Click a picture to paint on it; E masks, F fills.")
    config_type = VqvaeConfig
    presets = PRESETS
    default_preset = DEFAULT.key

    def __init__(self) -> None:
        super().__init__()
        self._last: VqvaeSnapshot | None = None
        self._seed = 0
        self._guesses: list[jobs.Codes] = []
        self._other: np.ndarray | None = None
        self._moved_on, self._next_look = "", 0.0
        self.painter = Painter(self._ask, self)

    # -- the engine ------------------------------------------------------------------------------------

    def build(self, config: Any, runner: Runner[Any], device: str, checkpoint: Path | None) -> VqvaeEngine:
        import engines.vqvae as vqvae

        runner.report(mark("Loading torch…"))
        if checkpoint is None:
            return vqvae.build(config, runner.report, runner.cancelled, device)
        if config is None:
            return vqvae.open_checkpoint(checkpoint, runner.report, runner.cancelled, device)
        from engines import checkpoint as files

        saved = files.load(checkpoint, self.key)
        engine = vqvae.build(config, runner.report, runner.cancelled, device)
        engine.restore(saved.meta, saved.tensors, checkpoint.name)
        return engine

    def _ask(self, work: Any, then: Any = None, *, key: str | None = None, anytime: bool = False) -> None:
        self.bridge.ask(work, then, self.refused, key=key, anytime=anytime)

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
        self.train.picked.connect(self.paint_held)
        self.codebook.restart_clicked.connect(lambda on: self.run.set_values(restart=on))
        self.codebook.chosen.connect(self.painter.choose)
        guesses = self.paint.guesses
        guesses.fill_clicked.connect(self._fill)
        guesses.sample_clicked.connect(self._sample)
        guesses.more_clicked.connect(self._more)
        guesses.train_clicked.connect(self._train_prior)
        guesses.chosen.connect(self._take_guess)
        self.paint.play_clicked.connect(lambda: self.run.toggle())
        self.paint.map_wanted.connect(self._ask_map)
        self.paint.rank_wanted.connect(self._ask_rank)
        self.painter.coarse_painted.connect(self._offer_fine)
        self.painter.opened.connect(lambda _: self._set_influence())
        return stage

    def inspector(self) -> QWidget:
        view = self._inspector = PaintInspector(self.painter)
        view.open_clicked.connect(self._open_picture)
        view.save_clicked.connect(self._save_painting)
        view.other_clicked.connect(self._choose_other)
        view.blend_moved.connect(self._blend)
        view.patch_clicked.connect(self._patch)
        return view

    def show_page(self, name: str) -> None:
        """One of "train", "codebook", "paint"; the painter opens with a picture if it has none."""
        self.choice.set_current(name)
        self.pages.setCurrentIndex(PAGES.index(name))
        document = self.painter.document
        if name == "paint" and (document is None or (document.edited == 0 and self._is_old(document))):
            self._open_again()  # nothing painted yet: begin with the model as it is now

    def show(self, snapshot: VqvaeSnapshot) -> None:
        self._last = snapshot
        self.tell_skipped(snapshot)
        self.train.show_snapshot(snapshot)
        self.codebook.show_snapshot(snapshot, self.run.config.restart)
        if snapshot.codebook is not None:
            self._inspector.set_usage(snapshot.codebook.usage, snapshot.codebook.dead)
        self.paint.guesses.set_priors(snapshot.priors)
        self._notice_if_moved(snapshot)

    def engine_changed(self) -> None:
        self.painter.document = None
        self._guesses, self._moved_on = [], ""
        self.paint_held(0, show=False)

    def sheet(self) -> np.ndarray | None:
        if self.pages.currentIndex() == PAGES.index("paint") and self.painter.picture is not None:
            return self.painter.picture
        return self._last.reconstructions if self._last else None

    # -- opening pictures ------------------------------------------------------------------------------

    def paint_held(self, index: int, *, show: bool = True) -> None:
        """Paint over one of the pictures kept out of training."""
        then = self._opened if show else self.painter.open
        self._ask(lambda e: jobs.held(e, index), then, key="open", anytime=True)

    def encode_file(self, path: str) -> None:
        size, channels = self.run.config.size, self.run.config.channels

        def work(engine: Any) -> jobs.Opened:
            from engines.images import open_picture

            return jobs.opened(engine, open_picture(path, size, channels))

        self._ask(work, self._opened, key="open", anytime=True)

    def _opened(self, found: jobs.Opened) -> None:
        self.painter.open(found)
        self._moved_on = ""
        self.outdated.emit("moved")
        self.choice.set_current("paint")
        self.pages.setCurrentIndex(PAGES.index("paint"))

    def _notice_if_moved(self, snapshot: VqvaeSnapshot) -> None:
        """Once for each painting: the model has learnt on since its copy was taken."""
        document = self.painter.document
        if document is None or not self._is_old(document) or self._moved_on == document.version:
            return
        if not document.edited:  # nothing painted yet: what is seen keeps up by itself
            if time.monotonic() >= self._next_look and self.run.config.phase == "autoencoder":
                self._next_look = time.monotonic() + KEEP_UP
                self._keep_up()
            return
        if self.pages.currentIndex() != PAGES.index("paint"):
            return
        self._moved_on = document.version
        links = [(tr("Encode again"), self._encode_again), (tr("Read the codes anew"), self._read_again)]
        self.notice("info", tr("The model has learnt on since you opened this painting."), links, "moved")

    def _is_old(self, document: LatentDocument) -> bool:
        return self._last is not None and self._last.version != document.version

    def _keep_up(self) -> None:
        """Read the same picture with the model as it is now; the page shown stays."""
        picture = self.painter.original
        if picture is not None:
            self._ask(lambda e: jobs.opened(e, picture), self._kept_up, key="open", anytime=True)

    def _kept_up(self, found: jobs.Opened) -> None:
        document = self.painter.document
        if document is None or not document.edited:  # the person may have begun meanwhile
            self.painter.open(found)

    def _open_again(self) -> None:
        if self.painter.original is None:
            self.paint_held(0)
        else:
            self._encode_again()

    def _encode_again(self) -> None:
        picture = self.painter.original
        if picture is not None:
            self._ask(lambda e: jobs.opened(e, picture), self._opened, key="open", anytime=True)

    def _read_again(self) -> None:
        document, picture = self.painter.document, self.painter.original
        if document is None or picture is None:
            return
        codes = document.codes
        self._ask(lambda e: jobs.redecoded(e, picture, codes), self.painter.reread, key="open", anytime=True)

    def _set_influence(self) -> None:
        """The exact box of pixels that a cell can change, by the formula of the decoder's reach."""
        from engines.vqvae.config import grids
        from engines.vqvae.receptive import influence

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

    # -- the prior -------------------------------------------------------------------------------------

    def _train_prior(self) -> None:
        self.run.set_values(phase="prior")
        self.run.play()
        self.notice(
            "info", tr("The prior learns the codes; the autoencoder rests. Set Train back to go on with it.")
        )

    def _settings(self) -> tuple[float, int, int]:
        self._seed += 1
        view = self.paint.guesses
        return float(view.temperature.value()), int(view.top_k.value()), self._seed

    def _fill(self) -> None:
        document = self.painter.document
        if document is None:
            return
        if not document.masked:
            self.notice("info", tr("Nothing is masked. Paint with the eraser (E), then fill (F)."))
            return
        codes, mask, rest = document.codes, document.mask, self._settings()
        kinds = self.paint.guesses.kinds()
        self._ask_guesses(lambda e: jobs.filled(e, codes, mask, GUESSES, *rest, kinds))

    def _more(self) -> None:
        """Other guesses: for the mask if there is one, else of the whole."""
        document = self.painter.document
        (self._fill if document is not None and document.masked else self._sample)()

    def _sample(self) -> None:
        if self.painter.document is None:
            return
        rest, kinds = self._settings(), self.paint.guesses.kinds()
        self._ask_guesses(lambda e: jobs.sampled(e, GUESSES, *rest, kinds))

    def _offer_fine(self, cells: np.ndarray) -> None:
        """A coarse code was painted: the fine ones beneath still tell of the old one."""
        document = self.painter.document
        assert document is not None

        def resample() -> None:
            codes, rest = document.codes, self._settings()
            self._ask_guesses(lambda e: jobs.resampled(e, codes, cells, GUESSES, *rest))

        sentence = tr("The fine codes beneath still belong to the old coarse ones.")
        self.notice("info", sentence, [(tr("Choose them anew"), resample)], "fine")

    def _ask_guesses(self, work: Any) -> None:
        view = self.paint.guesses
        if self._last is None or not self._last.priors:
            sentence = tr("No prior has learnt these codes yet. Half a minute is enough for first guesses.")
            self.notice("info", sentence, [(tr("Train the prior"), self._train_prior)], "prior")
            return
        self.outdated.emit("prior")

        def show(found: jobs.Guesses) -> None:
            self._guesses = found[0]
            view.set_busy(False)
            view.variants.set_pictures(found[1])

        def failed(error: Exception) -> None:
            view.set_busy(False)
            self.refused(error)

        view.set_busy(True)

        self.bridge.ask(work, show, failed, key="guess", anytime=True)

    def _take_guess(self, index: int) -> None:
        if index < len(self._guesses):
            self.painter.put(mark("Fill from the prior"), self._guesses[index])

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
        self._ask(work, show, key=name, anytime=True)

    def _ask_rank(self, row: int, column: int) -> None:
        picture, level, cell = self.painter.original, self.painter.level, (row, column)
        if picture is not None:
            code = int(self.painter.grid[cell])
            self._ask(
                lambda e: jobs.rank(e, picture, cell, code, level),
                lambda rank: self.paint.show_rank(cell, rank),
                key="rank",
                anytime=True,
            )

    # -- blending --------------------------------------------------------------------------------------

    def _choose_other(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self._inspector, tr("Choose a picture"), str(Path.home()))
        if not path:
            return
        size, channels = self.run.config.size, self.run.config.channels

        def work(_: Any) -> np.ndarray:
            from engines.images import open_picture

            return open_picture(path, size, channels)

        self._ask(work, self._take_other, key="other", anytime=True)

    def _take_other(self, picture: np.ndarray) -> None:
        self._other = picture
        self._inspector.other.set_pixels(picture)

    def _blend(self, amount: float, way: str) -> None:
        a, b = self.painter.original, self._other
        if a is None or b is None:
            self.notice("info", tr("Choose another picture to blend with."))
            return
        self._ask(
            lambda e: jobs.blended(e, a, b, amount, way),
            lambda codes: self.painter.put(mark("Blend"), codes),
            key="blend",
            anytime=True,
        )

    def _patch(self) -> None:
        document, b, cells = self.painter.document, self._other, self.painter.selection
        if document is None or b is None or cells is None or self.painter.level == -2:
            self.notice("info", tr("Choose another picture and select cells (M) first."))
            return
        codes = document.codes
        self._ask(
            lambda e: jobs.patched(e, codes, b, cells),
            lambda found: self.painter.put(mark("Patchwork"), found),
            key="blend",
            anytime=True,
        )

    # -- paintings as files ----------------------------------------------------------------------------

    def _save_painting(self) -> None:
        from engines.problem import FileProblem
        from engines.vqvae import paintings

        if self.painter.document is None:
            return
        filters = ";;".join(
            [tr("Paintings") + " (*.safetensors)", tr("Codes") + " (*.json)", tr("Codes") + " (*.npy)"]
        )
        path, _ = QFileDialog.getSaveFileName(
            self._inspector, tr("Save painting"), str(Path.home() / "painting.safetensors"), filters
        )
        if not path:
            return
        write = {".json": paintings.export_json, ".npy": paintings.export_npy}.get(
            Path(path).suffix, paintings.save
        )
        try:
            write(path, self.painter.document)
        except FileProblem as e:
            self.refused(e)
        else:
            self.notice("info", tr("Saved as {name}.", name=Path(path).name))

    def open_file(self, path: str) -> bool:
        """Open a painting file; returns whether it is one. Another codebook's is refused with a way out."""
        from engines import checkpoint as files
        from engines.problem import FileProblem, Problem
        from engines.vqvae import paintings
        from engines.vqvae.config import grids

        try:
            files.load(path, paintings.LAB)
        except FileProblem:
            return False
        document = self.painter.document
        if document is None:
            self.notice("info", tr("Open the painter first: a painting belongs to its codebook."))
            return True
        try:
            self.painter.adopt(paintings.load(path, document.version, grids(self.run.config)))
        except Problem as e:
            self.refused(e)
        else:
            self.show_page("paint")
        return True

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        painting = mark("Painting")
        rows: tuple[tuple[str, str, Callable[[], object], str, str], ...] = (
            ("undo", mark("Undo"), self.painter.undo, "Ctrl+Z", "arrow-u-up-left"),
            ("redo", mark("Redo"), self.painter.redo, "Ctrl+Y", "arrow-u-up-right"),
            ("fill", mark("Fill the mask"), self._fill, "", "magic-wand"),
            ("sample", mark("Sample a whole picture"), self._sample, "", ""),
            ("save", mark("Save painting…"), self._save_painting, "", ""),
            ("train", mark("Show training"), lambda: self.show_page("train"), "Alt+1", ""),
            ("codebook", mark("Show codebook"), lambda: self.show_page("codebook"), "Alt+2", ""),
            ("paint", mark("Show painter"), lambda: self.show_page("paint"), "Alt+3", ""),
        )
        ask = Action("vqvae.encode", mark("Paint a picture…"), self._open_picture, "Ctrl+I", "image", MENU)
        own = [Action(f"vqvae.{k}", text, act, keys, icon, painting) for k, text, act, keys, icon in rows]
        return [*self.source_actions(), ask, *own]

    def _open_picture(self) -> None:
        self.ask_picture(self._inspector)

    def save_state(self) -> dict[str, Any]:
        return {"page": PAGES[self.pages.currentIndex()]}


LAB = VqvaeLab
