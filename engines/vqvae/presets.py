"""Recipes, one click each. Imports no torch."""

from __future__ import annotations

from functools import partial
from typing import Final

from engines.ground.marks import mark
from engines.ground.preset import Preset
from engines.vqvae.config import VqvaeConfig

_recipe: Final = partial(Preset, VqvaeConfig)


PRESETS: Final = (
    _recipe(
        "cpu",
        mark("Faces"),
        mark("Drawn faces in 8 by 8 codes, good within a minute on one CPU thread."),
        {},
    ),
    _recipe(
        "quick",
        mark("CPU quick"),
        mark("Grey shapes in 7 by 7 codes: the codebook's life and death in seconds."),
        {"data": "shapes", "size": 28, "channels": 1, "n_res": 1, "batch": 64, "lr": 2e-3},
    ),
    _recipe(
        "su",
        mark("Su's own"),
        mark("The recipe of the post: codes learn by gradient, nothing restarts the dead ones."),
        {
            "hidden": 128,
            "res_hidden": 128,
            "n_res": 3,
            "norm": "bn",
            "quantizer": "grad",
            "codes": 64,
            "dim": 128,
            "init": "uniform",
            "restart": False,
            "normalise": False,
            "batch": 64,
            "lr": 1e-3,
            "prior": "causal",
            "prior_width": 256,
            "prior_layers": 4,
            "size": 128,
        },
    ),
    _recipe(
        "sonnet",
        mark("Sonnet CIFAR-10"),
        mark("DeepMind's example on small photographs: 512 codes by moving average, for a GPU."),
        {
            "data": "cifar10",
            "hidden": 128,
            "res_hidden": 32,
            "n_res": 2,
            "codes": 512,
            "dim": 64,
            "batch": 32,
            "lr": 3e-4,
        },
    ),
    _recipe(
        "fsq",
        mark("FSQ 6⁴"),
        mark("No codebook to learn: four numbers of six steps each make 1,296 codes."),
        {"quantizer": "fsq", "levels": "6^4"},
    ),
    _recipe(
        "two",
        mark("Two-level"),
        mark("Coarse codes say what and where, fine ones add detail, as in VQ-VAE-2."),
        {"hierarchy": 2},
    ),
)

DEFAULT: Final = PRESETS[0]


def preset(key: str) -> Preset[VqvaeConfig]:
    """The preset of that key. Raises KeyError."""
    return {p.key: p for p in PRESETS}[key]
