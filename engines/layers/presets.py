"""Models worth a look. Imports nothing heavy."""

from __future__ import annotations

from functools import partial
from typing import Final

from engines.ground.marks import mark
from engines.ground.preset import Preset
from engines.layers.config import LayersConfig

_model: Final = partial(Preset, LayersConfig)

PRESETS: Final = (
    _model("thrice", mark("One layer, three times"),
           mark("One object called three times is one set of weights."), {}),
    _model("eye", mark("An eye for digits"), mark("Two convolutions; take the first one out and look."),
           {"drawing": "eye", "compare": False}),
    _model("looped", mark("A loop"),
           mark("A residual block gone through three times: a third of the weights."),
           {"drawing": "looped", "job": "pictures"}),
    _model("twins", mark("Twins"), mark("One whole model for two pictures: the same digit or not?"),
           {"drawing": "twins", "job": "pairs", "lr": 1e-3}),
    _model("tied", mark("Tied letters"), mark("The table that reads letters also writes them."),
           {"drawing": "tied", "job": "characters", "lr": 5e-3}),
    _model("reader", mark("A reader with a mask"),
           mark("Words from both sides, and padding that nobody sees."),
           {"drawing": "reader", "job": "sentences", "compare": False}),
    _model("looker", mark("Looking twice"), mark("The same attention two times over."),
           {"drawing": "looker", "job": "sentences", "lr": 2e-3}),
)  # fmt: skip

DEFAULT: Final = PRESETS[0]


def preset(key: str) -> Preset[LayersConfig]:
    """The preset of that key. Raises KeyError."""
    return {p.key: p for p in PRESETS}[key]
