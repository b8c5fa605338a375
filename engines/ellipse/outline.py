"""The outline of a sheet: an oval with two axes of symmetry, known by a quarter of it.

t runs from the tip of the long axis to the end of the short one, 0 to pi/2; s is arc length from the tip, psi
the angle that the tangent has turned by since the tip: 0 there, pi/2 at the short end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol

import numpy as np

TABLE = 400  # places at which an ellipse's arc is known
NARROW, LEAST, MOST = 1.6, 16, 96  # panels of a quarter: so many times a/b, within these two


@cache
def gauss(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes in (-1, 1) and weights of Gauss and Legendre, (number,) each, not to be written to; numpy finds
    eigenvalues anew at every call."""
    nodes, weights = np.polynomial.legendre.leggauss(number)
    nodes.flags.writeable = weights.flags.writeable = False
    return nodes, weights


class Outline(Protocol):
    """What gluing needs to know of a sheet. Arrays of t and s may have any shape."""

    @property
    def a(self) -> float:
        """Half the long axis."""

    @property
    def b(self) -> float:
        """Half the short axis."""

    @property
    def quarter(self) -> float:
        """A quarter of the perimeter."""

    @property
    def area(self) -> float:
        """Of the whole sheet."""

    def arc(self, t: np.ndarray) -> np.ndarray:
        """s of t."""

    def angle(self, s: np.ndarray) -> np.ndarray:
        """t of s in [0, quarter]."""

    def turning(self, t: np.ndarray) -> np.ndarray:
        """psi of t."""

    def rest(self, t: np.ndarray) -> np.ndarray:
        """pi/2 - psi, never taken as that difference: it is wanted where it is small."""

    def curvature(self, t: np.ndarray) -> np.ndarray:
        """d psi / d s."""

    def along(self, t: np.ndarray) -> np.ndarray:
        """Place along the long axis, from a down to 0."""

    def across(self, t: np.ndarray) -> np.ndarray:
        """Height over the long axis, from 0 up to b."""

    def panels(self) -> np.ndarray:
        """Rising arc lengths from 0 to the quarter between which all of this is smooth."""


@dataclass(frozen=True)
class Ellipse:
    """(a cos t, b sin t) with a >= b."""

    a: float
    b: float

    @cached_property
    def quarter(self) -> float:
        """a E(m), m = 1 - b^2/a^2."""
        from scipy.special import ellipe

        return float(self.a * ellipe(1.0 - (self.b / self.a) ** 2))

    @property
    def area(self) -> float:
        return float(np.pi * self.a * self.b)

    def arc(self, t: np.ndarray) -> np.ndarray:
        from scipy.special import ellipeinc

        m = 1.0 - (self.b / self.a) ** 2
        arc: np.ndarray = self.quarter - self.a * ellipeinc(np.pi / 2 - t, m)
        return arc

    def _speed(self, t: np.ndarray) -> np.ndarray:
        """ds/dt."""
        speed: np.ndarray = np.hypot(self.a * np.sin(t), self.b * np.cos(t))
        return speed

    @cached_property
    def _table(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """s and t, rising, and dt/ds."""
        t = np.linspace(0.0, np.pi / 2, TABLE)
        return self.arc(t), t, 1.0 / self._speed(t)

    def _near(self, s: np.ndarray) -> np.ndarray:
        """t of s from the table, by cubics."""
        knots, t, rise = self._table
        i = np.clip(np.searchsorted(knots, s) - 1, 0, TABLE - 2)
        wide = (knots[1:] - knots[:-1])[i]
        u = (s - knots[i]) / wide
        curve = u * (1 - u) * ((1 - u) * (rise[i] * wide) - u * (rise[i + 1] * wide))
        step = t[i + 1] - t[i]
        near: np.ndarray = t[i] + step * u * u * (3 - 2 * u) + curve
        return near

    def angle(self, s: np.ndarray) -> np.ndarray:
        """By a table and Newton's steps, of which one is enough but at the tips of slender ellipses."""
        s = np.asarray(s, float)
        t = self._near(s)
        for _ in range(6):
            speed = self._speed(t)
            before, t = t, np.clip(t - (self.arc(t) - s) / speed, 0.0, np.pi / 2)
            if np.abs(t - before).max(initial=0.0) < 1e-9:  # the next step would be its square
                break
        return t

    def turning(self, t: np.ndarray) -> np.ndarray:
        return np.arctan2(self.a * np.sin(t), self.b * np.cos(t))

    def rest(self, t: np.ndarray) -> np.ndarray:
        return np.arctan2(self.b * np.cos(t), self.a * np.sin(t))

    def curvature(self, t: np.ndarray) -> np.ndarray:
        kappa: np.ndarray = self.a * self.b / np.hypot(self.a * np.sin(t), self.b * np.cos(t)) ** 3
        return kappa

    def along(self, t: np.ndarray) -> np.ndarray:
        return self.a * np.cos(t)

    def across(self, t: np.ndarray) -> np.ndarray:
        return self.b * np.sin(t)

    def panels(self) -> np.ndarray:
        """As many as keep every integral to rounding: what is not smooth lies b/a off the tip, beside the
        real t."""
        number = min(max(math.ceil(NARROW * self.a / self.b), LEAST), MOST)
        return self.arc(np.linspace(0.0, np.pi / 2, number + 1))


def around(outline: Outline, s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points (n, 2) and unit tangents (n, 2) at arc lengths, counter-clockwise from the tip (a, 0)."""
    length = outline.quarter
    quarters = np.floor(s / length)
    rest = s - quarters * length
    odd = quarters % 2 == 1  # there the quarter is run through from its short end to a tip
    t = outline.angle(np.clip(np.where(odd, length - rest, rest), 0.0, length))
    part = quarters.astype(int) % 4
    fx = np.where(np.isin(part, (0, 3)), 1.0, -1.0)
    fy = np.where(np.isin(part, (0, 1)), 1.0, -1.0)
    points = np.stack([fx * outline.along(t), fy * outline.across(t)], 1)
    # backwards on the odd quarters, and mirrored
    way = np.where(odd, -1.0, 1.0)
    psi, rest_psi = outline.turning(t), outline.rest(t)
    tangents = np.stack([-way * fx * np.sin(psi), way * fy * np.sin(rest_psi)], 1)
    return points, tangents
