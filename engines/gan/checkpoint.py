"""The run as a checkpoint: beside what every run is, the fixed codes, the directions as last found, and what
samples are compared by."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from engines.gan.config import GanConfig
from engines.gan.latent.directions import Basis
from engines.gan.sheet import Bank
from engines.ground import checkpoint, saved
from engines.ground.branches import State
from engines.ground.training import Trained, state_of, take_over
from engines.images.scores import filed, learning

LAB: Final = "gan"


class Saved(Trained, Protocol):
    """What of an engine is saved."""

    bank: Bank
    basis: Basis

    @property
    def deck(self) -> Any: ...


def state(engine: Saved) -> State:
    """See :func:`engines.ground.training.state_of`."""
    meta, arrays = state_of(engine)
    arrays["bank"] = engine.bank.codes.numpy()
    if engine.basis.found is not None:
        arrays["basis"], arrays["basis.values"] = engine.basis.found
    said, net = filed.state(engine.deck)
    return meta | said, arrays | net


def restore(
    engine: Saved, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], name: str = "?"
) -> None:
    """See :func:`engines.ground.training.take_over`."""
    net = filed.read(engine.deck, meta, arrays, name)
    take_over(engine, meta, arrays, name, lambda: None, also={"bank": engine.bank.codes})
    if net is not None and learning.known(engine.deck) is None:
        learning.adopt(engine.deck, net)
    basis, values = arrays.get("basis"), arrays.get("basis.values")
    if basis is not None and values is not None and basis.shape == (engine.bank.codes.shape[1],) * 2:
        engine.basis.found = (basis.copy(), values.copy())


def read_config(path: str | Path) -> tuple[GanConfig, checkpoint.Checkpoint]:
    """See :func:`engines.ground.saved.read_config`."""
    return saved.read_config(path, LAB, GanConfig)
