"""Recipes, one click each."""

from __future__ import annotations

from functools import partial
from typing import Final

from engines.ground.marks import mark
from engines.ground.preset import Preset
from engines.words.config import WordsConfig

_recipe: Final = partial(Preset, WordsConfig)

PRESETS: Final = (
    _recipe("auto", mark("Automatic"), mark("Thresholds that suit the text's length."), {}),
    _recipe("careful", mark("Careful"), mark("Finds more words and takes longer."), {"mode": "careful"}),
)
DEFAULT: Final = PRESETS[0]
