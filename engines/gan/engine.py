"""The GAN engine: a training run that can be watched, asked and changed while it goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engines.gan import checkpoint, memory, quality
from engines.gan.config import GanConfig
from engines.gan.dataset import Deck, Pictures
from engines.gan.graph import Recorded
from engines.gan.inference import Inference
from engines.gan.latent.directions import Basis
from engines.gan.messages import SENTENCES
from engines.gan.pasts import Pasts
from engines.gan.sheet import COLS, ROWS, Bank, Sheet
from engines.gan.snapshot import Directions, GanSnapshot
from engines.gan.training import TERMS, Trainer
from engines.ground import spec
from engines.ground.branches import State
from engines.ground.guard import Guard
from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.ground.report import Report, silent
from engines.ground.thumbnail import drawing
from engines.images.dataset import to_float
from engines.images.rolling import untiled
from engines.images.run import PictureTraining, ready
from engines.images.scores import learning
from engines.images.scores.verdict import LEARNED, Features

MEASURE_EVERY = 50  # steps between measurements of reconstruction
MEASURED = 16  # pictures, each time
BEST = "distance_best"  # the best so far, measured anew by learned features
IN_TENSORS = {"lr_d", "lr_g", "ema"}  # a recorded step follows changes of these

_UNLABELLED = mark("{name} has no labels. Turn Use labels off or choose other pictures.")
_UNTOLD = mark("{name} has no labels. {why} Turn Use labels off or choose other pictures.")


class GanEngine(PictureTraining):
    """One run. Everything happens on one thread, the runner's.

    Attributes:
        config: as it is now; live fields change by :meth:`set_config`.
        count: steps done.
        inference: codes to pictures and back, which changes nothing.
        bank: the fixed codes of the sample sheet.
        basis: the latent directions as last found.
        recorded: how steps are done on a GPU.
        pasts: earlier generators, to look back on.
    """

    deck: Deck

    LAB, TERMS, VITAL = checkpoint.LAB, TERMS, len(TERMS)

    def __init__(self, config: GanConfig, pictures: Pictures, device: torch.device) -> None:
        super().__init__(pictures, device)
        self.config = config
        self.deck = Deck(pictures, config.seed, device)
        if config.conditional and self.deck.classes == 0:
            why = getattr(pictures, "unlabelled", "")
            raise Problem(_UNTOLD if why else _UNLABELLED, name=pictures.name, why=why)
        if device.type == "cpu":
            memory.check(config, self.deck.classes)
        self.trainer = Trainer(config, self.deck, device)
        self.inference = Inference(self.trainer, self.deck)
        self.bank, self.basis = Bank(config, self.deck.classes), Basis()
        self._sheet = Sheet(self._samples, whole=device.type == "cuda")
        self.pasts = Pasts(self.trainer, self.deck, self._samples)
        self._guard = Guard(self.trainer.tensors(), SENTENCES)
        self.recorded = Recorded(self.trainer, device, enabled=config.graph == "auto")
        self._measured: list[tuple[int, dict[str, Tensor | float]]] = []
        self._quality = quality.Quality(self.deck, self._pictures, ROWS * COLS)

    # -- engine contract -------------------------------------------------------------------------------

    def step(self) -> Iterator[None]:
        """One iteration: the critic's updates, then the generator's; yields between short pieces.

        Raises:
            Halt: a term stopped being finite; the last good state is back, and stepping may go on.
        """
        self._raise_halt()
        if not self.count:
            yield from self.pasts.keep(0)
        self.trainer.begin(self.count)
        yield from self.recorded.step()
        self.count += 1
        self._unread.append((self.count, self.trainer.row.clone()))
        yield from self._watch()
        yield from self._measure()
        yield from self.pasts.keep(self.count)
        self._remember()

    def snapshot(self) -> GanSnapshot:
        """See :class:`GanSnapshot`. While steps pass, only the oldest samples are drawn anew each time."""
        self._read()
        figures = self.history.recent()
        figures["images"] = float(self.count * self.config.batch)
        samples = self._sheet.at(self.count)
        return GanSnapshot(
            step=self.count,
            samples=samples,
            since=self._sheet.since,
            rows=ROWS,
            cols=COLS,
            curves=self.history.points(),
            changes=tuple(self.changes),
            kept=self.pasts.line.steps,
            best=self.pasts.line.best,
            branches=self.branches.steps,
            figures=figures,
            features=self._features(),
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
            "deck",
            "inference",
            "recorded",
            "pasts",
            "_guard",
            "_sheet",
            "_quality",
            "_source",
        ):
            self.__dict__.pop(name, None)

    def directions(self, k: int) -> Directions:
        """The leading latent directions, almost those of now. Places and signs stay as before."""
        return self.basis.leading(k, self.trainer.average.net, self.count)

    # -- changes ---------------------------------------------------------------------------------------

    def set_config(self, config: GanConfig) -> None:
        """Take over changed live fields; weights are kept.

        Raises:
            Problem: a field differs that a running engine cannot change; nothing is changed.
        """
        changed = spec.taken_over(self.config, config)
        self._read()
        self.changes.note(self.count, self.config, config)
        self.config = config
        self.trainer.retune(config)
        if changed - IN_TENSORS:
            self.recorded.forget()

    # -- files -----------------------------------------------------------------------------------------

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Everything the run's future depends on: (what JSON can hold, arrays by name)."""
        self._read()
        return checkpoint.state(self)

    def past(self) -> State:
        """Earlier generators."""
        return self.pasts.state()

    def thumbnail(self) -> np.ndarray:
        """The first samples of the sheet."""
        return drawing.of_pictures(self._samples(np.arange(drawing.SAMPLES)))

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over a state from :meth:`state` of an engine with the same config.

        Raises:
            FileProblem: something is missing, or of another shape; nothing is changed then.
        """
        line = self.pasts.read(meta, tensors, name)
        checkpoint.restore(self, meta, tensors, name)
        self.pasts.take_over(line, self.count)
        self._unread.clear()
        self._measured.clear()
        self._halt = None
        self._guard.keep(self.count)
        self._sheet.spoil()

    # -- inside ----------------------------------------------------------------------------------------

    def _samples(self, indices: np.ndarray) -> np.ndarray:
        return self._pictures(torch.from_numpy(indices)).cpu().numpy()

    def _pictures(self, chosen: Tensor) -> Tensor:
        return self.inference.pictures(self.bank.codes[chosen], self.bank.labels[chosen])

    def _measure(self) -> Iterator[None]:
        """Now and then: what the encoder and the samples are worth."""
        step, deck = self.count, self.deck
        if self.config.ogan and (step % MEASURE_EVERY == 0 or step == 1):
            error, mean = self.inference.reconstruction(self._some(deck.held))
            yield
            seen, _ = self.inference.reconstruction(self._some(deck.train[: len(deck.held)]))
            self._measured.append((step, {"rec": error, "rec_mean": mean, "rec_seen": seen}))
            yield
        if step % quality.EVERY == 0:
            for found in self._quality.measure():
                if found:
                    kind = self._quality.kind
                    self._measured.append((step, {name + kind: value for name, value in found.items()}))
                yield
            yield from self._measure_best()
            yield from self._keep_best()

    def _measure_best(self) -> Iterator[None]:
        """When learned features compare for the first time: how near the best so far is by them."""
        kind, best = self._quality.kind, self.pasts.line.best
        if not kind or best is None or f"distance{kind}" in self.history.curves:
            return
        step, sheet = self.pasts.sheet(best)
        for found in self._quality.measure_past(torch.from_numpy(untiled(sheet, ROWS, COLS))):
            if np.isfinite(found):
                self.history.add(BEST + kind, step, found)
            yield

    def _keep_best(self) -> Iterator[None]:
        """Of what was just measured, if no samples were nearer to real pictures before, by these features."""
        kind = self._quality.kind
        found = self._measured[-1][1].get(f"distance{kind}") if self._measured else None
        before = min(self.history.least(name + kind) for name in ("distance", BEST))
        if found is not None and float(found) < before:
            self._read()
            yield from self.pasts.keep_best(self.count)
            self.branches.keep_best(self.count, self.state)

    def _features(self) -> Features:
        net = learning.known(self.deck)
        if net is None or f"distance{LEARNED}" not in self.history.curves:
            return Features()
        return Features(net.task, net.right)

    def _some(self, of: Tensor) -> Tensor:
        """A rolling part of the pictures with these numbers."""
        first = (self.count // MEASURE_EVERY * MEASURED) % len(of)
        return to_float(self.deck.pixels[of[first : first + MEASURED]])

    def _read(self) -> None:
        """Move measurements into the history too."""
        super()._read()
        for step, measured in self._measured:
            for name, value in measured.items():
                if np.isfinite(found := float(value)):
                    self.history.add(name, step, found)
        self._measured.clear()

    def _shown(self) -> set[str]:
        shown = {"real", "fake", "loss_d", "loss_g"}
        shown |= {"corr"} if self.config.ogan else set()
        return shown | ({"penalty"} if self.config.regulariser != "none" else set())

    def _keep(self) -> None:
        self._guard.keep(self.count)

    def _went_back(self) -> None:
        self._measured.clear()
        self._sheet.spoil()
        self.pasts.forget_after(self.count)


def build_pictures(
    config: GanConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Pictures | None = None,
) -> GanEngine:
    """Load the pictures and set up a run; see :func:`engines.images.run.ready` for the arguments.

    Raises:
        Problem: no pictures, or settings that contradict each other; the sentence says what to change.
        Cancelled: ``cancel`` was set.
    """
    found, chosen = ready(config, config.seed, report, cancel, device, pictures)
    return GanEngine(config, found, chosen)
