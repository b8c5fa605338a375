"""Two equal ellipses glued a quarter turn apart: one quadrature gives the solid (Su, kexue.fm 2019; Zhihu).

Each sheet is bent as a cylinder along its long axis. Arc length s runs along the seam from the tip of the
first sheet to its short end, l being a quarter of the perimeter; h(s) is the height of the ellipse over its
long axis. The first sheet keeps y = h(s), the second, a quarter ahead, z = h(l - s), and as s is arc length:

    x'(s)^2 = 1 - h'(s)^2 - h'(l - s)^2 = sin(A - B') sin(A + B'),   A = psi(s), B' = pi/2 - psi(l - s),

with psi the turning angle of the ellipse's tangent from its tip, tan psi = (a/b) tan t. The product keeps its
accuracy at both ends, where the difference cancels. It closes because psi is concave:
psi(s) + psi(l - s) >= pi/2. Any two ovals of equal perimeter whose angles fulfil this close in the same way,
the second with an h and a psi of its own: :func:`glued`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.ellipse import unequal
from engines.ellipse.outline import Ellipse, Outline, gauss
from engines.ground.marks import mark
from engines.ground.problem import Problem

NODES = 20  # of Gauss and Legendre in each panel of the quadrature
BELOW = 1e-9  # what the angle that decides may lie below zero by rounding


@dataclass(frozen=True)
class Quarter:
    """The closed solid. Lengths in the unit of ``a``; ``x`` from 0 (the first sheet's tips) to ``depth``.

    Attributes:
        first, second: the flat sheets' outlines.
        s: knots along an eighth of the seam, (n,) from 0 to the quarter. x: of the seam there.
        depth, volume, area: of the solid.
        gap: largest distance between the seam as either sheet has it. isometry: largest difference between
            arc length on a bent sheet and on the flat one. unit: of the seam's speed from 1.
    """

    first: Outline
    second: Outline
    s: np.ndarray
    x: np.ndarray
    depth: float
    volume: float
    area: float
    gap: float
    isometry: float
    unit: float

    @property
    def length(self) -> float:
        """A quarter of the seam."""
        return self.first.quarter

    def at(self, s: np.ndarray) -> np.ndarray:
        """The seam at arc lengths (k,): (k, 3), in the octant y, z >= 0."""
        s = np.asarray(s, float)
        panel = np.clip(np.searchsorted(self.s, s, side="right") - 1, 0, len(self.s) - 2)
        nodes, weights = gauss(NODES)
        half = (s - self.s[panel]) / 2
        inside = self.s[panel][:, None] + half[:, None] * (nodes + 1)
        x = self.x[panel] + half * (slope(*angles(self.first, self.second, inside)) @ weights)
        return np.stack([x, height(self.first, s), height(self.second, self.length - s)], axis=1)


def quarter(a: float, b: float) -> Quarter:
    """The solid of two ellipses with half axes ``a`` and ``b``, in either order.

    Raises:
        Problem: an axis that is no positive number.
    """
    if not (np.isfinite(a) and np.isfinite(b) and a > 0 and b > 0):
        raise Problem("An ellipse needs two positive axes, not {a} and {b}.", a=f"{a:g}", b=f"{b:g}")
    ellipse = Ellipse(max(a, b), min(a, b))
    return flat(ellipse) if ellipse.a == ellipse.b else _integrated(ellipse, ellipse)


def glued(first: Outline, second: Outline) -> Quarter:
    """The solid of any two sheets, each bent as a cylinder along its long axis, the second a quarter ahead.

    Raises:
        Problem: their perimeters differ, or the sheets cannot close; it says where.
    """
    unequal.check(first, second)
    s, above = proof(first, second)
    if above.min() < -BELOW:
        raise Problem(
            mark(
                "These sheets cannot close as cylinders: {share} of a quarter from the tip, their two angles "
                "are {degrees} degrees short of a right one."
            ),
            share=f"{s[int(above.argmin())] / s[-1]:.2f}",
            degrees=f"{np.degrees(-above.min()):.2f}",
        )
    return flat(first) if above.max() < BELOW else _integrated(first, second)


def flat(outline: Outline) -> Quarter:
    """What stays flat, as circles do: there the slope of x would be the root of rounding noise."""
    s = outline.panels()
    return Quarter(outline, outline, s, np.zeros_like(s), 0.0, 0.0, 2 * outline.area, 0.0, 0.0, 0.0)


def proof(first: Outline, second: Outline | None = None, n: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """The curve that is the proof: s (n,), and psi(s) + psi(l - s) - pi/2, which must not fall below zero."""
    s = np.linspace(0.0, first.quarter, n)
    a, rest = angles(first, first if second is None else second, s)
    return s, a - rest


def angles(first: Outline, second: Outline, s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A = psi(s), and B' = pi/2 - psi(l - s) of the second, which is never taken as that difference."""
    back = np.clip(first.quarter - s, 0.0, second.quarter)
    return first.turning(first.angle(s)), second.rest(second.angle(back))


def slope(a: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """x'(s) of A and B'."""
    found: np.ndarray = np.sqrt(np.maximum(np.sin(a - rest) * np.sin(a + rest), 0.0))
    return found


def height(outline: Outline, s: np.ndarray) -> np.ndarray:
    """h(s)."""
    return outline.across(outline.angle(np.clip(s, 0.0, outline.quarter)))


def _integrated(first: Outline, second: Outline) -> Quarter:
    length = first.quarter
    knots = np.concatenate([first.panels(), length - second.panels()])
    knots = np.unique(np.round(knots / length, 13).clip(0.0, 1.0)) * length
    if second is first:
        knots = (knots + length - knots[::-1]) / 2  # the mirror image of itself, to the last bit
    knots[0], knots[-1] = 0.0, length
    nodes, weights = gauss(NODES)
    half = np.diff(knots) / 2
    s = knots[:-1, None] + half[:, None] * (nodes + 1)
    w = half[:, None] * weights
    t = first.angle(s)
    t2 = t[::-1, ::-1] if second is first else second.angle(np.clip(length - s, 0.0, second.quarter))
    a, rest = first.turning(t), second.rest(t2)
    y = first.across(t)
    z = y[::-1, ::-1] if second is first else second.across(t2)
    dx, dy, dz = slope(a, rest), np.sin(first.rest(t)), np.sin(rest)
    x, bent, bent2 = (_sums(speed * w) for speed in (dx, np.hypot(dx, dz), np.hypot(dx, dy)))
    back = x[::-1] if second is first else _from_the_other_side(second, first, length - knots)
    lies = first.a - first.along(first.angle(knots))
    lies2 = second.along(second.angle(np.clip(length - knots, 0.0, second.quarter)))
    return Quarter(
        first=first,
        second=second,
        s=knots,
        x=x,
        depth=float(x[-1]),
        volume=float(4 * (y * z * dx * w).sum()),
        area=float(4 * (y * np.hypot(dx, dz) * w).sum() + 4 * (z * np.hypot(dx, dy) * w).sum()),
        gap=float(np.abs(x - (x[-1] - back)).max()),
        isometry=float(max(np.abs(bent - lies).max(), np.abs(bent2 - lies2).max())),
        unit=float(np.abs(dx**2 + dy**2 + dz**2 - 1.0).max()),
    )


def _from_the_other_side(first: Outline, second: Outline, s: np.ndarray) -> np.ndarray:
    """x as the other sheet has it, from its own tip, at falling arc lengths (n,) of its own: (n,)."""
    knots = s[::-1].clip(0.0, first.quarter)
    nodes, weights = gauss(NODES)
    half = np.diff(knots) / 2
    inside = knots[:-1, None] + half[:, None] * (nodes + 1)
    return _sums(slope(*angles(first, second, inside)) * half[:, None] * weights)[::-1]


def _sums(parts: np.ndarray) -> np.ndarray:
    """Integrals from the first knot to each."""
    return np.concatenate([[0.0], np.cumsum(parts.sum(1))])
