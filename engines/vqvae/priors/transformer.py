"""The transformer both attention priors are made of. B grids, N cells, d wide, K codes.

Pre-norm blocks (Xiong et al. 2020): h + attention(norm h), then h + mlp(norm h); attention of Vaswani et al.
2017, eq. 1. A cell enters as token + row + column (+ condition), as in bojone/vae, vq_vae_keras.py; row and
column come from the grid's own width, so that grids need not be square. The head is tied to the token table.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

HEAD = 16  # width of one head, about


class Memory:
    """Keys and values of the cells seen so far, of one block: (B, heads, N, d / heads) each."""

    def __init__(self) -> None:
        self.keys: Tensor | None = None
        self.values: Tensor | None = None

    def extend(self, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
        if self.keys is not None and self.values is not None:
            keys, values = torch.cat([self.keys, keys], 2), torch.cat([self.values, values], 2)
        self.keys, self.values = keys, values
        return keys, values


class Block(nn.Module):
    """Attention and a perceptron, each added to what came in."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        wanted = max(1, width // HEAD)
        self.heads = next(heads for heads in range(wanted, 0, -1) if width % heads == 0)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.join = nn.Linear(width, width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        for end in (self.join, self.down):
            end.branches = 2 * layers  # type: ignore[assignment]

    def forward(self, h: Tensor, causal: bool = False, memory: Memory | None = None) -> Tensor:
        """(B, m, d) -> (B, m, d). With a ``memory`` the m cells come after those it holds, and causally."""
        B, m, d = h.shape
        q, k, v = self.qkv(self.norm1(h)).view(B, m, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        seen = None
        if memory is not None:
            k, v = memory.extend(k, v)
            causal = False
            if m > 1:  # the i-th new cell sees all the old ones and i + 1 of the new
                N = k.shape[2]
                seen = torch.ones(m, N, dtype=torch.bool, device=h.device).tril(N - m)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=seen, is_causal=causal)
        h = h + self.join(a.transpose(1, 2).reshape(B, m, d))
        return h + self.down(F.gelu(self.up(self.norm2(h))))


class Trunk(nn.Module):
    """Tokens 0 .. K-1, and K for the special one ([MASK] or BOS), to logits of K codes."""

    def __init__(
        self, grid: tuple[int, int], codes: int, width: int, layers: int, condition_codes: int
    ) -> None:
        super().__init__()
        self.grid, self.codes = grid, codes
        self.token = nn.Embedding(codes + 1, width)
        self.row, self.column = (nn.Embedding(size, width) for size in grid)
        self.condition = nn.Embedding(condition_codes, width) if condition_codes else None
        self.blocks = nn.ModuleList(Block(width, layers) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(codes))

    def places(self, condition: Tensor | None) -> Tensor:
        """What a cell knows before its token: row + column (+ condition), (1 or B, N, d)."""
        place = (self.row.weight[:, None] + self.column.weight[None]).flatten(0, 1)[None]
        if self.condition is not None and condition is not None:
            place = place + self.condition(condition.flatten(1))
        return place

    def features(
        self, tokens: Tensor, places: Tensor, causal: bool = False, memory: list[Memory] | None = None
    ) -> Tensor:
        """(B, m) tokens at ``places`` (1 or B, m, d) -> (B, m, d)."""
        h = self.token(tokens) + places
        for i, block in enumerate(self.blocks):
            h = block(h, causal, memory[i] if memory is not None else None)
        return h

    def head(self, h: Tensor) -> Tensor:
        """(..., d) -> logits (..., K)."""
        return F.linear(self.norm(h), self.token.weight[: self.codes], self.bias)
