"""Ways of bending that cannot close, each with where and why."""

from __future__ import annotations

import numpy as np

from engines.ellipse.config import Way
from engines.ellipse.quarter import Ellipse, proof
from engines.ground.marks import mark
from engines.ground.problem import Problem

EPSILON = 1e-9


def curve(ellipse: Ellipse, way: Way) -> tuple[np.ndarray, np.ndarray]:
    """s, and the angle that decides: x'(s) is real only where it is not negative.

    Along the long axes psi(s) + psi(l - s) - pi/2. Along the short axes each sheet is met from its other end,
    the turning angles are pi/2 - psi of the mirrored place, and the curve is the same with the other sign.
    With
    one sheet of each the sum is pi/2 everywhere: only the flat ellipse is left.
    """
    s, above = proof(ellipse)
    above[np.abs(above) < EPSILON] = 0.0  # at both ends it is nothing but rounding
    return s, {"long": above, "short": -above, "one": np.zeros_like(above)}[way]


def why_not(ellipse: Ellipse, way: Way, offset: float) -> Problem | None:
    """Why these sheets do not close to a solid with room inside; None if they do."""
    s, above = curve(ellipse, way)
    if ellipse.a == ellipse.b:
        return Problem(mark("Two circles only make a doubled disc: there is no turn that opens them."))
    if way == "short":
        first = float(s[int(np.argmax(above < 0.0))] / ellipse.quarter)
        return Problem(
            mark(
                "Along the short axis the sheets cannot meet: from {share} of a quarter on, "
                "their edges would have to run faster than their own length."
            ),
            share=f"{first:.2f}",
        )
    if way == "one":
        return Problem(
            mark("One along the long axis and one along the short one fit only lying flat on each other.")
        )
    if offset % 2.0 == 0.0:
        return Problem(mark("Tip on tip the two sheets lie flat on each other: turn one of them."))
    return None
