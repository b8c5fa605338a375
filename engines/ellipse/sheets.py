"""The two flat sheets that the settings ask for, and the solid they close into a quarter turn apart."""

from __future__ import annotations

from dataclasses import dataclass

from engines.ellipse import unequal
from engines.ellipse.config import EllipseConfig
from engines.ellipse.outline import Ellipse, Outline
from engines.ellipse.ovals import superellipse
from engines.ellipse.quarter import Quarter, flat, glued, quarter
from engines.ground.problem import Problem


@dataclass(frozen=True)
class Pair:
    """Two sheets, and what becomes of them.

    Attributes:
        solid: at a quarter turn; the first sheet lying doubled where there is none.
        refused: why there is none whatever the offset.
    """

    first: Outline
    second: Outline
    solid: Quarter
    refused: Problem | None = None


def pair(config: EllipseConfig) -> Pair:
    """The sheets of these settings. What cannot be glued comes with the reason; nothing is raised."""
    a, b = max(config.a, config.b), min(config.a, config.b)
    if config.sheets == "equal":
        solid = quarter(a, b)
        return Pair(solid.first, solid.second, solid)
    if config.sheets == "superellipse":
        boxy = superellipse(a, b, config.power)
        return _glued(boxy, boxy)
    first = Ellipse(a, b)
    if config.sheets == "unmatched":
        return _glued(first, Ellipse(max(a, config.other), min(a, config.other)))
    try:
        return _glued(first, unequal.partner(first, config.other))
    except Problem as e:
        return Pair(first, first, flat(first), e)


def _glued(first: Outline, second: Outline) -> Pair:
    try:
        return Pair(first, second, glued(first, second))
    except Problem as e:
        return Pair(first, second, flat(first), e)


def shape(config: EllipseConfig) -> tuple[object, ...]:
    """Equal for settings of the same two sheets."""
    other = config.other if config.sheets in ("matched", "unmatched") else None
    power = config.power if config.sheets == "superellipse" else None
    return config.sheets, max(config.a, config.b), min(config.a, config.b), other, power
