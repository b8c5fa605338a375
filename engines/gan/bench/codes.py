"""Codes with their classes, and what can be reckoned with them. Imports no torch.

Every code here is what the generator is given: the picture of a code is G(z). Of an encoded picture that is
0.9 N(E(x)), see :mod:`engines.gan.nets.ogan`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engines.gan.latent import arithmetic


@dataclass(frozen=True, eq=False)
class Code:
    """A latent code.

    Attributes:
        z: float32 (nz,).
        label: its class in a run with labels, else None.
    """

    z: np.ndarray
    label: int | None = None


def make(z: np.ndarray, label: int | None = None) -> Code:
    """A code of any floats (nz,)."""
    return Code(np.asarray(z, np.float32), label)


def analogy(a: Code, b: Code, c: Code) -> Code:
    """a - b + c, of the class of c: with a = b it is c."""
    return make(arithmetic.analogy(a.z, b.z, c.z), c.label)


def between(a: Code, b: Code, t: float) -> Code:
    """On the way from a (0) to b (1) along the shell; of the class of the nearer end."""
    return make(arithmetic.slerp(a.z, b.z, np.array([t]))[0], (a if t < 0.5 else b).label)


def on_lattice(nodes: Sequence[Code], x: float, y: float) -> Code:
    """At (x, y), each in 0..1, of a square lattice of 4 or 9 codes, row by row; of the nearest one's
    class."""
    edge = round(len(nodes) ** 0.5)
    x, y = (min(max(at, 0.0), 1.0) for at in (x, y))
    z = arithmetic.on_lattice(np.stack([n.z for n in nodes]).reshape(edge, edge, -1), x, y)
    column, row = (min(int(at * (edge - 1) + 0.5), edge - 1) for at in (x, y))
    return make(z, nodes[row * edge + column].label)


def moved(code: Code, vectors: Sequence[np.ndarray], amounts: Sequence[float]) -> Code:
    """z + sum of amounts * vectors, (nz,) each; at rest the code itself."""
    z = code.z
    for vector, amount in zip(vectors, amounts, strict=True):
        if amount:
            z = z + np.float32(amount) * vector.astype(np.float32)
    return make(z, code.label)


def attribute(having: Sequence[Code], lacking: Sequence[Code]) -> np.ndarray:
    """The direction from pictures that lack something to pictures that have it: float32 (nz,)."""
    found = arithmetic.attribute(np.stack([c.z for c in having]), np.stack([c.z for c in lacking]))
    return found.astype(np.float32)
