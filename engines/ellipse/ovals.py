"""Ovals that are no ellipses: superellipses, and every oval whose radius of curvature is given.

The proof needs of an ellipse only that its curvature falls from the tip to the short end: then psi(s) is
concave, psi(s) >= (pi/2)(s/l), and psi(s) + psi(l - s) >= pi/2. So every oval with such a curvature closes.
The condition is sufficient, not necessary: a superellipse may break it and close nevertheless, and the curve
psi(s) + psi(l - s) - pi/2 decides (:func:`engines.ellipse.quarter.proof`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from engines.ellipse.outline import gauss
from engines.ground.marks import mark
from engines.ground.problem import Problem

NODES: Final = 20  # of Gauss and Legendre in a panel
CUTS, INSIDE = 8, 10  # pieces that a panel is cut in, so that few nodes do in each, and one finds t of s soon
HALVINGS: Final = 44  # of the panel at either end: what is not smooth there lies in 1e-13 of the quarter
EVEN: Final = 16
GRADE: Final = 4.0  # superellipse: makes s and psi run at least like t at both ends, for powers of 1.2 to 8
LEAST_POWER, MOST_POWER = 1.2, 8.0

Of = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Oval:
    """An oval by the speed ds/dt of its quarter, psi(t), pi/2 - psi(t) and d psi / d s; t in [0, pi/2]."""

    speed: Of
    turning: Of
    rest: Of
    curvature: Of

    @cached_property
    def _knots(self) -> np.ndarray:
        """Every ``CUTS``-th one is the end of a panel."""
        half = np.concatenate([[0.0], 0.5 ** np.arange(HALVINGS, 2, -1), np.linspace(0.125, 0.5, EVEN)[1:]])
        whole = np.concatenate([half, 1.0 - half[-2::-1]]) * (np.pi / 2)
        cut = whole[:-1, None] + np.diff(whole)[:, None] * (np.arange(CUTS) / CUTS)
        return np.append(cut.ravel(), whole[-1])

    @cached_property
    def _sums(self) -> np.ndarray:
        """Arc length, way along and way across from the tip to each knot: (knots, 3)."""
        knots = self._knots
        parts = self._integrals(knots[:-1], knots[1:])
        return np.concatenate([np.zeros((1, 3)), np.cumsum(parts, axis=0)])

    def _pieces(self, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """t at the nodes between two t, and ds there: (..., nodes) each."""
        nodes, weights = gauss(INSIDE)
        half = (high - low)[..., None] / 2
        t = low[..., None] + half * (nodes + 1)
        return t, self.speed(t) * half * weights

    def _integrals(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Of (1, sin psi, cos psi) ds between two t: (..., 3)."""
        t, ds = self._pieces(low, high)
        rest = self.rest(t)
        return np.stack([ds.sum(-1), (np.cos(rest) * ds).sum(-1), (np.sin(rest) * ds).sum(-1)], -1)

    def _panel(self, t: np.ndarray) -> np.ndarray:
        return np.clip(np.searchsorted(self._knots, t, side="right") - 1, 0, len(self._knots) - 2)

    def _from_tip(self, t: np.ndarray) -> np.ndarray:
        t = np.asarray(t, float)
        panel = self._panel(t)
        return self._sums[panel] + self._integrals(self._knots[panel], t)

    @cached_property
    def quarter(self) -> float:
        return float(self._sums[-1, 0])

    @cached_property
    def a(self) -> float:
        return float(self._sums[-1, 1])

    @cached_property
    def b(self) -> float:
        return float(self._sums[-1, 2])

    @cached_property
    def area(self) -> float:
        """4 times the integral of the height over the long axis."""
        nodes, weights = gauss(NODES)
        ends = self._knots[::CUTS]
        half = np.diff(ends)[:, None] / 2
        t = ends[:-1, None] + half * (nodes + 1)
        return float(4 * (self.across(t) * np.cos(self.rest(t)) * self.speed(t) * half * weights).sum())

    def arc(self, t: np.ndarray) -> np.ndarray:
        t = np.asarray(t, float)
        panel = self._panel(t)
        arc: np.ndarray = self._sums[panel, 0] + self._pieces(self._knots[panel], t)[1].sum(-1)
        return arc

    def along(self, t: np.ndarray) -> np.ndarray:
        return self.a - self._from_tip(t)[..., 1]

    def across(self, t: np.ndarray) -> np.ndarray:
        return self._from_tip(t)[..., 2]

    def angle(self, s: np.ndarray) -> np.ndarray:
        """By Newton's steps, each kept within the knots that hold s."""
        s = np.asarray(s, float)
        arcs = self._sums[:, 0]
        panel = np.clip(np.searchsorted(arcs, s, side="right") - 1, 0, len(arcs) - 2)
        low, high = self._knots[panel], self._knots[panel + 1]
        step = np.maximum(arcs[panel + 1] - arcs[panel], 1e-300)  # the outermost may be too short to be told
        t = np.clip(low + (high - low) * ((s - arcs[panel]) / step), low, high)
        for _ in range(8):
            miss = self.arc(t) - s
            t = np.clip(t - miss / np.maximum(self.speed(t), 1e-300), low, high)
            if (miss**2 <= 1e-15 * self.quarter * np.minimum(s, self.quarter - s)).all():
                break  # what is left is about the square of it, over the way from the nearest end
        return t

    def panels(self) -> np.ndarray:
        return self._sums[::CUTS, 0]


