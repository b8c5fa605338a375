"""Multi-head attention (Vaswani et al. 2017) whose keys are hidden where nothing is real."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engines.layers.masks.quiet import quiet, softmax


class SelfAttention(nn.Module):
    """(B, T, D) -> (B, T, D). Padded places answer zeros."""

    def __init__(
        self, d: int, heads: int, causal: bool = False, fill: float = float("-inf"), guard: bool = True
    ) -> None:
        super().__init__()
        self.heads, self.causal, self.fill, self.guard = heads, causal, fill, guard
        self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)

    def weights(self, q: Tensor, k: Tensor, mask: Tensor | None) -> Tensor:
        """(B, heads, T, T): how much each place looks at each other."""
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
        T = q.shape[-2]
        seen = None if mask is None else mask[:, None, None, :].expand(-1, self.heads, T, -1)
        if self.causal:
            past = torch.ones(T, T, dtype=torch.bool, device=q.device).tril()
            seen = past.expand_as(scores) if seen is None else seen & past
        return softmax(scores, seen, self.fill, self.guard)

    def split(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys, values, each (B, heads, T, D / heads)."""
        B, T, D = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.heads, D // self.heads).permute(2, 0, 3, 1, 4)
        return q, k, v

    def look(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """The map alone."""
        q, k, _ = self.split(quiet(x, mask))
        return self.weights(q, k, mask)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        q, k, v = self.split(quiet(x, mask))
        found = (self.weights(q, k, mask) @ v).transpose(1, 2).reshape(x.shape)
        return quiet(self.out(found), mask)


class CrossAttention(nn.Module):
    """Queries (B, T, D) look at a memory (B, S, E) -> (B, T, D). ``mask`` (B, S) is the memory's."""

    def __init__(self, d: int, other: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(d, d)
        self.kv = nn.Linear(other, 2 * d)
        self.out = nn.Linear(d, d)

    def split(self, x: Tensor) -> Tensor:
        """(B, T, D) -> (B, heads, T, D / heads)."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def look(self, x: Tensor, memory: Tensor, mask: Tensor | None = None) -> Tensor:
        """(B, heads, T, S): how much each place looks at each of the memory."""
        q, k = self.split(self.q(x)), self.split(self.kv(quiet(memory, mask)).chunk(2, -1)[0])
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
        seen = None if mask is None else mask[:, None, None, :].expand_as(scores)
        return softmax(scores, seen, float("-inf"), True)

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor | None = None) -> Tensor:
        v = self.split(self.kv(quiet(memory, mask)).chunk(2, -1)[1])
        return self.out((self.look(x, memory, mask) @ v).transpose(1, 2).flatten(2))
