"""The net that a run's pictures are compared by, in the run's file: it compares alike elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import torch

from engines.ground import saved
from engines.ground.branches import State
from engines.images import features
from engines.images.dataset import to_float
from engines.images.scores import learning
from engines.images.scores.learning import Net

KEY: Final = "features"
TASKS: Final = ("classes", "turns")


def state(deck: Any) -> State:
    """(what JSON can hold, arrays); nothing where none has learned."""
    net = learning.known(deck)
    if net is None or net.task == "none":
        return {}, {}
    weights = {f"{KEY}.{i}": w.cpu().numpy() for i, w in enumerate(net.weights)}
    return {KEY: {"task": net.task, "right": net.right}}, weights


def read(deck: Any, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], name: str) -> Net | None:
    """What :func:`state` wrote; None where it wrote nothing.

    Raises:
        FileProblem: it makes no sense.
    """
    if KEY not in meta:
        return None
    with saved.understood(name):
        task, right = meta[KEY]["task"], float(meta[KEY]["right"])
        if task not in TASKS or not 0 <= right <= 1:
            raise ValueError(task, right)
    begun = features.begun(deck.pixels.shape[-1], to_float(deck.pixels[:1]))
    saved.check_fits({f"{KEY}.{i}": w for i, w in enumerate(begun)}, arrays, name)
    found = (torch.from_numpy(arrays[f"{KEY}.{i}"].copy()) for i in range(len(begun)))
    return Net(tuple(w.to(deck.pixels.device) for w in found), task, right)
