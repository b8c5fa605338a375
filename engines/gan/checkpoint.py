"""The run as a checkpoint: what goes in, and how a file that does not fit is told from one that does."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import torch

from engines.gan.config import GanConfig
from engines.gan.latent.directions import Basis
from engines.gan.sheet import Bank
from engines.gan.training import Trainer
from engines.ground import checkpoint, saved, spec
from engines.ground.changes import Changes
from engines.ground.history import History
from engines.ground.problem import FileProblem

LAB: Final = "gan"


class Saved(Protocol):
    """What of an engine is saved."""

    count: int
    history: History
    changes: Changes
    bank: Bank
    basis: Basis

    @property
    def config(self) -> GanConfig: ...
    @property
    def device(self) -> torch.device: ...
    @property
    def trainer(self) -> Trainer: ...


def state(engine: Saved) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Both players, the average, optimisers, random numbers, history and fixed codes of a run."""
    curves, arrays = engine.history.state()
    arrays |= {
        name: value.cpu().contiguous().numpy().copy() for name, value in engine.trainer.tensors().items()
    }
    arrays["rng"] = engine.trainer.rng.get_state().numpy()
    arrays["bank"] = engine.bank.codes.numpy()
    if engine.basis.found is not None:
        arrays["basis"], arrays["basis.values"] = engine.basis.found
    meta = {
        "version": GanConfig.version,
        "config": spec.values(engine.config),
        "step": engine.count,
        "device": engine.device.type,
        "curves": curves,
        "changes": engine.changes.state(),
    }
    return meta, arrays


def restore(engine: Saved, meta: dict[str, Any], arrays: dict[str, np.ndarray], name: str = "?") -> None:
    """Write a state into an engine of the same config, after all of it has been checked.

    Raises:
        FileProblem: something is missing, of another shape or not finite; the engine is unchanged.
    """
    live = engine.trainer.tensors()
    saved.check_fits(live | {"bank": engine.bank.codes}, arrays, name)
    history, changes = History(), Changes()
    try:
        step = saved.steps_of(meta["step"])
        history.restore(meta["curves"], arrays)
        changes.restore(meta.get("changes", ()), GanConfig)  # files of before have none
        if meta["device"] == engine.device.type:  # random numbers of another kind of device cannot go on
            state = torch.from_numpy(arrays["rng"].copy())
            torch.Generator(engine.device).set_state(state)  # raises on nonsense, before anything is changed
            engine.trainer.rng.set_state(state)
    except (KeyError, TypeError, ValueError, RuntimeError) as e:
        raise FileProblem("{name} is damaged: its history makes no sense.", name=name) from e
    with torch.no_grad():
        for key, value in live.items():
            value.copy_(torch.from_numpy(arrays[key]))
        engine.bank.codes.copy_(torch.from_numpy(arrays["bank"]))
    engine.count, engine.history, engine.changes = step, history, changes
    basis, values = arrays.get("basis"), arrays.get("basis.values")
    if basis is not None and values is not None and basis.shape == (engine.config.nz,) * 2:
        engine.basis.found = (basis.copy(), values.copy())


def read_config(path: str | Path) -> tuple[GanConfig, checkpoint.Checkpoint]:
    """See :func:`engines.ground.saved.read_config`."""
    return saved.read_config(path, LAB, GanConfig)
