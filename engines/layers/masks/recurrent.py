"""An LSTM that reads real places only. The forward half never meets right padding; the backward half begins
with it, unless the sequence is packed, or turned round by its own length."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from engines.layers.masks.quiet import quiet


def order_of(mask: Tensor) -> Tensor:
    """(B, T): where each row's real places are, in order, then the others: real ones come to the front."""
    return (~mask).to(torch.int8).argsort(dim=1, stable=True)


def taken(x: Tensor, at: Tensor) -> Tensor:
    """x[b, at[b, t]] of (B, T, D)."""
    return x.gather(1, at[..., None].expand(-1, -1, x.shape[-1]))


def reversed_by_length(x: Tensor, length: Tensor) -> Tensor:
    """The first ``length`` places of each row turned round, those after them where they are."""
    at = torch.arange(x.shape[1], device=x.device)[None]
    return taken(x, torch.where(at < length[:, None], length[:, None] - 1 - at, at))


class Lstm(nn.LSTM):
    """(B, T, D) -> (B, T, U), twice that with both halves. Padded places answer zeros."""

    def __init__(self, d: int, units: int, both: bool = False, way: str = "packed") -> None:
        super().__init__(d, units, batch_first=True, bidirectional=both)
        self.way = way

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:  # type: ignore[override]
        if mask is None:
            return super().forward(x)[0]
        front = order_of(mask)
        length = mask.sum(1)
        real = taken(quiet(x, mask), front)
        found = self._packed(real, length) if self.way == "packed" else self._turned(real, length)
        return quiet(taken(found, front.argsort(1)), mask)

    def _packed(self, x: Tensor, length: Tensor) -> Tensor:
        """Rows as one row without padding; an empty one is read as one zero, and hidden afterwards."""
        packed = pack_padded_sequence(x, length.clamp(min=1).cpu(), True, enforce_sorted=False)
        return pad_packed_sequence(super().forward(packed)[0], True, total_length=x.shape[1])[0]

    def _turned(self, x: Tensor, length: Tensor) -> Tensor:
        """The backward half reads from the end: turned whole and by length, it begins well."""
        ahead = super().forward(x)[0]
        if not self.bidirectional:
            return ahead
        turned = super().forward(reversed_by_length(x, length).flip(1))[0]
        back = reversed_by_length(turned.flip(1), length)
        return torch.cat([ahead[..., : self.hidden_size], back[..., self.hidden_size :]], -1)
