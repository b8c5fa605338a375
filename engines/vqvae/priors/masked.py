"""The default prior: a bidirectional transformer that guesses masked cells (MaskGIT, Chang et al. 2022).

Training (section 3.1): mask ceil(N cos(pi r / 2)) random cells, r ~ U(0, 1) per image, and minimise the cross
entropy of the masked cells given the others. Because any set of cells may be masked, painting and filling
come for free: erased cells are the masked ones.

Sampling (section 3.2): all masked cells are guessed at once, the surest guesses stay, and the others are
masked again, on a cosine schedule of T = 8 steps.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor

from engines.vqvae.priors.base import Prior, cross_entropy
from engines.vqvae.priors.sampling import draw, gumbel, uniforms, warp
from engines.vqvae.priors.transformer import Trunk

STEPS = 8
CHOICE = 4.5  # how much noise decides what is revealed first, as in the authors' code


def schedule(masked: int, steps: int = STEPS) -> list[int]:
    """How many of ``masked`` cells are left masked after each step; the last is 0.

    floor(N cos(pi (t + 1) / 2T)), t = 0 .. T-1, and at least one cell is revealed per step. Where fewer than
    T cells are masked T is their number. The cosine lies above the chord, so it never takes fewer steps.
    """
    T, left, counts = min(steps, masked), masked, []
    for t in range(T):
        left = min(left - 1, math.floor(masked * math.cos(math.pi * (t + 1) / (2 * T))))
        counts.append(left)
    return counts


class Masked(Prior):
    """Attention over all cells, both ways; a special token stands for a masked cell."""

    def __init__(
        self, grid: tuple[int, int], codes: int, width: int, layers: int, condition_codes: int = 0
    ) -> None:
        super().__init__(grid, codes, condition_codes)
        self.trunk = Trunk(grid, codes, width, layers, condition_codes)
        self.hole = codes  # the [MASK] token

    def forward(self, tokens: Tensor, condition: Tensor | None = None) -> Tensor:
        """Tokens (B, h, w), ``hole`` where masked -> logits (B, h, w, K)."""
        places = self.trunk.places(self.spread(condition))
        h = self.trunk.features(tokens.flatten(1), places)
        return self.trunk.head(h).unflatten(1, self.grid)

    def fit_step(
        self, codes: Tensor, generator: torch.Generator | None = None, condition: Tensor | None = None
    ) -> Tensor:
        r = uniforms((len(codes),), generator, codes)
        hidden = self.hide(codes, torch.ceil(math.prod(self.grid) * torch.cos(math.pi * r / 2)), generator)
        return self._guess(codes, hidden, condition).mean()

    def hide(self, codes: Tensor, counts: Tensor, generator: torch.Generator | None) -> Tensor:
        """Random cells to mask, ``counts`` (B,) of them per image but at least one: bool (B, h, w)."""
        rank = uniforms((len(codes), math.prod(self.grid)), generator, codes).argsort(1).argsort(1)
        return (rank < counts.clamp(min=1).unsqueeze(1)).view(codes.shape)

    def _guess(self, codes: Tensor, hidden: Tensor, condition: Tensor | None) -> Tensor:
        """-log p of every hidden code given the others, flat."""
        places = self.trunk.places(self.spread(condition))
        h = self.trunk.features(codes.long().masked_fill(hidden, self.hole).flatten(1), places)
        return cross_entropy(self.trunk.head(h[hidden.flatten(1)]), codes[hidden].long())

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
        grids = [codes.long().repeat(n, 1, 1)]
        grids += self.watch(codes, mask, n, temperature, top_k, generator, condition)
        return grids[-1]

    @torch.no_grad()
    def watch(
        self,
        codes: Tensor,
        mask: Tensor,
        n: int,
        temperature: float = 1.0,
        top_k: int = 0,
        generator: torch.Generator | None = None,
        condition: Tensor | None = None,
    ) -> Iterator[Tensor]:
        """``fill`` step by step: (n, h, w) after each, with ``hole`` (= K) where still masked.

        The confidence of a guess is its log-probability + CHOICE (1 - t/T) Gumbel noise, t = 1 .. T (as in
        the authors' code), times the temperature, so that 0 is greedy throughout. Without noise the likely
        codes always come first and everything after follows them: plain fills that hardly differ.
        """
        cells = mask.flatten().nonzero()[:, 0]
        counts = schedule(len(cells))
        T = len(counts)
        u = uniforms((2, T, n, len(cells)), generator, codes)
        places = self.trunk.places(self.spread(condition))
        tokens = codes.long().masked_fill(mask, self.hole).flatten().repeat(n, 1)
        masked = torch.ones(n, len(cells), dtype=torch.bool, device=codes.device)
        for t, left in enumerate(counts):
            unlike = tokens if t else tokens[:1]  # at first all variants are the same
            h = self.trunk.features(unlike, places)[:, cells].expand(n, -1, -1)
            log_p = warp(self.trunk.head(h), temperature, top_k)
            guess = draw(log_p, u[0, t])
            sure = log_p.gather(-1, guess.unsqueeze(-1))[..., 0]
            sure = sure + CHOICE * temperature * (1 - (t + 1) / T) * gumbel(u[1, t])
            sure = sure.masked_fill(~masked, torch.inf)  # what has been revealed stays
            again = torch.zeros_like(masked).scatter(1, sure.topk(left, largest=False).indices, True)
            tokens[:, cells] = torch.where(masked & ~again, guess, tokens[:, cells])
            masked = again
            yield tokens.view(n, *self.grid).clone()

    @torch.no_grad()
    def nll_map(self, codes: Tensor, condition: Tensor | None = None) -> Tensor:
        """-log p(cell | all other cells), one masked cell at a time, all of them as one batch.

        The sum of this map is a pseudo-likelihood (Besag 1975), not the likelihood of the picture.
        """
        N = math.prod(self.grid)
        alone = torch.eye(N, dtype=torch.bool, device=codes.device).view(N, *self.grid)
        parts = alone.split(self.chunks())
        return torch.cat([self._guess(codes.expand(p.shape), p, condition) for p in parts]).view(self.grid)

    @torch.no_grad()
    def nll(self, codes: Tensor, condition: Tensor | None = None, orders: int = 4) -> float:
        """Nats per code when cells are told one by one in random orders: a true code length.

        For one order s, -log p = sum_t -log p(c_s(t) | c_s(<t)). Averaged over all orders this is
        sum_r E[mean loss of hidden cells | r cells shown], r = 0 .. N-1 (Uria et al. 2014, eq. 5), which is
        estimated from ``orders`` evenly spread r per image. Always the same draws, so that values compare.
        """
        N = math.prod(self.grid)
        rng = torch.Generator().manual_seed(0)
        total, count = 0.0, len(codes) * orders
        even = ((torch.arange(count) + 0.5) / count * N).floor()[torch.randperm(count, generator=rng)]
        picked = torch.arange(count, device=codes.device) % len(codes)
        for part, shown in zip(picked.split(self.chunks()), even.split(self.chunks()), strict=True):
            hidden = self.hide(codes[part], N - shown.to(codes.device), rng)
            losses = self._guess(codes[part], hidden, self.part(condition, part))
            weights = (1 / hidden.sum((1, 2), keepdim=True)).expand(hidden.shape)[hidden]
            total += float((losses * weights).sum())
        return total / count
