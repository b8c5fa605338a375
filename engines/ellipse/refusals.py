"""Ways of bending that cannot close, each with where and why."""

from __future__ import annotations

import numpy as np

from engines.ellipse.config import Way
from engines.ellipse.outline import Ellipse, Outline
from engines.ellipse.quarter import angles, proof
from engines.ground.marks import mark
from engines.ground.problem import Problem

EPSILON = 1e-9


def curve(first: Outline, second: Outline, way: Way) -> tuple[np.ndarray, np.ndarray]:
    """s, and the angle that decides: x'(s) is real only where it is not negative.

    Along the long axes psi(s) + psi(l - s) - pi/2. Along the short axes each sheet is met from its other end,
    the turning angles are pi/2 - psi of the mirrored place, and the curve is the same with the other sign.
    With one sheet of each, psi1(s) - psi2(s) is left: zero everywhere for equal sheets.
    """
    if way == "one":
        s = np.linspace(0.0, first.quarter, 400)
        above = angles(first, second, s)[0] - second.turning(second.angle(s.clip(0.0, second.quarter)))
    elif way == "short":
        s, above = proof(second, first)
        above = -above
    else:
        s, above = proof(first, second)
    above[np.abs(above) < EPSILON] = 0.0  # at both ends it is nothing but rounding
    return s, above


def why_not(first: Outline, second: Outline, way: Way, offset: float) -> Problem | None:
    """Why these sheets do not close to a solid with room inside; None if they do."""
    equal = first == second
    if equal and first.b >= first.a * (1 - 1e-12):
        if isinstance(first, Ellipse):
            return Problem(mark("Two circles only make a doubled disc: there is no turn that opens them."))
        return Problem(mark("Sheets as high as they are wide lie flat on each other a quarter turn apart."))
    if way == "short":
        s, above = curve(first, second, way)
        reach = float(s[int(np.argmax(above < 0.0))] / first.quarter)
        return Problem(
            mark(
                "Along the short axis the sheets cannot meet: from {share} of a quarter on, "
                "their edges would have to run faster than their own length."
            ),
            share=f"{reach:.2f}",
        )
    if way == "one" and equal:
        return Problem(
            mark("One along the long axis and one along the short one fit only lying flat on each other.")
        )
    if way == "one":
        return Problem(
            mark(
                "One along the long axis and one along the short one meet tip on tip, not a quarter turn "
                "apart: bend both along the long axis, at offset 0."
            )
        )
    if equal and offset % 2.0 == 0.0:
        return Problem(mark("Tip on tip the two sheets lie flat on each other: turn one of them."))
    return None
