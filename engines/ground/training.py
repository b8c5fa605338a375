"""A training run: what it records, the good state it goes back to when a number breaks, how it is saved."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
import torch
from torch import Tensor

from engines.ground import checkpoint
from engines.ground.changes import Changes
from engines.ground.guard import Guard
from engines.ground.history import History
from engines.ground.problem import Halt

log = logging.getLogger(__name__)
READ_EVERY: Final = 64  # steps between looks at the recorded terms on a GPU, where each look waits for it


class Training:
    """What engines that train have in common: all of it on one thread, the runner's.

    A subclass sets ``_guard`` and steps. A step either appends (step, row of terms) to ``_unread``, which is
    looked at later, or knows at once that a term broke: :meth:`_go_back`, then :meth:`_raise_halt`. It ends
    with :meth:`_watch`.

    Attributes:
        count: steps done.
        history: the curves.
        changes: of settings, while it ran.
        seconds: spent on them; counted by whoever drives the run, kept in its file.
    """

    LAB: ClassVar[str]  # the key of its files
    TERMS: ClassVar[tuple[str, ...]] = ()  # names of the numbers in a row
    VITAL: ClassVar[int] = 0  # so many of them, from the first, must stay finite
    KEEP_EVERY: ClassVar[int] = 100  # steps between copies of the state for the guard

    _guard: Guard

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self.count = 0
        self.history = History()
        self.changes = Changes()
        self.seconds = 0.0
        self._read_every = READ_EVERY if device.type == "cuda" else 1
        self._unread: list[tuple[int, Tensor]] = []
        self._halt: Halt | None = None

    # -- what a subclass answers -----------------------------------------------------------------------

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Everything the run's future depends on: (what JSON can hold, arrays by name)."""
        raise NotImplementedError

    def _keep(self) -> None:
        """Let the guard take the present state as the good one."""
        raise NotImplementedError

    def _went_back(self) -> None:
        """The tensors are those of the guard again: bring all else that belongs to them back too."""

    def _shown(self) -> set[str]:
        """Terms that have a curve."""
        return set(self.TERMS)

    # -- what all do -----------------------------------------------------------------------------------

    def save(self, path: str | Path) -> None:
        """Save the run, so that it can go on later exactly where it is now. Raises FileProblem."""
        meta, tensors = self.state()
        checkpoint.save(path, self.LAB, meta | {"seconds": self.seconds}, tensors)

    def _watch(self) -> Iterator[None]:
        """After a step: look at the recorded terms when it is time for it, and keep a good state."""
        due = self.count % self.KEEP_EVERY == 0
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
        """Put the good state back, as ``term`` broke at ``step``; the next :meth:`_raise_halt` says so."""
        log.warning("term %s broke at step %d; back to step %d", term, step, self._guard.step)
        self._guard.restore()
        self.count = self._guard.step
        self.history.forget_after(self.count)
        self.changes.went_back(self.count)
        self._unread.clear()
        self._went_back()
        self._halt = self._guard.halt(term)

    def _raise_halt(self) -> None:
        """Stop with what there is to say, once. Raises Halt."""
        halt, self._halt = self._halt, None
        if halt is not None:
            raise halt
