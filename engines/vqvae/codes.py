"""Codes as callers hold them: one grid of numbers, or with two levels a pair of them. NumPy only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Codes = np.ndarray | tuple[np.ndarray, ...]
"""(h, w), or (coarse, fine) of two levels; masks and maps over codes have the same form."""
Grids = tuple[tuple[int, int], ...]
"""(rows, columns) of each level."""


def levels_of(codes: Codes) -> tuple[np.ndarray, ...]:
    """The levels of codes, the coarse one first."""
    return codes if isinstance(codes, tuple) else (codes,)


def joined(found: Sequence[np.ndarray]) -> Codes:
    """The inverse of :func:`levels_of`."""
    return tuple(found) if len(found) > 1 else found[0]
