"""Layers that share weights, layers within layers, and masks: a model as data, and as a module of torch.

A model is plain frozen data (:mod:`engines.layers.graph`), and every edit is a function from model to model.
:mod:`engines.layers.net` makes a module of it and back; :mod:`engines.layers.masks` has the layers that know
which places of a padded sequence are real. What a window asks is in :mod:`engines.layers.queries`.

Importing this package imports no torch; ``build`` and ``open_checkpoint`` do, on the thread that calls them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.ground.later import later
from engines.layers.config import LayersConfig
from engines.layers.graph.node import Edge, Graph, Model, Node
from engines.layers.presets import DEFAULT, PRESETS, preset
from engines.layers.snapshot import Example, LayersSnapshot

if TYPE_CHECKING:
    from engines.layers.engine import build
    from engines.layers.reopen import open_checkpoint
else:
    build = later("engines.layers.engine", "build")
    open_checkpoint = later("engines.layers.reopen", "open_checkpoint")

__all__ = (
    "DEFAULT",
    "PRESETS",
    "Edge",
    "Example",
    "Graph",
    "LayersConfig",
    "LayersSnapshot",
    "Model",
    "Node",
    "build",
    "open_checkpoint",
    "preset",
)
