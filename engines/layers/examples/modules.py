"""Modules written in torch that can be imported: a ResNet and a transformer, with weights of a seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import torch
from torch import Tensor, nn

from engines.layers.examples.resnet import ResNet
from engines.layers.examples.transformer import Transformer
from engines.layers.graph.node import Model
from engines.layers.net.importing import imported

MODULES: Final[dict[str, tuple[Callable[[], nn.Module], Callable[[], Tensor]]]] = {
    "resnet": (ResNet, lambda: torch.zeros(2, 1, 16, 16)),
    "transformer": (Transformer, lambda: torch.zeros(2, 16, dtype=torch.int64)),
}


def example(key: str, seed: int = 0, *, fold: bool = False) -> Model:
    """The module of that key as a model, folded into blocks or flat. Raises KeyError."""
    make, x = MODULES[key]
    with torch.random.fork_rng(devices=[]):  # modules of torch draw from its own generator
        torch.manual_seed(seed)
        module = make()
    return imported(module, x(), fold=fold)
