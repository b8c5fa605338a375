"""Recipes, one click each. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from engines import spec
from engines.marks import mark
from engines.onlstm.config import OnLstmConfig


@dataclass(frozen=True)
class Preset:
    """``values`` differ from the defaults; ``why`` is one line for a person."""

    key: str
    name: str
    why: str
    values: Mapping[str, Any]

    def config(self, **changes: Any) -> OnLstmConfig:
        """The recipe as a config, with some fields changed. Raises Problem on a value that is not allowed."""
        return spec.change(OnLstmConfig(), **{**self.values, **changes})


PRESETS: Final = (
    Preset(
        "english",
        mark("English"),
        mark("A small English grammar: within two minutes the forgetting follows the phrases."),
        {},
    ),
    Preset(
        "chinese",
        mark("Chinese"),
        mark("A small Chinese grammar, whose phrases open before the verb: 在, 把, 跟, 因为 and 所以."),
        {"corpus": "chinese"},
    ),
    Preset(
        "three",
        mark("Three layers"),
        mark("One layer more: watch which of them finds the phrases, and when it loses them again."),
        {"layers": 3, "steps": 1000},
    ),
    Preset(
        "control",
        mark("Plain control"),
        mark("A plain LSTM learns beside on the same sentences: how much of the tree is order?"),
        {"control": True},
    ),
    Preset(
        "paper",
        mark("The paper"),
        mark("Sizes and recipe of Shen et al. 2019, for a treebank or long text and much patience."),
        {
            "emb": 400,
            "hidden": 1150,
            "layers": 3,
            "chunk": 10,
            "master_input": "paper",
            "mode": "stream",
            "bptt": 70,
            "batch": 20,
            "optimiser": "sgd_ntasgd",
            "lr": 30.0,
            "clip": 0.25,
            "decay": 1.2e-6,
            "steps": 100_000,
            "eval_every": 500,
            "seed": 141,
            "drop_words": 0.1,
            "drop_in": 0.5,
            "drop_between": 0.3,
            "drop_out": 0.45,
            "drop_weights": 0.45,
            "ar": 2.0,
            "tar": 1.0,
        },
    ),
)

DEFAULT: Final = PRESETS[0]


def preset(key: str) -> Preset:
    """The preset of that key. Raises KeyError."""
    return {p.key: p for p in PRESETS}[key]
