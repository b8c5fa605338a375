"""The GAN engine: a training run that can be watched, asked and changed while it goes on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from engines import checkpoint, spec
from engines import device as devices
from engines.gan import files, memory
from engines.gan.config import GanConfig
from engines.gan.deck import Deck, Pictures, to_float
from engines.gan.graph import Recorded
from engines.gan.looks import Looks
from engines.gan.sheet import COLS, ROWS, Sheet
from engines.gan.snapshot import GanSnapshot
from engines.gan.training import TERMS, Trainer
from engines.gan.troubles import SENTENCES
from engines.guard import Guard
from engines.history import History
from engines.images.config import load_pictures
from engines.marks import mark
from engines.problem import Halt, Problem

if TYPE_CHECKING:
    pass

log = logging.getLogger(__name__)
Report = Callable[[str, float | None], None]
KEEP_EVERY = 100  # steps between copies of the state for the guard
MEASURE_EVERY = 50  # steps between measurements of reconstruction
MEASURED = 16  # pictures, each time
IN_TENSORS = {"lr_d", "lr_g", "ema"}  # a recorded step follows changes of these
READ_EVERY = 64  # steps between looks at the recorded terms on a GPU, where each look waits for it


class GanEngine(Looks):
    """One run. Everything happens on one thread, the runner's.

    Attributes:
        config: as it is now; live fields change by :meth:`set_config`.
        count: steps done.
    """

    def __init__(self, config: GanConfig, pictures: Pictures, device: torch.device) -> None:
        self.config, self.device, self._source = config, device, pictures
        self.deck = Deck(pictures, config.seed, device)
        if config.conditional and self.deck.classes == 0:
            raise Problem(
                "{name} has no labels. Turn Use labels off or choose other pictures.", name=pictures.name
            )
        if device.type == "cpu":
            memory.check(config, self.deck.classes)
        self.trainer = Trainer(config, self.deck, device)
        self.count = 0
        self.history = History()
        self._open()
        self._sheet = Sheet(self._samples, whole=device.type == "cuda")
        self._guard = Guard(self.trainer.tensors(), SENTENCES)
        self._recorded = Recorded(self.trainer, device, enabled=config.graph == "auto")
        self._read_every = READ_EVERY if device.type == "cuda" else 1
        self._unread: list[tuple[int, Tensor]] = []
        self._measured: list[tuple[int, tuple[Tensor, Tensor]]] = []
        self._halt: Halt | None = None

    # -- engine contract -------------------------------------------------------------------------------

    def step(self) -> Iterator[None]:
        """One iteration: the critic's updates, then the generator's; yields between short pieces.

        Raises:
            Halt: a term stopped being finite; the last good state is back, and stepping may go on.
        """
        self._raise_halt()
        self.trainer.begin(self.count)
        yield from self._recorded.step()
        self.count += 1
        self._unread.append((self.count, self.trainer.row.clone()))
        if len(self._unread) >= self._read_every:
            self._read()
            self._raise_halt()
        if self.count % KEEP_EVERY == 0:
            self._read()
            self._raise_halt()
            self._guard.keep(self.count)
            yield
        if self.config.ogan and (self.count % MEASURE_EVERY == 0 or self.count == 1):
            self._measured.append((self.count, self.reconstruction(self._held())))
            yield

    def snapshot(self) -> GanSnapshot:
        """See :class:`GanSnapshot`. While steps pass, only the oldest samples are drawn anew each time."""
        self._read()
        figures = self.history.recent()
        figures["images"] = float(self.count * self.config.batch)
        return GanSnapshot(
            step=self.count,
            samples=self._sheet.at(self.count),
            rows=ROWS,
            cols=COLS,
            curves=self.history.points(),
            figures=figures,
            data_name=self._source.name,
            data_count=len(self.deck),
            licence=self._source.licence,
            skipped=tuple(getattr(self._source, "skipped", ())),
        )

    def close(self) -> None:
        """Let go of everything large."""
        for name in ("trainer", "deck", "_guard", "_recorded", "_sheet", "_source"):
            self.__dict__.pop(name, None)

    # -- changes ---------------------------------------------------------------------------------------

    def set_config(self, config: GanConfig) -> None:
        """Take over changed live fields; weights are kept.

        Raises:
            Problem: a field differs that a running engine cannot change; nothing is changed.
        """
        fields = spec.fields(GanConfig)
        changed = [f for f in fields if getattr(config, f.name) != getattr(self.config, f.name)]
        for field in changed:
            if not field.live:
                raise Problem("{field} changes with the next run. Press Reset.", field=field.title)
        self._read()
        self.config = config
        self.trainer.retune(config)
        if {f.name for f in changed} - IN_TENSORS:
            self._recorded.forget()

    # -- files -----------------------------------------------------------------------------------------

    def save(self, path: str | Path) -> None:
        """Save the run, so that it can go on later exactly where it is now. Raises FileProblem."""
        meta, tensors = self.state()
        checkpoint.save(path, files.LAB, meta, tensors)

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Everything the run's future depends on: (what JSON can hold, arrays by name)."""
        self._read()
        return files.state(self)

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over a state from :meth:`state` of an engine with the same config.

        Raises:
            FileProblem: something is missing, or of another shape; nothing is changed then.
        """
        files.restore(self, meta, tensors, name)
        self._unread.clear()
        self._measured.clear()
        self._halt = None
        self._guard.keep(self.count)
        self._sheet.spoil()

    # -- inside ----------------------------------------------------------------------------------------

    def _samples(self, indices: np.ndarray) -> np.ndarray:
        chosen = torch.from_numpy(indices)
        return self._pictures(self._bank[chosen], self._bank_labels[chosen]).cpu().numpy()

    def _held(self) -> Tensor:
        """A rolling part of the pictures kept out of training."""
        first = (self.count // MEASURE_EVERY * MEASURED) % len(self.deck.held)
        return to_float(self.deck.pixels[self.deck.held[first : first + MEASURED]])

    def _read(self) -> None:
        """Move recorded terms into the history; on a number that is not finite, go back to the good state."""
        if self._unread:
            steps = [step for step, _ in self._unread]
            rows = torch.stack([row for _, row in self._unread]).cpu().numpy()
            self._unread.clear()
            self._record(steps, rows)
        for step, pair in self._measured:
            for name, value in zip(("rec", "rec_mean"), pair, strict=True):
                if np.isfinite(found := float(value)):
                    self.history.add(name, step, found)
        self._measured.clear()

    def _record(self, steps: list[int], rows: np.ndarray) -> None:
        shown = {"real", "fake", "loss_d", "loss_g"}
        shown |= {"corr"} if self.config.ogan else set()
        shown |= {"penalty"} if self.config.regulariser != "none" else set()
        for step, row in zip(steps, rows, strict=True):
            broken = np.flatnonzero(~np.isfinite(row))
            if len(broken):
                self._go_back(TERMS[broken[0]], step)
                return
            for name, value in zip(TERMS, row.tolist(), strict=True):
                if name in shown:
                    self.history.add(name, step, value)

    def _go_back(self, term: str, step: int) -> None:
        log.warning("term %s broke at step %d; back to step %d", term, step, self._guard.step)
        self._guard.restore()
        self.count = self._guard.step
        self.history.forget_after(self.count)
        self._measured.clear()
        self._sheet.spoil()
        self._halt = self._guard.halt(term)

    def _raise_halt(self) -> None:
        halt, self._halt = self._halt, None
        if halt is not None:
            raise halt


def build(
    config: GanConfig,
    report: Report = lambda sentence, fraction: None,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Pictures | None = None,
) -> GanEngine:
    """Load the pictures and set up a run.

    Args:
        config: the run's settings.
        report: told (sentence, fraction) while pictures load.
        cancel: ends the loading early.
        device: "auto", or a key of ``engines.device.devices``.
        pictures: use these in place of the config's source.

    Raises:
        Problem: no pictures, or settings that contradict each other; the sentence says what to change.
        Cancelled: ``cancel`` was set.
    """
    devices.prepare()
    chosen = devices.pick(device)
    if chosen.type == "cuda":
        torch.cuda.set_device(chosen)  # streams and graphs of this thread belong to it
        torch.backends.cudnn.benchmark = True  # every batch has the same shape
    if pictures is None:
        pictures = load_pictures(config, config.seed, report, cancel or threading.Event())
    report(mark("Setting up the networks"), None)
    return GanEngine(config, pictures, chosen)
