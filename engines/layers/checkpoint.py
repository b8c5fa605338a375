"""The run as a checkpoint: the drawing as JSON, all numbers as arrays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, Protocol

import numpy as np
import torch

from engines.ground import saved, spec
from engines.ground.history import History
from engines.ground.problem import FileProblem
from engines.layers.config import LayersConfig
from engines.layers.graph import document
from engines.layers.graph.node import Array, Model
from engines.layers.training import Learner

LAB: Final = "layers"


class Saved(Protocol):
    """What of an engine is saved."""

    count: int
    history: History
    config: LayersConfig
    learner: Learner | None

    @property
    def model(self) -> Model: ...

    def put(self, model: Model) -> None: ...

    def tensors(self) -> dict[str, torch.Tensor]: ...


def state(engine: Saved) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Drawing, weights, optimisers and history of a run."""
    curves, arrays = engine.history.state()
    model = engine.model
    bare = Model(model.graph, {key: replace(w, values=()) for key, w in model.weights.items()})
    for key, weights in model.weights.items():
        arrays |= {f"model.{key}.{name}": _numbers(array) for name, array in weights.values}
    for name, value in engine.tensors().items():
        if not name.startswith("net."):  # those are the model's
            arrays[f"run.{name}"] = value.detach().cpu().contiguous().numpy().copy()
    meta = {
        "version": LayersConfig.version,
        "config": spec.values(engine.config),
        "step": engine.count,
        "curves": curves,
        "model": document.to_json(bare, None),
        "names": {key: [name for name, _ in w.values] for key, w in model.weights.items()},
    }
    return meta, arrays


def _numbers(array: Array) -> np.ndarray:
    return np.frombuffer(array.data, np.dtype(array.dtype)).reshape(array.shape).copy()


def restore(engine: Saved, meta: dict[str, Any], arrays: dict[str, np.ndarray], name: str = "?") -> None:
    """Write a state into an engine of the same config, after all of it has been checked.

    Raises:
        FileProblem: something is missing, of another shape or not finite; the engine is unchanged.
    """
    history = History()
    try:
        step = saved.steps_of(meta["step"])
        history.restore(meta["curves"], arrays)
        model = _model(meta, arrays, name)
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise FileProblem("{name} is damaged: its history makes no sense.", name=name) from e
    before, kept = engine.model, {key: value.clone() for key, value in engine.tensors().items()}
    engine.put(model)
    live = {key: value for key, value in engine.tensors().items() if not key.startswith("net.")}
    run = {key.removeprefix("run."): array for key, array in arrays.items() if key.startswith("run.")}
    try:
        saved.check_fits(live, run, name)
    except FileProblem:
        engine.put(before)
        _write(engine.tensors(), kept)
        raise
    _write(live, {key: torch.from_numpy(array) for key, array in run.items()})
    engine.count, engine.history = step, history


@torch.no_grad()
def _write(live: dict[str, torch.Tensor], values: dict[str, torch.Tensor]) -> None:
    for key, value in live.items():
        value.copy_(values[key])


def _model(meta: dict[str, Any], arrays: dict[str, np.ndarray], name: str) -> Model:
    bare = document.from_json(meta["model"], name)
    pool = {}
    for key, weights in bare.weights.items():
        values = []
        for part in meta["names"][key]:
            found = arrays[f"model.{key}.{part}"]
            if not np.isfinite(found).all():
                raise ValueError(part)
            kind = found.dtype.newbyteorder("<").str
            values.append((str(part), Array(kind, tuple(found.shape), found.tobytes())))
        pool[key] = replace(weights, values=tuple(values))
    return Model(bare.graph, pool)
