"""Which two settings are compared, of points and of pictures. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engines.denoise.config import PICTURES, DenoiseConfig
from engines.ground.compare.rules import Rules, Versus
from engines.ground.marks import mark
from engines.points.source import KEYS as POINTS


def _pointed(key: str, name: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> Versus:
    return Versus(key, name, a, b, {"data": POINTS})


def _pictured(key: str, name: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> Versus:
    return Versus(key, name, a, b, {"data": PICTURES})


PAIRS: Final = (
    _pointed("fourier", mark("With and without Fourier features"), {"fourier": True}, {"fourier": False}),
    _pointed(
        "told", mark("Told how much noise, or not"), {"method": "energy"}, {"method": "paper", "dims": 0}
    ),
    Versus("sampler", mark("Reverse SDE against ODE"), {"sampler": "sde"}, {"sampler": "heun"}),
    Versus("method", mark("Energy against score"), {"method": "energy"}, {"method": "score"}),
    _pictured("width", mark("Base width 32 against 12"), {"base": 32}, {"base": 12}),
    Versus(
        "step",
        mark("Langevin: steps of 0.3, or of 1.7"),
        {"sampler": "langevin", "step_size": 0.3},
        {"sampler": "langevin", "step_size": 1.7, "jump": False},
    ),
    Versus("ema", mark("Averaged network, or the last"), {"ema": 0.998}, {"ema": 0.0}),
)

RULES: Final = Rules(DenoiseConfig, PAIRS, ("data", "path", "size", "channels", "limit", "flip", "seed"))
