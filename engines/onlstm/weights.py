"""Weights of a model by name, and those of earlier steps: in half precision, to look back on."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from engines.ground.timeline import Timeline

Weights = dict[str, Tensor]


def timeline(weights: Mapping[str, Tensor]) -> Timeline[Weights]:
    """An empty one for halved weights of this size."""
    return Timeline(2 * sum(value.numel() for value in weights.values()))


def halved(weights: Mapping[str, Tensor]) -> Weights:
    """A copy in half precision."""
    return {name: value.detach().to(torch.float16) for name, value in weights.items()}


def widened(weights: Mapping[str, Tensor]) -> Weights:
    """A copy to read with."""
    return {name: value.float() for name, value in weights.items()}
