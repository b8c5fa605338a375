"""Earlier weights: a row of them to look back on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor

from engines.ground.problem import Problem

MOST: Final = 40  # sets of weights
MEMORY: Final = 256 << 20  # bytes that they may take together
FIRST: Final = 5  # steps between the first of them

Weights = dict[str, Tensor]


class Marks:
    """Weights of earlier steps at even distances, in half precision; when full, every other one goes.

    The weights of the best score are kept beside.

    Args:
        weights: of the model, for their size.
    """

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        size = 2 * sum(v.numel() for v in weights.values())
        self.most = int(min(MOST, max(2, MEMORY // size)))
        self.every = FIRST
        self.kept: dict[int, Weights] = {}
        self.best: tuple[int, Weights] | None = None

    @property
    def steps(self) -> tuple[int, ...]:
        """Of all kept weights, oldest first; the best among them."""
        best = () if self.best is None else (self.best[0],)
        return tuple(sorted({*self.kept, *best}))

    def due(self, step: int) -> bool:
        """Whether weights of this step belong into the row."""
        return step % self.every == 0

    def add(self, step: int, weights: Mapping[str, Tensor]) -> None:
        """Keep a copy."""
        self.kept[step] = _copied(weights)
        while len(self.kept) >= self.most:  # one place is the best score's
            self.every *= 2
            self.kept = {s: w for s, w in self.kept.items() if s % self.every == 0}

    def keep_best(self, step: int, weights: Mapping[str, Tensor]) -> None:
        """Keep a copy of the weights with the highest score so far."""
        self.best = step, _copied(weights)

    def at(self, index: int) -> tuple[int, Weights]:
        """(step, weights) of a place in :attr:`steps`. Raises Problem where there is none."""
        steps = self.steps
        if not -len(steps) <= index < len(steps):
            raise Problem("There are no weights number {index}.", index=index)
        step = steps[index]
        found = self.kept.get(step) or (self.best or (0, {}))[1]
        return step, {name: value.float() for name, value in found.items()}

    def forget_after(self, step: int) -> None:
        """Drop what came after a step that is gone back to."""
        self.kept = {s: w for s, w in self.kept.items() if s <= step}
        if self.best is not None and self.best[0] > step:
            self.best = None


def _copied(weights: Mapping[str, Tensor]) -> Weights:
    return {name: value.detach().to(torch.float16) for name, value in weights.items()}
