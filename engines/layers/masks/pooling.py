"""A sequence as one vector: mean, maximum, weighted mean, last step. Hidden places count for nothing."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engines.layers.masks.quiet import hide, quiet, softmax, total


class MeanPool(nn.Module):
    """Sum of real places over their number. (B, T, D) -> (B, D); pictures (B, C, H, W) -> (B, C)."""

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        if x.dim() == 4:
            return x.flatten(2).mean(2)
        if mask is None:
            return x.mean(1)
        return total(quiet(x, mask), 1) / mask.sum(1, keepdim=True).clamp(min=1)


class MaxPool(nn.Module):
    """The largest of the real places, each feature for itself; zeros where none is real."""

    def __init__(self, fill: float = float("-inf"), guard: bool = True) -> None:
        super().__init__()
        self.fill, self.guard = fill, guard

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        if x.dim() == 4:
            return x.flatten(2).amax(2)
        if mask is None:
            return x.amax(1)
        found = hide(quiet(x, mask), mask[..., None], self.fill).amax(1)
        return found.masked_fill(~mask.any(1, keepdim=True), 0.0) if self.guard else found


class AttentionPool(nn.Module):
    """Mean weighted by softmax(w . x) over real places."""

    def __init__(self, d: int, fill: float = float("-inf"), guard: bool = True) -> None:
        super().__init__()
        self.score = nn.Linear(d, 1, bias=False)
        self.fill, self.guard = fill, guard

    def weights(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """(B, T). Each place is scored by itself, so that its score does not hang on how many there are."""
        scores = (quiet(x, mask) * self.score.weight[0]).sum(-1)
        return softmax(scores, mask, self.fill, self.guard)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        return total(self.weights(x, mask)[..., None] * quiet(x, mask), 1)


class Last(nn.Module):
    """The last real place; zeros where none is."""

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        if mask is None:
            return x[:, -1]
        at = torch.arange(x.shape[1], device=x.device)
        last = (mask * (at + 1)).amax(1) == (at[:, None] + 1)
        return quiet(x, last.T & mask).sum(1)
