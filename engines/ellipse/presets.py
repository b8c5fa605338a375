"""Solids worth a look. Imports nothing heavy."""

from __future__ import annotations

from functools import partial
from typing import Final

from engines.ellipse.config import EllipseConfig
from engines.ground.marks import mark
from engines.ground.preset import Preset

_solid: Final = partial(Preset, EllipseConfig)

PRESETS: Final = (
    _solid("post", mark("The post's solid"), mark("a = 1, b = 0.5, a quarter turn: does it close?"), {}),
    _solid("fullest", mark("The fullest"), mark("Of all with this width, it holds the most."), {"b": 0.7785}),
    _solid("round", mark("The roundest"), mark("The most room for its paper."), {"b": 0.4314}),
    _solid("needle", mark("A needle"), mark("Slender sheets close too."), {"b": 0.1}),
    _solid(
        "eighth",
        mark("An eighth turn"),
        mark("No cylinders any more: the rulings fan out."),
        {"offset": 0.5},
    ),
    _solid(
        "different",
        mark("Two different ellipses"),
        mark("As long around as each other, and nothing else alike."),
        {"sheets": "matched", "other": 0.3},
    ),
    _solid(
        "boxy",
        mark("Rounded boxes"),
        mark("Superellipses of power 4."),
        {"sheets": "superellipse", "power": 4.0},
    ),
    _solid(
        "short",
        mark("Bent the wrong way"),
        mark("A failure to see: along the short axis the sheets cannot meet."),
        {"way": "short"},
    ),
)

DEFAULT: Final = PRESETS[0]


def preset(key: str) -> Preset[EllipseConfig]:
    """The preset of that key. Raises KeyError."""
    return {p.key: p for p in PRESETS}[key]
