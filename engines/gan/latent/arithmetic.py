"""The arithmetic of latent codes: moving one along directions, and the way from one to another. No torch.

Codes are float arrays (nz,).
"""

from __future__ import annotations

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
    return (np.sin((1 - s) * angle) * a + np.sin(s * angle) * b) / np.sin(angle)
