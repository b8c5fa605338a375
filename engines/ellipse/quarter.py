"""Two equal ellipses glued a quarter turn apart: one quadrature gives the solid (Su, kexue.fm 2019; Zhihu).

Each sheet is bent as a cylinder along its long axis. Arc length s runs along the seam from the tip of the
first sheet to its short end, l being a quarter of the perimeter; h(s) is the height of the ellipse over its
long axis. The first sheet keeps y = h(s), the second, a quarter ahead, z = h(l - s), and as s is arc length:

    x'(s)^2 = 1 - h'(s)^2 - h'(l - s)^2 = sin(A - B') sin(A + B'),   A = psi(s), B' = pi/2 - psi(l - s),

with psi the turning angle of the ellipse's tangent from its tip, tan psi = (a/b) tan t. The product keeps its
accuracy at both ends, where the difference cancels. It closes because psi is concave:
psi(s) + psi(l - s) >= pi/2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engines.ground.problem import Problem

PANELS = 96  # of the quadrature, uniform in t, and as many mirrored
NODES = 20  # of Gauss and Legendre in each


@dataclass(frozen=True)
class Ellipse:
    """(a cos t, b sin t) with a >= b, from the tip t = 0; s is arc length."""

    a: float
    b: float

    @cached_property
    def quarter(self) -> float:
        """A quarter of the perimeter: a E(m), m = 1 - b^2/a^2."""
        from scipy.special import ellipe

        return float(self.a * ellipe(1.0 - (self.b / self.a) ** 2))

    def arc(self, t: np.ndarray) -> np.ndarray:
        """Arc length from the tip, t in [0, pi/2]."""
        from scipy.special import ellipeinc

        m = 1.0 - (self.b / self.a) ** 2
        arc: np.ndarray = self.quarter - self.a * ellipeinc(np.pi / 2 - t, m)
        return arc

    def angle(self, s: np.ndarray) -> np.ndarray:
        """t of arc lengths in [0, quarter], by a table and Newton's steps."""
        table = np.linspace(0.0, np.pi / 2, 400)
        t = np.interp(s, self.arc(table), table)
        for _ in range(6):
            speed = np.hypot(self.a * np.sin(t), self.b * np.cos(t))
            t = np.clip(t - (self.arc(t) - s) / speed, 0.0, np.pi / 2)
        return t

    def turning(self, t: np.ndarray) -> np.ndarray:
        """psi: how far the tangent has turned since the tip."""
        return np.arctan2(self.a * np.sin(t), self.b * np.cos(t))


@dataclass(frozen=True)
class Quarter:
    """The closed solid. Lengths in the unit of ``a``; ``x`` from 0 (the first sheet's tips) to ``depth``.

    Attributes:
        ellipse: of both sheets.
        s: knots along an eighth of the seam, (n,) from 0 to the quarter. x: of the seam there.
        depth, volume, area: of the solid.
        gap: largest distance between the seam as either sheet has it. isometry: largest difference between
            arc length on a bent sheet and on the flat one. unit: of the seam's speed from 1.
    """

    ellipse: Ellipse
    s: np.ndarray
    x: np.ndarray
    depth: float
    volume: float
    area: float
    gap: float
    isometry: float
    unit: float

    def at(self, s: np.ndarray) -> np.ndarray:
        """The seam at arc lengths (k,): (k, 3), in the octant y, z >= 0."""
        s = np.asarray(s, float)
        panel = np.clip(np.searchsorted(self.s, s, side="right") - 1, 0, len(self.s) - 2)
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        half = (s - self.s[panel]) / 2
        inside = self.s[panel][:, None] + half[:, None] * (nodes + 1)
        x = self.x[panel] + half * (_slope(self.ellipse, inside) @ weights)
        return np.stack([x, self.height(s), self.height(self.ellipse.quarter - s)], axis=1)

    def height(self, s: np.ndarray) -> np.ndarray:
        """h(s) = b sin t."""
        return self.ellipse.b * np.sin(self.ellipse.angle(np.clip(s, 0.0, self.ellipse.quarter)))


def quarter(a: float, b: float) -> Quarter:
    """The solid of two ellipses with half axes ``a`` and ``b``, in either order.

    Raises:
        Problem: an axis that is no positive number.
    """
    if not (np.isfinite(a) and np.isfinite(b) and a > 0 and b > 0):
        raise Problem("An ellipse needs two positive axes, not {a} and {b}.", a=f"{a:g}", b=f"{b:g}")
    ellipse = Ellipse(max(a, b), min(a, b))
    flat = 2 * np.pi * a * b
    if ellipse.a == ellipse.b:  # a circle: the slope of x would be the root of rounding noise
        s = np.linspace(0.0, ellipse.quarter, 2 * PANELS + 1)
        return Quarter(ellipse, s, np.zeros_like(s), 0.0, 0.0, flat, 0.0, 0.0, 0.0)
    return _integrated(ellipse, flat)


def _slope(ellipse: Ellipse, s: np.ndarray) -> np.ndarray:
    """x'(s), of any shape."""
    a, rest = _angles(ellipse, s)
    slope: np.ndarray = np.sqrt(np.maximum(np.sin(a - rest) * np.sin(a + rest), 0.0))
    return slope


def _angles(ellipse: Ellipse, s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A = psi(s), and B' = pi/2 - psi(l - s), which is never taken as that difference."""
    t, t2 = ellipse.angle(s), ellipse.angle(ellipse.quarter - s)
    return ellipse.turning(t), np.arctan2(ellipse.b * np.cos(t2), ellipse.a * np.sin(t2))


def _integrated(ellipse: Ellipse, flat: float) -> Quarter:
    length = ellipse.quarter
    once = ellipse.arc(np.linspace(0.0, np.pi / 2, PANELS + 1))
    knots = np.unique(np.round(np.concatenate([once, length - once]), 13).clip(0.0, length))
    knots[0], knots[-1] = 0.0, length
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    half = np.diff(knots) / 2
    s = knots[:-1, None] + half[:, None] * (nodes + 1)
    w = half[:, None] * weights
    a, rest = _angles(ellipse, s)
    dx = np.sqrt(np.maximum(np.sin(a - rest) * np.sin(a + rest), 0.0))
    dy, dz = np.cos(a), np.sin(rest)
    t, t2 = ellipse.angle(s), ellipse.angle(length - s)
    y, z = ellipse.b * np.sin(t), ellipse.b * np.sin(t2)
    x = np.concatenate([[0.0], np.cumsum((dx * w).sum(1))])
    bent = np.concatenate([[0.0], np.cumsum((np.hypot(dx, dz) * w).sum(1))])
    lies = ellipse.a * (1.0 - np.cos(ellipse.angle(knots)))
    back = np.interp(length - knots, knots, x)  # the knots are mirrored, so this is a look-up
    return Quarter(
        ellipse=ellipse,
        s=knots,
        x=x,
        depth=float(x[-1]),
        volume=float(4 * (y * z * dx * w).sum()),
        area=float(8 * (y * np.hypot(dx, dz) * w).sum()),
        gap=float(np.abs(x - (x[-1] - back)).max()),
        isometry=float(np.abs(bent - lies).max()),
        unit=float(np.abs(dx**2 + dy**2 + dz**2 - 1.0).max()),
    )


def proof(ellipse: Ellipse, n: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """The curve that is the proof: s (n,), and psi(s) + psi(l - s) - pi/2, which must not fall below zero."""
    s = np.linspace(0.0, ellipse.quarter, n)
    a, rest = _angles(ellipse, s)
    return s, a - rest
