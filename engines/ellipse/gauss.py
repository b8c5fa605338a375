"""Nodes and weights of Gauss and Legendre's quadrature; numpy finds eigenvalues anew at every call."""

from __future__ import annotations

from functools import cache

import numpy as np


@cache
def gauss(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes in (-1, 1) and weights, (number,) each, not to be written to."""
    nodes, weights = np.polynomial.legendre.leggauss(number)
    nodes.flags.writeable = weights.flags.writeable = False
    return nodes, weights
