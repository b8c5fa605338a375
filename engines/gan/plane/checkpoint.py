"""The run as a checkpoint: what goes in, and how a file that does not fit is told from one that does."""

from __future__ import annotations

from typing import Any, Final, Protocol

import numpy as np
import torch

from engines.gan.config import GanConfig
from engines.gan.plane.snapshot import Turn
from engines.gan.plane.training import Trainer
from engines.ground import saved, spec
from engines.ground.changes import Changes
from engines.ground.history import History
from engines.ground.problem import FileProblem

LAB: Final = "gan"
TURNS: Final[tuple[Turn, ...]] = ("d", "g")


class Saved(Protocol):
    """What of an engine is saved."""

    count: int
    turn: Turn
    history: History
    changes: Changes
    config: GanConfig
    trainer: Trainer

    @property
    def device(self) -> torch.device: ...


def state(engine: Saved) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Both players, the average, optimisers, random numbers, history, and whose move is next."""
    curves, arrays = engine.history.state()
    live = engine.trainer.tensors()
    arrays |= {name: value.cpu().contiguous().numpy().copy() for name, value in live.items()}
    arrays["rng"] = engine.trainer.rng.get_state().numpy()
    meta = {
        "version": GanConfig.version,
        "config": spec.values(engine.config),
        "step": engine.count,
        "turn": engine.turn,
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
    saved.check_fits(live, arrays, name)
    history, changes = History(), Changes()
    try:
        step, turn = saved.steps_of(meta["step"]), TURNS[TURNS.index(meta["turn"])]
        history.restore(meta["curves"], arrays)
        changes.restore(meta["changes"], GanConfig)
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
    engine.count, engine.turn, engine.history, engine.changes = step, turn, history, changes
