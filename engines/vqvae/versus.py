"""Which two settings are compared. Imports no torch."""

from __future__ import annotations

from typing import Final

from engines.ground.compare.rules import Rules, Versus
from engines.ground.marks import mark
from engines.vqvae.config import VqvaeConfig

_PICTURES: Final = ("data", "path", "size", "channels", "limit", "flip", "seed")
_PRIOR: Final = ("prior", "prior_width", "prior_layers", "prior_lr")

PAIRS: Final = (
    Versus(
        "restart",
        mark("Dead codes: restarted, or left"),
        {"quantizer": "ema", "init": "normal", "restart": True},
        {"quantizer": "ema", "init": "normal", "restart": False},
    ),
    Versus(
        "learning",
        mark("Codes by moving average, or by gradient"),
        {"quantizer": "ema"},
        {"quantizer": "grad"},
    ),
    Versus("fsq", mark("A codebook against FSQ"), {"quantizer": "ema"}, {"quantizer": "fsq"}),
    Versus("none", mark("With codes, and without any"), {"quantizer": "ema"}, {"quantizer": "none"}),
    Versus(
        "codes",
        mark("128 codes against 8"),
        {"quantizer": "ema", "codes": 128},
        {"quantizer": "ema", "codes": 8},
    ),
    Versus("levels", mark("One level of codes, or two"), {"hierarchy": 1}, {"hierarchy": 2}),
    Versus(
        "rotation",
        mark("Gradient straight through, or rotated"),
        {"quantizer": "ema", "estimator": "ste"},
        {"quantizer": "ema", "estimator": "rotation"},
    ),
)

RULES: Final = Rules(VqvaeConfig, PAIRS, (*_PICTURES, *_PRIOR), {"phase": "autoencoder"})
