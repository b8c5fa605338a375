"""Two ways to follow a gradient. All state exists from the start, in tensors that are only changed in
place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import torch
from torch import Tensor, nn

WARM_UP: Final = 20  # steps over which Adam's rate rises
LEAST: Final = 0.02  # part of the rate that is left at the end
PATIENCE: Final = 5  # checks without a gain before descent turns to averaging


class Optimiser(Protocol):
    """What the trainer needs."""

    def step(self, lr: float, decay: float) -> None:
        """Follow the gradients."""

    def schedule(self, step: int, steps: int) -> float:
        """Part of the rate at a step."""

    def notice(self, loss: float) -> None:
        """Be told a loss on held-out sentences."""

    def averages(self) -> list[Tensor] | None:
        """Weights to read with in place of the live ones."""

    def tensors(self) -> Iterator[tuple[str, Tensor]]:
        """Its state by name."""


class Adam:
    """Adam (0.9, 0.99) with a short warm-up and a rate that falls in a line towards the last step."""

    def __init__(self, parameters: Sequence[nn.Parameter]) -> None:
        self._adam = torch.optim.Adam(parameters, 1.0, betas=(0.9, 0.99), fused=True)
        for p in parameters:
            zero = {name: torch.zeros_like(p) for name in ("exp_avg", "exp_avg_sq")}
            self._adam.state[p] = {"step": torch.zeros((), device=p.device)} | zero

    def step(self, lr: float, decay: float) -> None:
        for group in self._adam.param_groups:
            group["lr"], group["weight_decay"] = lr, decay
        self._adam.step()

    def schedule(self, step: int, steps: int) -> float:
        return min(1.0, (step + 1) / WARM_UP) * max(LEAST, 1 - step / max(1, steps))

    def notice(self, loss: float) -> None:
        pass

    def averages(self) -> list[Tensor] | None:
        return None

    def tensors(self) -> Iterator[tuple[str, Tensor]]:
        for i, p in enumerate(self._adam.param_groups[0]["params"]):
            for name, value in self._adam.state[p].items():
                yield f"{i}.{name}", value


class AveragedDescent:
    """NT-ASGD (Merity et al. 2017): plain descent, and from the moment that held-out sentences have gained
    nothing for :data:`PATIENCE` checks, the mean of all weights since is read with.

    Attributes:
        losses: of all checks, oldest first; infinite where there was none.
        seen: (2,): number of checks, and of weights in the mean (0: not averaging yet).
    """

    CHECKS: Final = 64  # remembered; a gain counts against the best of these

    def __init__(self, parameters: Sequence[nn.Parameter]) -> None:
        self._parameters = list(parameters)
        self._mean = [p.detach().clone() for p in parameters]
        self.losses = torch.full((self.CHECKS,), 1e30)
        self.seen = torch.zeros(2, dtype=torch.int64)

    @torch.no_grad()
    def step(self, lr: float, decay: float) -> None:
        for p in self._parameters:
            if p.grad is not None:
                p.add_(p.grad.add(p, alpha=decay), alpha=-lr)
        if self.seen[1]:
            self.seen[1] += 1
            for mean, p in zip(self._mean, self._parameters, strict=True):
                mean.lerp_(p, 1 / float(self.seen[1]))

    def schedule(self, step: int, steps: int) -> float:
        return 1.0

    @torch.no_grad()
    def notice(self, loss: float) -> None:
        """Start averaging when ``loss`` is worse than the best one before the last five."""
        earlier = self.losses[:-PATIENCE]
        if not self.seen[1] and self.seen[0] > PATIENCE and loss > float(earlier.min()):
            for mean, p in zip(self._mean, self._parameters, strict=True):
                mean.copy_(p)
            self.seen[1] = 1
        oldest = self.losses[:2].min()  # so that the best of all is never forgotten
        self.losses.copy_(torch.cat([self.losses[1:], self.losses.new_tensor([loss])]))
        self.losses[0] = torch.minimum(self.losses[0], oldest)
        self.seen[0] += 1

    def averages(self) -> list[Tensor] | None:
        return self._mean if self.seen[1] else None

    def tensors(self) -> Iterator[tuple[str, Tensor]]:
        yield "losses", self.losses
        yield "seen", self.seen
        for i, mean in enumerate(self._mean):
            yield f"{i}.mean", mean
