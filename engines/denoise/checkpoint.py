"""The run as a checkpoint: what goes in, and how a file that does not fit is told from one that does."""

from __future__ import annotations

from typing import Any, Final, Protocol

import numpy as np
import torch

from engines.denoise.config import DenoiseConfig
from engines.denoise.training import Trainer
from engines.ground import saved, spec
from engines.ground.history import History
from engines.ground.problem import FileProblem

LAB: Final = "denoise"


class Saved(Protocol):
    """What of an engine is saved."""

    count: int
    history: History
    config: DenoiseConfig
    trainer: Trainer

    @property
    def device(self) -> torch.device: ...


def state(engine: Saved) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Networks, averages, optimisers, random numbers and history of a run."""
    curves, arrays = engine.history.state()
    live = engine.trainer.tensors()
    arrays |= {name: value.cpu().contiguous().numpy().copy() for name, value in live.items()}
    arrays["rng"] = engine.trainer.rng.get_state().numpy()
    meta = {
        "version": DenoiseConfig.version,
        "config": spec.values(engine.config),
        "step": engine.count,
        "device": engine.device.type,
        "curves": curves,
    }
    return meta, arrays


def restore(engine: Saved, meta: dict[str, Any], arrays: dict[str, np.ndarray], name: str = "?") -> None:
    """Write a state into an engine of the same config, after all of it has been checked.

    Raises:
        FileProblem: something is missing, of another shape or not finite; the engine is unchanged.
    """
    live = engine.trainer.tensors()
    saved.check_fits(live, arrays, name)
    history = History()
    try:
        step = saved.steps_of(meta["step"])
        history.restore(meta["curves"], arrays)
        same = meta["device"] == engine.device.type  # random numbers of another kind of device cannot go on
        if same:
            rng = torch.from_numpy(arrays["rng"].copy())
            torch.Generator(engine.device).set_state(rng)  # raises on nonsense, before anything is changed
    except (KeyError, TypeError, ValueError, RuntimeError) as e:
        raise FileProblem("{name} is damaged: its history makes no sense.", name=name) from e
    if same:
        engine.trainer.rng.set_state(rng)
    with torch.no_grad():
        for key, value in live.items():
            value.copy_(torch.from_numpy(arrays[key]))
    engine.count, engine.history = step, history
