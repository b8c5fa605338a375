"""The generator that people see: an exponential moving average of the one being trained."""

from __future__ import annotations

import copy
from typing import Generic, TypeVar

import torch
from torch import Tensor, nn


def warmed(decay: float, step: int) -> float:
    """The decay at ``step``: short memory at first, or the random start would show for hundreds of steps."""
    return min(decay, (1 + step) / (10 + step))


N = TypeVar("N", bound=nn.Module)


class Average(Generic[N]):
    """A copy of a generator, in evaluation mode, that follows it: w' <- mu w' + (1 - mu) w.

    Averages are copied, not averaged again: batch norm's running statistics already are one.
    """

    def __init__(self, source: N) -> None:
        self.net: N = copy.deepcopy(source).eval().requires_grad_(False)
        self._mine: list[Tensor] = list(self.net.parameters())
        self._theirs: list[Tensor] = list(source.parameters())
        self._my_buffers, self._their_buffers = list(self.net.buffers()), list(source.buffers())

    @torch.no_grad()
    def update(self, change: Tensor) -> None:
        """One step; ``change`` = 1 - mu, a tensor so that a recorded CUDA graph follows it."""
        steps = list(torch._foreach_sub(self._theirs, self._mine))
        torch._foreach_mul_(steps, change)
        torch._foreach_add_(self._mine, steps)
        if self._my_buffers:
            torch._foreach_copy_(self._my_buffers, self._their_buffers)