def superellipse(a: float, b: float, power: float) -> Oval:
    """|x/a|^p + |y/b|^p = 1 (Lamé; Gardner 1965): 2 is the ellipse, more is boxier, less nearer to a lozenge.

    With tan(theta)^2 = (y/b)^p / (x/a)^p the tangent has turned by tan psi = (a/b) tan(theta)^(2 - 2/p).
    Its curvature is 0 (p > 2) or infinite (p < 2) at both ends, and so does not fall from tip to side.

    Raises:
        Problem: no positive axes, or a power out of 1.2 to 8.
    """
    if not (np.isfinite(a) and np.isfinite(b) and a > 0 and b > 0):
        raise Problem(mark("An oval needs two positive axes, not {a} and {b}."), a=f"{a:g}", b=f"{b:g}")
    if not LEAST_POWER <= power <= MOST_POWER:
        raise Problem(
            mark("A superellipse's power lies between {low} and {high}, not at {power}."),
            low=LEAST_POWER,
            high=MOST_POWER,
            power=f"{power:g}",
        )
    a, b = max(a, b), min(a, b)

    def tangent(t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """v = t / (pi/2), and tan(theta) = (v / (1 - v))^GRADE, twice squared."""
        v = np.clip(np.asarray(t, float) / (np.pi / 2), 1e-30, 1.0 - 2.0**-53)
        return v, np.square(np.square(v / (1.0 - v)))

    def speed(t: np.ndarray) -> np.ndarray:
        v, tan = tangent(t)
        square = np.square(tan)
        rate = (2 / power) * GRADE / (v * (1.0 - v)) / (1.0 + square) * (2 / np.pi)
        x, y = a * (1.0 + square) ** (-1 / power), b * (1.0 + 1.0 / square) ** (-1 / power)
        return np.hypot(x * square * rate, y * rate)

    def turning(t: np.ndarray) -> np.ndarray:
        return np.arctan2(a * tangent(t)[1] ** (2 - 2 / power), b)

    def rest(t: np.ndarray) -> np.ndarray:
        return np.arctan2(b, a * tangent(t)[1] ** (2 - 2 / power))

    def curvature(t: np.ndarray) -> np.ndarray:
        v, _ = tangent(t)
        turns = (2 - 2 / power) * GRADE / (v * (1.0 - v)) * (2 / np.pi)
        return np.sin(turning(t)) * np.sin(rest(t)) * turns / speed(t)

    return Oval(speed, turning, rest, curvature)


def oval(radius: Of) -> Oval:
    """The oval with radius of curvature ``radius(psi)`` > 0, smooth over [0, pi/2]; t is psi itself.

    Where the radius grows with psi, the curvature falls from the tip to the side, and the sheets close.

    Raises:
        Problem: the radius is not positive everywhere, or the sheet is longer across than along.
    """
    psi = np.linspace(0.0, np.pi / 2, 1001)
    found = np.asarray(radius(psi), float)
    if not (np.isfinite(found).all() and (found > 0).all()):
        raise Problem(mark("The radius of curvature must be positive everywhere along an oval."))
    made = Oval(radius, np.asarray, lambda t: np.pi / 2 - t, lambda t: 1.0 / radius(t))
    if made.a < made.b * (1 - 1e-12):
        raise Problem(mark("This oval is longer across than along: turn it by a quarter."))
    return made


def curvature_falls(outline: Oval, n: int = 2000) -> bool:
    """Whether psi is concave in s, which is all that the proof asks for: checked at n arc lengths."""
    s = np.linspace(0.0, outline.quarter, n)
    psi = outline.turning(outline.angle(s))
    return bool((np.diff(psi, 2) <= 1e-9).all())
