"""Recipes, one click each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engines import spec
from engines.marks import mark
from engines.words.config import WordsConfig


@dataclass(frozen=True)
class Preset:
    """``values`` differ from the defaults; ``why`` is one line for a person."""

    key: str
    name: str
    why: str
    values: Mapping[str, Any]

    def config(self, **changes: Any) -> WordsConfig:
        """The recipe as a config, with some fields changed. Raises Problem on a value that is not allowed."""
        return spec.change(WordsConfig(), **{**self.values, **changes})


PRESETS: Final = (
    Preset("auto", mark("Automatic"), mark("Thresholds that suit the text's length."), {}),
    Preset("careful", mark("Careful"), mark("Finds more words and takes longer."), {"mode": "careful"}),
)
DEFAULT: Final = PRESETS[0]
