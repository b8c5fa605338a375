"""A training run on pictures: what it records, the good state it goes back to, what it is saved as."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import numpy as np
import torch
from torch import Tensor

from engines.ground import checkpoint
from engines.ground import device as devices
from engines.ground.guard import Guard
from engines.ground.history import History
from engines.ground.marks import mark
from engines.ground.problem import Halt
from engines.ground.report import Report
from engines.images.config import PictureConfig, load_pictures
from engines.images.dataset import Deck, Pictures
from engines.images.source import Images

log = logging.getLogger(__name__)
P = TypeVar("P", bound=Pictures)
KEEP_EVERY = 100  # steps between copies of the state for the guard
READ_EVERY = 64  # steps between looks at the recorded terms on a GPU, where each look waits for it


class Run:
    """What the engines of :mod:`engines.gan` and :mod:`engines.vqvae` share: all of it on one thread.

    A subclass sets ``deck`` and ``_guard``, steps, appends (step, row of terms) to ``_unread`` and then lets
    :meth:`_watch` look at them.

    Attributes:
        count: steps done.
    """

    LAB: ClassVar[str]  # the key of its files
    TERMS: ClassVar[tuple[str, ...]]  # names of the numbers in a row
    VITAL: ClassVar[int]  # so many of them, from the first, must stay finite

    deck: Deck
    _guard: Guard

    def __init__(self, pictures: Pictures, device: torch.device) -> None:
        self.device, self._source = device, pictures
        self.count = 0
        self.history = History()
        self._read_every = READ_EVERY if device.type == "cuda" else 1
        self._unread: list[tuple[int, Tensor]] = []
        self._halt: Halt | None = None

    # -- what a subclass answers -----------------------------------------------------------------------

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Everything the run's future depends on: (what JSON can hold, arrays by name)."""
        raise NotImplementedError

    def _shown(self) -> set[str]:
        """Terms that have a curve."""
        raise NotImplementedError

    def _keep(self) -> None:
        """Let the guard take the present state as the good one."""
        raise NotImplementedError

    def _went_back(self) -> None:
        """The tensors are those of the guard again: bring all else that belongs to them back too."""
        raise NotImplementedError

    # -- what all do -----------------------------------------------------------------------------------

    def save(self, path: str | Path) -> None:
        """Save the run, so that it can go on later exactly where it is now. Raises FileProblem."""
        meta, tensors = self.state()
        checkpoint.save(path, self.LAB, meta, tensors)

    def real(self, index: int) -> np.ndarray:
        """Picture ``index`` of the data: uint8 (H, W, C)."""
        return self.deck.pixels[index].cpu().numpy().copy()

    def real_sheet(self, rows: int, cols: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Real pictures at random: uint8 (rows * H, cols * W, C), and their indices (rows * cols,)."""
        return self.deck.sheet(rows, cols, seed)

    def _watch(self) -> Iterator[None]:
        """After a step: look at the recorded terms when it is time for it, and keep a good state."""
        due = self.count % KEEP_EVERY == 0
        if due or len(self._unread) >= self._read_every:
            self._read()
            self._raise_halt()
        if due:
            self._keep()
            self._raise_halt()
            yield

    def _read(self) -> None:
        """Move recorded terms into the history; on a number that is not finite, go back to the good state."""
        if not self._unread:
            return
        steps = [step for step, _ in self._unread]
        rows = torch.stack([row for _, row in self._unread]).cpu().numpy()
        self._unread.clear()
        shown = self._shown()
        for step, row in zip(steps, rows, strict=True):
            broken = np.flatnonzero(~np.isfinite(row[: self.VITAL]))
            if len(broken):
                self._go_back(self.TERMS[broken[0]], step)
                return
            for name, value in zip(self.TERMS, row.tolist(), strict=True):
                if name in shown and math.isfinite(value):
                    self.history.add(name, step, value)

    def _go_back(self, term: str, step: int) -> None:
        log.warning("term %s broke at step %d; back to step %d", term, step, self._guard.step)
        self._guard.restore()
        self.count = self._guard.step
        self.history.forget_after(self.count)
        self._unread.clear()
        self._went_back()
        self._halt = self._guard.halt(term)

    def _raise_halt(self) -> None:
        halt, self._halt = self._halt, None
        if halt is not None:
            raise halt


def ready(
    config: PictureConfig,
    seed: int,
    report: Report,
    cancel: threading.Event | None,
    device: str,
    pictures: P | None,
) -> tuple[P | Images, torch.device]:
    """The pictures of a run and the device, set up for training.

    Args:
        config, seed: which pictures, and the order they are drawn in.
        report: told (sentence, fraction) while pictures load.
        cancel: ends the loading early.
        device: "auto", or a key of ``engines.ground.device.devices``.
        pictures: use these in place of the config's source.

    Raises:
        Problem: no pictures; the sentence says what to change.
        Cancelled: ``cancel`` was set.
    """
    devices.prepare()
    chosen = devices.pick(device)
    if chosen.type == "cuda":
        torch.cuda.set_device(chosen)  # streams and graphs of this thread belong to it
        torch.backends.cudnn.benchmark = True  # every batch has the same shape
    found: P | Images | None = pictures
    if found is None:
        found = load_pictures(config, seed, report, cancel or threading.Event())
    report(mark("Setting up the networks"), None)
    return found, chosen
