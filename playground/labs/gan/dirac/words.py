"""What each game shows, in a sentence."""

from __future__ import annotations

from typing import Final

from engines.gan.dirac.systems import Kind, System
from engines.ground.marks import mark

TITLES: Final[dict[Kind, str]] = {
    "vanilla": mark("Plain GAN"),
    "wgan": mark("WGAN"),
    "gp": mark("Gradient penalty"),
    "qp": mark("GAN-QP"),
    "qp_l2": mark("QP + decay"),
}
_SHOWS: Final[dict[Kind, str]] = {
    "vanilla": mark("The point circles: when it arrives, the critic still pushes. Nothing brakes it."),
    "wgan": mark(
        "The critic's slope is fixed, so it pushes as hard near the goal as far from it: the point "
        "orbits for ever."
    ),
    "qp": mark("The quadratic term brakes only while scores differ: it shrinks slowly, then circles."),
    "qp_l2": mark("Weight decay lets the critic forget its old slope: the point arrives."),
}
_TO_NOUGHT: Final = mark(
    "With c = 0 (R1) the slope dies out near the goal: the point spirals in and arrives."
)
_TO_RING: Final = mark(
    "The penalty asks for a slope of {centre}, also where both points meet: the point ends on a ring as "
    "large."
)


def shows(system: System) -> tuple[str, str]:
    """(English sentence, the value of {centre} in it)."""
    if system.kind != "gp":
        return _SHOWS[system.kind], ""
    return (_TO_RING, f"{system.centre:.2f}") if system.centre >= 0.005 else (_TO_NOUGHT, "")
