"""Keeps a good state at hand and puts it back when a number stops being finite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from engines.ground.problem import Halt


class Guard:
    """Holds a copy of the training state that is known to be sound.

    Args:
        live: the state, changed in place by every step and by :meth:`restore`.
        sentences: what to tell the person when a term breaks, by the term's name; ``{step}`` is filled in.
        step: where the state is.
        marks: anything that belongs to it and is not a tensor.
    """

    def __init__(
        self, live: Mapping[str, Tensor], sentences: Mapping[str, str], step: int = 0, marks: Any = None
    ) -> None:
        self._live, self._sentences = live, sentences
        self._good = {name: value.clone() for name, value in live.items()}
        self.step, self.marks = step, marks

    @torch.no_grad()
    def keep(self, step: int, marks: Any = None) -> bool:
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
        return Halt(self._sentences[term], step=self.step, term=term)
