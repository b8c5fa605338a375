"""The three dropouts of AWD-LSTM (Merity, Keskar, Socher 2017, arXiv 1708.02182), as the ON-LSTM uses them.

Masks come from a generator that is handed in, so that a run repeats bit for bit.
"""

from __future__ import annotations

import torch
from torch import Tensor


def words(table: Tensor, p: float, rng: torch.Generator) -> Tensor:
    """Whole words of an embedding table (V, E) set to zero, the others scaled by 1 / (1 - p)."""
    if p == 0:
        return table
    return table * (_keep((len(table), 1), p, table, rng) / (1 - p))


def locked(x: Tensor, p: float, rng: torch.Generator) -> Tensor:
    """The same units of (T, B, E) set to zero at all steps of a sequence, the others scaled."""
    if p == 0:
        return x
    return x * (_keep((1, *x.shape[1:]), p, x, rng) / (1 - p))


def weights(matrix: Tensor, p: float, rng: torch.Generator) -> Tensor:
    """Single weights set to zero for a whole window. Not scaled: when not training, :func:`rested` makes
    up.
    """
    return matrix if p == 0 else matrix * _keep(matrix.shape, p, matrix, rng)


def rested(matrix: Tensor, p: float) -> Tensor:
    """What :func:`weights` amounts to on average."""
    return matrix if p == 0 else matrix * (1 - p)


def _keep(shape: tuple[int, ...], p: float, like: Tensor, rng: torch.Generator) -> Tensor:
    return torch.empty(shape, dtype=like.dtype).bernoulli_(1 - p, generator=rng).to(like.device)
