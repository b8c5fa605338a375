"""Which two settings are compared. Imports no torch."""

from __future__ import annotations

from typing import Final

from engines.ground.compare.rules import Rules, Versus
from engines.ground.marks import mark
from engines.onlstm.config import OnLstmConfig

_TEXT: Final = ("corpus", "bank", "path", "sentences", "tokens", "seed")
_ALIKE: Final = ("steps", "eval_every", "threads")  # both end together, and are checked at the same steps

PAIRS: Final = (
    Versus("cell", mark("ON-LSTM against a plain LSTM"), {"cell": "onlstm"}, {"cell": "lstm"}),
    Versus("drop", mark("With and without weight drop"), {"drop_weights": 0.4}, {"drop_weights": 0.0}),
    Versus("layers", mark("Three layers against one"), {"layers": 3}, {"layers": 1}),
    Versus("rate", mark("Rate 0.002 against 0.008"), {"lr": 2e-3}, {"lr": 8e-3}, {"optimiser": ("adam",)}),
    Versus(
        "gate",
        mark("Input gate: inclusive, or the paper's"),
        {"cell": "onlstm", "master_input": "inclusive"},
        {"cell": "onlstm", "master_input": "paper"},
    ),
    Versus("reading", mark("Sentences against one stream"), {"mode": "sentences"}, {"mode": "stream"}),
)

RULES: Final = Rules(OnLstmConfig, PAIRS, (*_TEXT, *_ALIKE), {"control": False})
