"""What all priors over code grids share: the questions they answer, and the level above as a condition.

A grid holds (h, w) codes 0 .. K-1. In a two-level VQ-VAE-2 (Razavi et al. 2019) the prior of the finer level
is conditioned on the coarser: its codes are repeated to (h, w), embedded and added.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn
from torch.nn import functional as F

CHUNK = 16_384  # codes in one pass of an evaluation


class Prior(nn.Module, ABC):
    """A distribution over grids of codes. The engine owns the optimiser; a prior owns only its formula.

    All likelihoods are in nats per code. Codes are int64; a ``condition`` is a grid of the other level, of
    any size, either (h', w') for all images or (B, h', w'), and is demanded exactly when ``condition_codes``
    > 0. ``generator`` may live on the CPU while the model does not; None is torch's own, as in torch.
    """

    def __init__(self, grid: tuple[int, int], codes: int, condition_codes: int = 0) -> None:
        super().__init__()
        if min(grid) < 1 or codes < 2:
            raise ValueError(f"a prior needs at least one cell and two codes, not {grid} and {codes}")
        self.grid, self.codes, self.condition_codes = grid, codes, condition_codes

    @abstractmethod
    def fit_step(
        self, codes: Tensor, generator: torch.Generator | None = None, condition: Tensor | None = None
    ) -> Tensor:
        """The loss of a batch (B, h, w): mean nats per predicted code, ready for ``backward``."""

    @abstractmethod
    def fill(
        self,
        codes: Tensor,
        mask: Tensor,
        n: int,
        temperature: float = 1.0,
        top_k: int = 0,
        generator: torch.Generator | None = None,
        condition: Tensor | None = None,
    ) -> Tensor:
        """``n`` ways to fill the cells where ``mask`` (h, w) is True; the others keep ``codes`` (h, w).

        Returns (n, h, w). What ``codes`` holds under the mask is never looked at. A ``condition`` may be one
        for all variants or one each.
        """

    @abstractmethod
    def nll_map(self, codes: Tensor, condition: Tensor | None = None) -> Tensor:
        """How surprising each cell of one grid (h, w) is: -log p, float (h, w), in nats."""

    @abstractmethod
    def nll(self, codes: Tensor, condition: Tensor | None = None) -> float:
        """Mean nats per code of held-out grids (B, h, w): a code length, comparable with the baselines."""

    def sample(
        self,
        n: int,
        temperature: float = 1.0,
        top_k: int = 0,
        generator: torch.Generator | None = None,
        condition: Tensor | None = None,
    ) -> Tensor:
        """``n`` whole grids (n, h, w): a fill of everything."""
        where = next(self.parameters()).device
        empty = torch.zeros(self.grid, dtype=torch.long, device=where)
        everywhere = torch.ones(self.grid, dtype=torch.bool, device=where)
        return self.fill(empty, everywhere, n, temperature, top_k, generator, condition)

    def spread(self, condition: Tensor | None) -> Tensor | None:
        """The other level's codes at this level's size, (1 or B, h, w), by repeating cells."""
        if (condition is not None) != (self.condition_codes > 0):
            raise ValueError(f"condition_codes is {self.condition_codes}, condition is {condition}")
        if condition is None:
            return None
        condition = condition.long().reshape(-1, *condition.shape[-2:])
        rows, columns = (
            torch.arange(mine, device=condition.device) * theirs // mine
            for mine, theirs in zip(self.grid, condition.shape[-2:], strict=True)
        )
        return condition[:, rows][:, :, columns]

    def part(self, condition: Tensor | None, images: Tensor) -> Tensor | None:
        """The conditions of some of the images: themselves where they are one for all."""
        if condition is None or condition.dim() == 2 or len(condition) == 1:
            return condition
        return condition[images]

    def chunks(self) -> int:
        """How many grids to evaluate in one pass."""
        return max(1, CHUNK // math.prod(self.grid))


def cross_entropy(logits: Tensor, codes: Tensor) -> Tensor:
    """-log p of each code, (..., K) and (...) -> (...)."""
    return F.cross_entropy(logits.flatten(0, -2), codes.flatten(), reduction="none").view(codes.shape)


@torch.no_grad()
def initialise(prior: Prior, rng: torch.Generator) -> None:
    """Fill every weight, in order, from ``rng``: Glorot for maps, N(0, 0.02) for tables, 0 for biases.

    A map that ends a residual branch carries ``branches``, the number of branches added up; it is scaled by
    1/sqrt(branches), so that the sum keeps its size (Radford et al. 2019, section 2.3).
    """
    for module in prior.modules():
        if isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, 0.0, 0.02, generator=rng)
        elif isinstance(module, nn.Linear | nn.Conv2d):
            branches = float(getattr(module, "branches", 1))
            nn.init.xavier_uniform_(module.weight, branches**-0.5, generator=rng)
            if module.bias is not None:
                module.bias.zero_()
        elif isinstance(module, nn.LayerNorm):
            module.weight.fill_(1)
            module.bias.zero_()
