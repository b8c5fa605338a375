"""A convolution along a sequence that sees silence where nothing is real."""

from __future__ import annotations

from torch import Tensor, nn

from engines.layers.masks.quiet import quiet


class Conv(nn.Conv1d):
    """(B, T, D) -> (B, T', C). Padding between rows counts as the silence beyond their ends."""

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        found = super().forward(quiet(x, mask).transpose(1, 2)).transpose(1, 2)
        return quiet(found, mask) if mask is not None and found.shape[1] == mask.shape[1] else found
