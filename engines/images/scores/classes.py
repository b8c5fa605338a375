"""Which classes samples belong to, by a vote of the labelled pictures nearest to each."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

VOTES: Final = 5


def shares(known: Tensor, labels: Tensor, x: Tensor, classes: int, k: int = VOTES) -> Tensor:
    """The share of each class (classes,) among features (n, d), of those with labels (m, d) and (m,)."""
    near = torch.cdist(x, known).topk(min(k, len(known)), largest=False).indices
    votes = torch.nn.functional.one_hot(labels[near], classes).sum(1)
    return torch.bincount(votes.argmax(1), minlength=classes).float() / max(1, len(x))


def missing(real: Tensor, made: Tensor) -> float:
    """How much of one histogram the other lacks: half the sum of differences, 0 to 1."""
    return float((real - made).abs().sum() / 2)
