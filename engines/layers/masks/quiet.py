"""Two ways to hide padding: from sums, and from a softmax or a maximum (kexue.fm archives/6810)."""

from __future__ import annotations

import torch
from torch import Tensor


def quiet(x: Tensor, mask: Tensor | None) -> Tensor:
    """(B, T, D) with zeros where nothing is real. Unlike x * mask it holds NaN back, as NaN * 0 is NaN."""
    return x if mask is None else x.masked_fill(~mask[..., None], 0.0)


def total(x: Tensor, dim: int, keepdim: bool = False) -> Tensor:
    """The sum, one after the other. ``sum`` takes them in another order for each length, and its last digits
    would tell how much padding there is; zeros at the end change nothing here."""
    found = x.cumsum(dim).narrow(dim, x.shape[dim] - 1, 1)
    return found if keepdim else found.squeeze(dim)


def hide(scores: Tensor, mask: Tensor, fill: float) -> Tensor:
    """Scores with hidden places so low that no softmax and no maximum takes them.

    -inf is put in their place; a number is added to them, as the post does, and takes their digits away.
    """
    if fill == float("-inf"):
        return scores.masked_fill(~mask, fill)
    return scores + (~mask).to(scores.dtype) * fill


def softmax(scores: Tensor, mask: Tensor | None, fill: float, guard: bool) -> Tensor:
    """Over the last axis, of real places alone.

    Args:
        guard: a row with no real place gives zeros; without it what ``fill`` makes of it: NaN, or nonsense.
    """
    if mask is None:
        return torch.softmax(scores, -1)
    hidden = hide(scores, mask, fill)
    empty = ~mask.any(-1, keepdim=True)
    if guard:
        hidden = hidden.masked_fill(empty, 0.0)
    share = (hidden - hidden.detach().amax(-1, keepdim=True)).exp()
    found = share / total(share, -1, keepdim=True)
    return found.masked_fill(empty, 0.0) if guard else found
