"""The arithmetic of latent codes: moving one along directions, and the way from one to another. No torch.

Codes are float arrays (nz,).
"""

from __future__ import annotations

from math import fsum
from typing import Final

import numpy as np

END: Final = 3.0  # standard deviations: the outer ends of a direction's slider


def moved(z: np.ndarray, moves: np.ndarray, coefficients: np.ndarray, truncation: float = 1.0) -> np.ndarray:
    """t z + sum_i c_i m_i: (nz,).

    Args:
        z: a code, (nz,).
        moves: unit vectors m, (k, nz).
        coefficients: c, at least (k,); further ones are without effect.
        truncation: t; below 1 a code lies nearer to the origin, where pictures are more usual
            (Brock et al. 2019, section 3.1).
    """
    found: np.ndarray = truncation * z + coefficients[: len(moves)] @ moves
    return found


def ends(z: np.ndarray, moves: np.ndarray, truncation: float = 1.0) -> np.ndarray:
    """t z - 3 m_i and t z + 3 m_i for each move: (k, 2, nz)."""
    return np.stack([truncation * z - END * moves, truncation * z + END * moves], axis=1)


def analogy(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """a - b + c, as words are reckoned with (Mikolov et al. 2013): (nz,). With a = b it is c, bit for bit."""
    found: np.ndarray = (a - b) + c
    return found


def attribute(having: np.ndarray, lacking: np.ndarray) -> np.ndarray:
    """The vector of an attribute (Larsen et al. 2016): the mean code of pictures that have it less the mean
    code of pictures that lack it, (n, nz), (m, nz) -> (nz,).

    Sums are exact (:func:`math.fsum`), so the order within a set is without effect, and equal sets give 0.
    """
    mean, other = ([fsum(column) / len(codes) for column in codes.T.tolist()] for codes in (having, lacking))
    return np.subtract(mean, other)


def on_lattice(corners: np.ndarray, x: float, y: float) -> np.ndarray:
    """The code at (x, y), each in 0..1, of a lattice of codes (rows, columns, nz): (nz,).

    By :func:`slerp` along two rows, then between these; in a node of the lattice it is the code there.
    """
    rows, columns = corners.shape[:2]
    row, down = _cell(y, rows)
    column, across = _cell(x, columns)
    pair = [slerp(corners[r, column], corners[r, column + 1], across)[0] for r in (row, row + 1)]
    found: np.ndarray = slerp(pair[0], pair[1], down)[0]
    return found


def _cell(at: float, nodes: int) -> tuple[int, np.ndarray]:
    """Which gap between nodes a place 0..1 lies in, and where in it."""
    place = min(max(at, 0.0), 1.0) * (nodes - 1)
    gap = min(int(place), nodes - 2)
    return gap, np.array([place - gap])


def slerp(a: np.ndarray, b: np.ndarray, t: np.ndarray) -> np.ndarray:
    """The path from a to b along the shell (Shoemake 1985): (nz,), (nz,), (n,) -> (n, nz).

    Straight lines between Gaussian codes pass near the origin, where the generator has never been.
    """
    length_a, length_b = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    cosine = float(a @ b) / max(length_a * length_b, 1e-12)
    angle = np.arccos(np.clip(cosine, -1.0, 1.0))
    s = t[:, None]
    if np.sin(angle) < 1e-6:  # the same direction, or opposite ones, between which no arc is shortest
        return (1 - s) * a + s * b
    # the weights first: at either end they are exactly 1 and 0
    return np.sin((1 - s) * angle) / np.sin(angle) * a + np.sin(s * angle) / np.sin(angle) * b
