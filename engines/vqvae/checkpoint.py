"""The run as a checkpoint: what goes in, and how a file that does not fit is told from one that does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import torch

from engines.ground import checkpoint, saved, spec
from engines.ground.changes import Changes
from engines.ground.history import History
from engines.ground.problem import FileProblem
from engines.vqvae.config import PRIORS, VqvaeConfig, code_count
from engines.vqvae.model.quantizer import VectorQuantizer
from engines.vqvae.prior_training import PriorTrainer
from engines.vqvae.training import Trainer

LAB: Final = "vqvae"


class Saved(Protocol):
    """What of an engine is saved."""

    count: int
    history: History
    changes: Changes
    prior_trainers: dict[str, PriorTrainer]

    @property
    def config(self) -> VqvaeConfig: ...
    @property
    def device(self) -> torch.device: ...
    @property
    def trainer(self) -> Trainer: ...
    @property
    def version(self) -> str:
        """Of codebook and decoder as they are now."""

    def tensors(self) -> dict[str, torch.Tensor]:
        """All that training changes."""


def state(engine: Saved) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Model, codebooks with their averages, optimisers, priors, window, random numbers and history of a
    run."""
    curves, arrays = engine.history.state()
    arrays |= {name: value.cpu().contiguous().numpy().copy() for name, value in engine.tensors().items()}
    arrays["rng"] = engine.trainer.rng.get_state().numpy()
    meta = {
        "version": VqvaeConfig.version,
        "config": spec.values(engine.config),
        "step": engine.count,
        "steps": engine.trainer.steps,
        "device": engine.device.type,
        "codebook": engine.version,
        "curves": curves,
        "changes": engine.changes.state(),
    }
    meta["priors"] = {
        kind: [prior.steps, prior.version, *([asdict(prior.baselines)] if prior.baselines else [])]
        for kind, prior in engine.prior_trainers.items()
    }
    for kind, prior in engine.prior_trainers.items():
        arrays[f"{kind}_rng"] = prior.rng.get_state().numpy()
    return meta, arrays


def restore(engine: Saved, meta: dict[str, Any], arrays: dict[str, np.ndarray], name: str = "?") -> None:
    """Write a state into an engine of the same config, after all of it has been checked.

    Raises:
        FileProblem: something is missing, of another shape or not finite; the engine is unchanged.
    """
    history, changes = History(), Changes()
    try:
        step, steps = saved.steps_of(meta["step"]), saved.steps_of(meta["steps"])
        history.restore(meta["curves"], arrays)
        changes.restore(meta.get("changes", ()), VqvaeConfig)  # files of before have none
        priors = _prior_trainers(engine, meta, arrays)
        rng = torch.from_numpy(arrays["rng"].copy())
        same = meta["device"] == engine.device.type  # random numbers of another kind of device cannot go on
        if same:
            torch.Generator(engine.device).set_state(rng)  # raises on nonsense, before anything is changed
    except (KeyError, TypeError, ValueError, RuntimeError) as e:
        raise FileProblem("{name} is damaged: its history makes no sense.", name=name) from e
    live = engine.trainer.tensors()
    for prior in priors.values():
        live |= prior.tensors()
    saved.check_fits(live, arrays, name)
    if same:
        engine.trainer.rng.set_state(rng)
    with torch.no_grad():
        for key, value in live.items():
            value.copy_(torch.from_numpy(arrays[key]))
    for book in engine.trainer.model.books:
        if isinstance(book, VectorQuantizer):
            book.forget()
    engine.count, engine.trainer.steps, engine.history, engine.changes = step, steps, history, changes
    engine.prior_trainers = priors


def _prior_trainers(
    engine: Saved, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray]
) -> dict[str, PriorTrainer]:
    """The priors of a saved run, their weights still to be written. Raises KeyError, TypeError, ValueError,
    RuntimeError when they make no sense."""
    from engines.vqvae.priors import Baselines

    found: dict[str, PriorTrainer] = {}
    for kind, (steps, version, *known) in meta["priors"].items() if code_count(engine.config) else ():
        if kind not in PRIORS:
            raise ValueError(kind)
        prior = found[kind] = PriorTrainer(replace(engine.config, prior=kind), engine.device)
        prior.steps, prior.version = saved.steps_of(steps), str(version)
        for floors in known:  # files of before have none
            prior.baselines = Baselines(**{name: finite(value) for name, value in dict(floors).items()})
        prior.rng.set_state(torch.from_numpy(arrays[f"{kind}_rng"].copy()))
    return found


def finite(value: Any) -> float:
    """A number in a file. Raises ValueError if it is none, TypeError if it is something else."""
    if not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def read_config(path: str | Path) -> tuple[VqvaeConfig, checkpoint.Checkpoint]:
    """See :func:`engines.ground.saved.read_config`."""
    return saved.read_config(path, LAB, VqvaeConfig)
