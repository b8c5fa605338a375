"""Which lab is measured how, and which of its presets are quick."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from playground.lab import REGISTRY
from tests.benchmarks.presets import models, pictures, texts
from tests.benchmarks.presets.line import Line

OF: Final[Mapping[str, Callable[[Any, int, float], Line]]] = {
    "gan": pictures.of_gan,
    "vqvae": pictures.of_vqvae,
    "words": texts.of_words,
    "onlstm": texts.of_onlstm,
    "ellipse": models.of_ellipse,
    "denoise": pictures.of_denoise,
    "layers": models.of_layers,
}
QUICK: Final[Mapping[str, tuple[str, ...]]] = {
    "gan": ("cpu", "plane"),
    "vqvae": ("quick",),
    "words": ("auto",),
    "onlstm": ("english",),
    "ellipse": ("post", "short"),
    "denoise": ("cpu",),
    "layers": ("thrice", "tied"),
}


def presets(lab: str) -> Sequence[Any]:
    """A lab's presets, in the order of its menu."""
    entry = next(entry for entry in REGISTRY if entry.key == lab)
    module = importlib.import_module(entry.module)
    kind = next(v for v in vars(module).values() if isinstance(v, type) and getattr(v, "key", "") == lab)
    return tuple(kind.presets)
