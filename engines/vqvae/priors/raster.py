"""Priors that name the cells row by row: p(codes) = prod_j p(c_j | c_<j), j = y w + x.

The likelihood is exact. A fill honours only the cells above and to the left: given cells are forced, but a
cell cannot know what lies below or to its right, so that a fill may clash with it there. This is the
difference to the masked prior that the lab shows side by side.
"""

from __future__ import annotations

from abc import abstractmethod

import torch
from torch import Tensor

from engines.vqvae.priors.base import Prior, cross_entropy
from engines.vqvae.priors.sampling import draw, uniforms, warp


class Raster(Prior):
    """One forward pass gives every p(c_j | c_<j) at once; sampling needs the cells in turn."""

    @abstractmethod
    def forward(self, codes: Tensor, condition: Tensor | None = None) -> Tensor:
        """Codes (B, h, w) -> logits (B, h, w, K); those of cell j depend on cells before j only."""

    @abstractmethod
    def walk(
        self,
        codes: Tensor,
        cells: list[int],
        u: Tensor,
        temperature: float,
        top_k: int,
        condition: Tensor | None,
    ) -> None:
        """Draw ``cells``, ascending flat indices, of ``codes`` (n, h, w) in place, from ``u`` (n, cells).

        Reuses what it computed for earlier cells; equal to :meth:`walk_naively` up to rounding.
        """

    def walk_naively(
        self,
        codes: Tensor,
        cells: list[int],
        u: Tensor,
        temperature: float,
        top_k: int,
        condition: Tensor | None,
    ) -> None:
        """The same by a whole forward pass per cell, as in the post's code: the measure of ``walk``."""
        flat = codes.view(len(codes), -1)
        for i, cell in enumerate(cells):
            logits = self(codes, condition).flatten(1, 2)[:, cell]
            flat[:, cell] = draw(warp(logits, temperature, top_k), u[:, i])

    def fit_step(
        self, codes: Tensor, generator: torch.Generator | None = None, condition: Tensor | None = None
    ) -> Tensor:
        return cross_entropy(self(codes.long(), condition), codes.long()).mean()

    @torch.no_grad()
    def fill(
        self,
        codes: Tensor,
        mask: Tensor,
        n: int,
        temperature: float = 1.0,
        top_k: int = 0,
        generator: torch.Generator | None = None,
        condition: Tensor | None = None,
        cached: bool = True,
    ) -> Tensor:
        cells = [int(cell) for cell in mask.flatten().nonzero()[:, 0]]
        filled = codes.long().masked_fill(mask, 0).repeat(n, 1, 1)
        u = uniforms((n, len(cells)), generator, codes)
        walk = self.walk if cached else self.walk_naively
        if cells:
            walk(filled, cells, u, temperature, top_k, condition)
        return filled

    @torch.no_grad()
    def nll_map(self, codes: Tensor, condition: Tensor | None = None) -> Tensor:
        """-log p(cell | cells above and left): a cell is not blamed for what comes after it."""
        return cross_entropy(self(codes[None].long(), condition), codes[None].long())[0]

    @torch.no_grad()
    def nll(self, codes: Tensor, condition: Tensor | None = None) -> float:
        total = 0.0
        for part in torch.arange(len(codes), device=codes.device).split(self.chunks()):
            some = codes[part].long()
            total += float(cross_entropy(self(some, self.part(condition, part)), some).sum())
        return total / codes.numel()
