"""What is seen of a solid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.ground.problem import Problem

Curve = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Surface:
    """One sheet as triangles: vertices (V, 3), faces int (F, 3) outward, flat (V, 2), rulings int (R, 2)."""

    vertices: np.ndarray
    faces: np.ndarray
    flat: np.ndarray
    rulings: np.ndarray


@dataclass(frozen=True)
class EllipseSnapshot:
    """Everything the view draws, for the settings as they are.

    Attributes:
        step: solids made so far.
        sheets: both, bent as far as asked. seam: (2, n, 3), the rim of either, once around. gap:
        (n,), how far these are apart.
        proof: s, and psi(s) + psi(l - s) - pi/2 of the way they are bent: closable where it is not negative.
        depth: of the closed solid along x. section: x (n,), and half sides y and z of the rectangle there
        (n, 2).
        second: half axes of the second sheet where it is another one than the first, else None.
        by_ratio: b/a and V / a^3 of the quarter turn. by_offset: offset and V, as far as it is known.
        figures: "volume", "area", "gap", "isometry", "residual".
        problem: why there is no solid, for a person; None when there is one.
        pending: whether a better answer is being made.
    """

    step: int
    sheets: tuple[Surface, Surface]
    seam: np.ndarray
    gap: np.ndarray
    proof: Curve
    depth: float
    second: tuple[float, float] | None
    section: Curve
    by_ratio: Curve
    by_offset: Curve
    figures: dict[str, float]
    problem: Problem | None
    pending: bool
