"""Keeps a good state at hand and puts it back when a number stops being finite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor

from engines.marks import mark
from engines.problem import Halt

SENTENCES: Final[dict[str, str]] = {
    "recon": mark(
        "The reconstruction loss is no longer a number. Step {step} is restored. Try a lower Rate."
    ),
    "commit": mark(
        "The commitment is no longer a number. Step {step} is restored. "
        "Try a lower Rate or another Commitment."
    ),
    "codebook": mark("The codebook is no longer finite. Step {step} is restored. Try a lower Rate."),
    "prior": mark("The prior's loss is no longer a number. Step {step} is restored. Try a lower Prior rate."),
}


class Guard:
    """Holds a copy of the training state that is known to be sound.

    Args:
        live: the state, changed in place by every step and by :meth:`restore`.
        step: where it is. marks: counters that belong to it.
    """

    def __init__(self, live: Mapping[str, Tensor], step: int, marks: tuple[int, ...]) -> None:
        self._live = live
        self._good = {name: value.clone() for name, value in live.items()}
        self.step, self.marks = step, marks

    @torch.no_grad()
    def keep(self, step: int, marks: tuple[int, ...]) -> bool:
        """Take the present state as the good one, unless something in it is not finite."""
        sums = [v.sum(dtype=torch.float32) for v in self._live.values() if v.is_floating_point()]
        devices = {s.device for s in sums}
        if not all(bool(torch.stack([s for s in sums if s.device == d]).isfinite().all()) for d in devices):
            return False
        for name, value in self._live.items():
            self._good[name].copy_(value)
        self.step, self.marks = step, marks
        return True

    @torch.no_grad()
    def restore(self) -> None:
        """Put the good state back."""
        for name, value in self._live.items():
            value.copy_(self._good[name])

    def halt(self, term: str) -> Halt:
        """The sentence for the term that broke first."""
        return Halt(SENTENCES[term], step=self.step, term=term)
