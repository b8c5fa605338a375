"""The VQ-VAE engine: a training run that can be watched, asked, painted with and changed while it goes on."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor

from engines.ground import spec
from engines.ground.branches import State
from engines.ground.guard import Guard
from engines.ground.report import Report, silent
from engines.ground.thumbnail import drawing
from engines.images.dataset import Pictures
from engines.images.run import ready
from engines.vqvae import checkpoint as files
from engines.vqvae import measuring
from engines.vqvae.config import VqvaeConfig, code_count, grids
from engines.vqvae.dataset import Deck
from engines.vqvae.messages import SENTENCES
from engines.vqvae.model.usage import perplexity
from engines.vqvae.painting import frozen
from engines.vqvae.pasts import Pasts
from engines.vqvae.prior_phase import PriorPhase
from engines.vqvae.prior_training import PriorTrainer
from engines.vqvae.shapes import need_codes
from engines.vqvae.snapshot import VqvaeSnapshot
from engines.vqvae.training import TERMS, Trainer
from engines.vqvae.views import COLS, ROWS, Views

V = TypeVar("V")
MEASURE_EVERY = 25  # steps between measurements on pictures kept out
SEEN_EVERY = 100  # steps between measurements on pictures trained on
USE_EVERY = 10  # steps between points of the perplexity curve
SPARSE = (
    "nmse",
    "psnr",
    "ssim",
    "psnr_seen",
    "psnr_past",
    "psnr_mean",
    "psnr_small",
    "perplexity",
    "used",
    "perplexity_top",
    "used_top",
    "prior_nll",
)  # newest counts


class VqvaeEngine(PriorPhase):
    """One run. Everything happens on one thread, the runner's.

    Attributes:
        config: as it is now; live fields change by :meth:`set_config`.
        count: steps done, of autoencoder and prior together.
        painting: the copy of the model that is painted with, None before a picture is opened. aside: that of
            the present, while one is painted with that of an earlier step.
        pasts: earlier models and their sheets.
    """

    LAB, TERMS, VITAL = files.LAB, TERMS, 3

    def __init__(self, config: VqvaeConfig, pictures: Pictures, device: torch.device) -> None:
        super().__init__(pictures, device)
        self.config = config
        self.deck = Deck(pictures, config.seed, device)
        self.trainer = Trainer(config, self.deck, device)
        self.prior_trainers: dict[str, PriorTrainer] = {}
        self.painting: frozen.FrozenDecoder | None = None
        self.aside: frozen.FrozenDecoder | None = None
        self._views = Views(self.trainer, self.deck, config)
        self.pasts = Pasts(self.trainer, self.deck, config, self._views)
        self._guard = self._guarded()
        self._version = (-1, "")

    # -- engine contract -------------------------------------------------------------------------------

    def step(self) -> Iterator[None]:
        """One update of the autoencoder, or of the prior, by ``config.phase``; yields between short pieces.

        Raises:
            Halt: a term stopped being finite; the last good state is back, and stepping may go on.
            Problem: the prior is to be trained in a run without codes.
        """
        self._raise_halt()
        if self.config.phase == "prior":
            yield from self._prior_step()
        else:
            if not self.count:
                yield from self.pasts.keep(0)
            yield from self.trainer.step()
            self.count += 1
            self._unread.append((self.count, self.trainer.row))
            yield from self._measure()
            yield from self.pasts.keep(self.count)
        yield from self._watch()
        self._remember()

    def snapshot(self) -> VqvaeSnapshot:
        """See :class:`VqvaeSnapshot`. While steps pass, only the oldest pictures are drawn anew each time."""
        self._read()
        originals, through, past = self._views.sheets(self.trainer.steps)
        return VqvaeSnapshot(
            step=self.count,
            phase=self.config.phase,
            originals=originals,
            reconstructions=through,
            bypassed=past,
            since=self._views.since,
            rows=ROWS,
            cols=COLS,
            curves=self._named(self.history.points()),
            changes=tuple(self.changes),
            kept=self.pasts.line.steps,
            best=self.pasts.line.best,
            branches=self.branches.steps,
            figures=self._figures(),
            codebooks=self._views.codebooks(self.trainer.steps),
            grids=grids(self.config),
            version=self.version,
            prior_version=self.prior_trainer.version if self.prior_trainer else "",
            priors=tuple(k for k, p in self.prior_trainers.items() if p.steps),
            data_name=self._source.name,
            data_count=len(self.deck),
            grey=self.deck.grey,
            licence=self._source.licence,
            skipped=tuple(getattr(self._source, "skipped", ())),
        )

    def close(self) -> None:
        """Let go of everything large."""
        for name in (
            "trainer",
            "prior_trainers",
            "painting",
            "aside",
            "deck",
            "pasts",
            "_guard",
            "_views",
            "_source",
        ):
            self.__dict__.pop(name, None)

    @property
    def version(self) -> str:
        """Of the codebook and decoder as they are now: a UUID that training changes."""
        if self._version[0] != self.trainer.steps:
            self._version = (self.trainer.steps, frozen.version(self.trainer.model))
        return self._version[1]

    # -- changes ---------------------------------------------------------------------------------------

    def set_config(self, config: VqvaeConfig) -> None:
        """Take over changed live fields; weights are kept.

        Raises:
            Problem: a field differs that a running engine cannot change; nothing is changed.
        """
        spec.taken_over(self.config, config)
        if config.phase == "prior":
            need_codes(code_count(config))
        self._read()
        self.changes.note(self.count, self.config, config)
        self.config = config
        self.trainer.retune(config)
        for prior in self.prior_trainers.values():
            prior.retune(config)

    # -- files -----------------------------------------------------------------------------------------

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Everything the run's future depends on: (what JSON can hold, arrays by name)."""
        self._read()
        return files.state(self)

    def past(self) -> State:
        """Earlier models and their sheets."""
        return self.pasts.state()

    def thumbnail(self) -> np.ndarray:
        """What comes back of the first pictures held out."""
        return drawing.of_pictures(self._views.drawn(np.arange(drawing.SAMPLES)))

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over a state from :meth:`state` of an engine with the same config.

        Raises:
            FileProblem: something is missing, or of another shape; nothing is changed then.
        """
        line = self.pasts.read(meta, tensors, name)
        files.restore(self, meta, tensors, name)
        self.pasts.take_over(line, self.count)
        self._unread.clear()
        self._halt = None
        self._version = (-1, "")
        self._guard = self._guarded()
        self._views.spoil()

    def tensors(self) -> dict[str, Tensor]:
        """Everything that training changes, by name; changed in place."""
        found = self.trainer.tensors()
        for prior in self.prior_trainers.values():
            found |= prior.tensors()
        return found

    # -- inside ----------------------------------------------------------------------------------------

    def _measure(self) -> Iterator[None]:
        if self.trainer.steps % USE_EVERY == 0 or self.trainer.steps == 1:
            for window, suffix in zip(reversed(self.trainer.windows), ("", "_top"), strict=False):
                counts = window.counts()
                self.history.add("perplexity" + suffix, self.count, float(perplexity(counts)))
                self.history.add("used" + suffix, self.count, float((counts > 0).sum()))
        steps, trainer, deck = self.trainer.steps, self.trainer, self.deck
        first = steps // MEASURE_EVERY * measuring.MEASURED
        if steps % MEASURE_EVERY == 0 or steps == 1:
            before = self.history.most("psnr")
            yield from self._add(measuring.reconstruction(trainer, deck, first))
            if self.history.most("psnr") > before:
                yield from self.pasts.keep_best(self.count)
                self.branches.keep_best(self.count, self.state)
        if steps % SEEN_EVERY == 0 or steps == 1:
            yield from self._add(measuring.seen(trainer, deck, first))

    def _add(self, measured: Iterator[dict[str, float]]) -> Iterator[None]:
        """Into the history, what is a number."""
        for found in measured:
            for name, value in found.items():
                if math.isfinite(value):
                    self.history.add(name, self.count, value)
            yield

    def _figures(self) -> dict[str, float]:
        figures = self._named(self.history.recent())
        figures["images"] = float(self.trainer.steps * self.config.batch)
        for window, (h, w) in zip(self.trainer.windows, grids(self.config), strict=False):
            ceiling = h * w * math.log2(code_count(self.config))
            used = h * w * math.log2(max(1.0, float(perplexity(window.counts()))))
            figures["bits"] = figures.get("bits", 0.0) + ceiling
            figures["bits_used"] = figures.get("bits_used", 0.0) + used
        newest = self._named(self.history.curves)
        figures |= {name: newest[name].high[-1] for name in SPARSE if name in newest}
        if self.prior_trainer is not None and self.prior_trainer.baselines is not None:
            found = self.prior_trainer.baselines
            figures |= {"uniform": found.uniform, "marginal": found.marginal, "position": found.position}
        return figures

    def _named(self, found: dict[str, V]) -> dict[str, V]:
        """Curves with those of the prior in use under plain names: "prior_loss" for "prior_loss.masked"."""
        return {name.removesuffix(f".{self.config.prior}"): value for name, value in found.items()}

    def _shown(self) -> set[str]:
        shown = {"recon", "loss", "z", "e"}
        shown |= {"commit"} if self.config.quantizer in ("ema", "grad") else set()
        return shown | ({"codebook"} if self.config.quantizer == "grad" else set())

    def _keep(self) -> None:
        if not self._guard.keep(self.count, self._marks()):
            self._go_back("codebook", self.count)

    def _guarded(self) -> Guard:
        return Guard(self.tensors(), SENTENCES, self.count, self._marks())

    def _marks(self) -> tuple[int, dict[str, int]]:
        return self.trainer.steps, {kind: prior.steps for kind, prior in self.prior_trainers.items()}

    def _went_back(self) -> None:
        self.pasts.forget_after(self.count)
        self.trainer.steps, priors = self._guard.marks
        for kind, steps in priors.items():
            self.prior_trainers[kind].steps = steps
        self._version = (-1, "")
        self._views.spoil()


def build(
    config: VqvaeConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Pictures | None = None,
) -> VqvaeEngine:
    """Load the pictures and set up a run; see :func:`engines.images.run.ready` for the arguments.

    Raises:
        Problem: no pictures, or settings that contradict each other; the sentence says what to change.
        Cancelled: ``cancel`` was set.
    """
    if config.phase == "prior":
        need_codes(code_count(config))
    found, chosen = ready(config, config.seed, report, cancel, device, pictures)
    return VqvaeEngine(config, found, chosen)
