"""Recipes, one click each. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from engines.denoise.config import PICTURES, DenoiseConfig
from engines.ground.marks import mark
from engines.ground.preset import Preset

_recipe: Final = partial(Preset, DenoiseConfig)

PICTURED: Final[Mapping[str, Any]] = {
    "method": "score", "batch": 16, "length": 3600, "sigma_high": 20.0, "sigma_low": 0.05,
    "lr": 2e-3, "ema": 0.998, "sampler": "sde", "levels": 40,
}  # fmt: skip
"""What suits pictures and not points: few of them at once, noise that drowns even what all
pixels have in common (one of these directions has a spread of 28 in faces), a network that
costs a third of an energy's, and the reverse SDE, which asks it less than half as often as Langevin does."""

PRESETS: Final = (
    _recipe(
        "cpu",
        mark("Eight spots"),
        mark("An energy learns eight Gaussians in a quarter of a minute; watch particles find them."),
        {},
    ),
    _recipe(
        "moons",
        mark("Two moons by score"),
        mark("The slope alone, from a network that costs half."),
        {"data": "moons", "method": "score"},
    ),
    _recipe(
        "generator",
        mark("A generator of moons"),
        mark("DDE: first an energy of the data, then a generator taught by the difference of two energies."),
        {"data": "moons", "method": "dde"},
    ),
    _recipe(
        "smooth",
        mark("Fails: no Fourier features"),
        mark("The same network learns a smooth ring instead of eight spots. Turn Fourier features on."),
        {"fourier": False},
    ),
    _recipe(
        "untold",
        mark("Fails: not told \u03c3, in the plane"),
        mark("In two dimensions noise cannot be read off a place. Raise Empty axes to 64."),
        {"method": "paper", "dims": 0},
    ),
    _recipe(
        "wide",
        mark("Fails: too long a step"),
        mark("Langevin's steps are so long that spots stay blurred. Lower Step size to 0.3."),
        {"sampler": "langevin", "step_size": 1.7, "jump": False},
    ),
    _recipe(
        "faces",
        mark("Faces"),
        mark("Drawn faces of 32 pixels, recognisable after five minutes on a CPU."),
        {"data": "faces", **PICTURED},
    ),
)
DEFAULT: Final = PRESETS[0]


def suited(data: str) -> dict[str, Any]:
    """What else to set when ``data`` changes from points to pictures or back."""
    default = DenoiseConfig()
    return dict(PICTURED) if data in PICTURES else {name: getattr(default, name) for name in PICTURED}


def preset(key: str) -> Preset[DenoiseConfig]:
    """The preset called ``key``. KeyError if there is none."""
    return {p.key: p for p in PRESETS}[key]
