"""Two different ellipses: they close as well, if they are equally long around and each is bent along its own
long axis, since psi of either is concave."""

from __future__ import annotations

import math
from typing import Final

from engines.ellipse.outline import Ellipse, Outline
from engines.ground.marks import mark
from engines.ground.problem import Problem

SAME: Final = 1e-9  # relative difference of perimeters that is none


def partner(first: Ellipse, b: float) -> Ellipse:
    """The ellipse of half short axis ``b`` that is as long around as ``first``.

    Raises:
        Problem: there is none, for b alone makes it longer, or b is none.
    """
    from scipy.optimize import brentq

    if not b > 0:
        raise Problem(mark("An ellipse needs two positive axes; its half axis is {b}."), b=f"{b:g}")
    widest = 2 * first.quarter / math.pi  # of the circle with this perimeter
    if b > widest:
        raise Problem(
            mark("No ellipse of half axis {b} is only {perimeter} around: {most} is the most."),
            b=f"{b:g}",
            perimeter=f"{4 * first.quarter:.4f}",
            most=f"{widest:.4f}",
        )
    if b == widest:
        return Ellipse(b, b)
    a = brentq(lambda a: Ellipse(a, b).quarter - first.quarter, b, first.quarter, xtol=1e-15, rtol=1e-15)
    return Ellipse(float(a), b)


def check(first: Outline, second: Outline) -> None:
    """Raise :class:`Problem` unless the two edges are equally long; it says how much is left over."""
    one, other = first.quarter, second.quarter
    if abs(one - other) > SAME * max(one, other):
        raise Problem(
            mark(
                "The edges are {first} and {second} around: glued from a tip on, {left} of the longer one is "
                "left over where the shorter one ends."
            ),
            first=f"{4 * one:.4f}",
            second=f"{4 * other:.4f}",
            left=f"{4 * abs(one - other):.4f}",
        )
