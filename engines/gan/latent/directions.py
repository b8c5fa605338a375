"""Latent directions: the moves of a code that change the picture the most."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from engines.gan.nets.layers import Unfold
from engines.gan.nets.selfmod import SelfMod
from engines.gan.snapshot import Directions

STALE: Final = 25
"""Steps for which a factorisation is good enough: weights hardly move, and sliders ask often."""


class Basis:
    """The directions of a generator that learns: found anew now and then, each in its old place and sign.

    Attributes:
        found: eigenvectors (nz, nz) and eigenvalues (nz,) as last found; saved with the run.
    """

    def __init__(self) -> None:
        self.found: tuple[np.ndarray, np.ndarray] | None = None
        self._step = -1

    def leading(self, k: int, generator: nn.Module, step: int) -> Directions:
        """The ``k`` strongest directions of ``generator`` as of ``step``, at most STALE steps old."""
        if self.found is None or abs(step - self._step) >= STALE:
            previous = self.found[0] if self.found else None
            self.found, self._step = factorise(first_maps(generator), previous), step
        vectors, values = self.found
        return Directions(vectors[:k].copy(), values[:k].copy())


def first_maps(generator: nn.Module) -> Tensor:
    """A, (rows, nz): the affine maps that a code meets first, stacked.

    SELF-MOD: the first layers of all its perceptrons, since they steer every scale of the picture. Otherwise
    the one map that unfolds the code, with rows of unit length, because batch norm undoes their length.
    """
    steering = [m.first.weight for m in generator.modules() if isinstance(m, SelfMod)]
    if steering:
        return torch.cat(steering)
    (weight,) = (m.dense.weight for m in generator.modules() if isinstance(m, Unfold))
    return weight / weight.norm(dim=1, keepdim=True).clamp(min=1e-12)


def factorise(a: Tensor, previous: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Closed-form factorisation, SeFa (Shen & Zhou 2021, eq. 6): the eigenvectors of A^T A.

    Moving along the first changes A z the most. Eigenvectors have no sign, and neighbours swap places while
    the weights move; so each new one takes place and sign of the one before that it resembles most.

    Args:
        a: (rows, nz).
        previous: an earlier result's vectors, (nz, nz).

    Returns:
        (vectors, eigenvalues): (nz, nz) with unit rows, and (nz,). Without ``previous``, largest eigenvalue
        first and the largest component of each vector positive.
    """
    m = a.detach().double().cpu()
    values, columns = torch.linalg.eigh(m.t() @ m)
    vectors, values = columns.t().flip(0).numpy(), values.flip(0).numpy()
    if previous is None or previous.shape != vectors.shape:
        largest = np.abs(vectors).argmax(1)
        signs = np.sign(vectors[np.arange(len(vectors)), largest])
        return vectors * signs[:, None], values
    return _aligned(vectors, values, previous)


def _aligned(vectors: np.ndarray, values: np.ndarray, previous: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give ``vectors`` order and signs of ``previous``, the most alike pairs first."""
    likeness = previous @ vectors.T
    order = np.empty(len(vectors), np.int64)
    free = np.abs(likeness)
    for _ in range(len(vectors)):
        old, new = np.unravel_index(free.argmax(), free.shape)
        order[old] = new
        free[old, :] = free[:, new] = -1.0
    signs = np.where(likeness[np.arange(len(order)), order] < 0, -1.0, 1.0)
    return vectors[order] * signs[:, None], values[order]
