"""The run as a checkpoint: what goes in, and how a file that does not fit is told from one that does."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import torch
from torch import Tensor

from engines.ground import checkpoint, saved, spec
from engines.ground.changes import Changes
from engines.ground.history import History
from engines.ground.problem import FileProblem
from engines.ground.timeline import Timeline
from engines.onlstm.config import OnLstmConfig
from engines.onlstm.parsing import Readable
from engines.onlstm.reading import Checked
from engines.onlstm.scoreboard import Scoreboard
from engines.onlstm.snapshot import Best
from engines.onlstm.training import Trainer
from engines.onlstm.weights import Weights, timeline

LAB: Final = "onlstm"
LONGEST: Final = 16 << 20  # characters of a text that are kept inside the file


class Saved(Readable, Protocol):
    """What of an engine is saved, beside what it takes to read with it."""

    history: History
    changes: Changes
    scores: Scoreboard
    pins: list[tuple[str, ...]]

    def tensors(self) -> dict[str, Tensor]:
        """All that training changes."""


def state(engine: Saved) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Weights, optimisers, random numbers, a stream's states, history, vocabulary and text."""
    curves, arrays = engine.history.state()
    arrays |= _arrays(engine.tensors())
    for name, trainer in _trainers(engine):
        arrays[f"{name}.rng"] = trainer.rng.get_state().numpy()
        arrays |= {
            f"{name}.state.{k}.{part}": _array(v)
            for k, pair in enumerate(trainer.states)
            for part, v in zip("hc", pair, strict=True)
        }
    source = engine.corpus.source
    meta = {
        "version": OnLstmConfig.version,
        "config": spec.values(engine.config),
        "step": engine.count,
        "curves": curves,
        "changes": engine.changes.state(),
        "vocabulary": list(engine.corpus.vocabulary.words),
        "text": source if len(source) <= LONGEST else "",
        "lexicon": list(engine.corpus.lexicon),
        "pins": [list(tokens) for tokens in engine.pins],
        "best": None if engine.scores.best is None else asdict(engine.scores.best),
        "checked": _written(engine.scores.checked),
        "control": _written(engine.scores.control),
        "loss": engine.trainer.loss if engine.count else None,
    }
    return meta, arrays


def past(engine: Saved) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Weights of earlier steps."""
    kept, weights = engine.timeline.state(_arrays)
    return {"kept": kept}, weights


def restore(engine: Saved, meta: dict[str, Any], arrays: dict[str, np.ndarray], name: str = "?") -> None:
    """Write a state into an engine of the same config, after all of it has been checked.

    Raises:
        FileProblem: something is missing, of another shape or not finite; the engine is unchanged.
    """
    live = engine.tensors()
    saved.check_fits(live, arrays, name)
    history, changes = History(), Changes()
    try:
        step = saved.steps_of(meta["step"])
        loss = float("nan") if meta["loss"] is None else float(meta["loss"])
        history.restore(meta["curves"], arrays)
        changes.restore(meta.get("changes", ()), OnLstmConfig)  # files of before have none
        best = None if meta["best"] is None else Best(**({"by": meta["best"]["f1"]} | meta["best"]))
        checked, control = _read(meta["checked"]), _read(meta["control"])
        pins = [tuple(map(str, tokens)) for tokens in meta["pins"]]
        kept = _kept(engine, meta, arrays, best) if "kept" in meta else engine.timeline
        random = [torch.from_numpy(arrays[f"{n}.rng"].copy()) for n, _ in _trainers(engine)]
        for numbers in random:
            torch.Generator().set_state(numbers)  # raises on nonsense, before anything is changed
        states = [_states(trainer, arrays, n) for n, trainer in _trainers(engine)]
    except (KeyError, TypeError, ValueError, RuntimeError) as e:
        raise FileProblem("{name} is damaged: its history makes no sense.", name=name) from e
    with torch.no_grad():
        for key, value in live.items():
            value.copy_(torch.from_numpy(arrays[key]))
    for (_, trainer), numbers, held in zip(_trainers(engine), random, states, strict=True):
        trainer.rng.set_state(numbers)
        trainer.states = held
    engine.count, engine.history, engine.changes = step, history, changes
    engine.scores.best, engine.pins = best, pins
    engine.trainer.loss = loss
    engine.scores.checked, engine.scores.control = checked, control
    engine.timeline = kept
    engine.timeline.forget_after(step)


def read_config(path: str | Path) -> tuple[OnLstmConfig, checkpoint.Checkpoint]:
    """See :func:`engines.ground.saved.read_config`."""
    return saved.read_config(path, LAB, OnLstmConfig)


def _kept(
    engine: Saved, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], best: Best | None
) -> Timeline[Weights]:
    kept = timeline(engine.trainer.weights())
    of_best = {"best": None if best is None else best.step}  # older files say it only once
    kept.restore(meta["kept"] | of_best, arrays, functools.partial(_weights, engine.trainer))
    kept.nearest(0)  # raises where there is none at all
    return kept


def _trainers(engine: Saved) -> list[tuple[str, Trainer]]:
    return [("run", engine.trainer), *([("control", engine.control)] if engine.control else [])]


def _array(value: Tensor) -> np.ndarray:
    found: np.ndarray = value.detach().cpu().contiguous().numpy().copy()
    return found


def _written(found: Checked | None) -> dict[str, Any] | None:
    if found is None:
        return None
    scores = {"f1": found.f1, "chosen": found.chosen, "told": found.told}
    rows = {name: [[*key, value] for key, value in f1.items()] for name, f1 in scores.items()}
    return {"perplexity": found.perplexity} | rows


def _read(found: Mapping[str, Any] | None) -> Checked | None:
    if found is None:
        return None
    f1, chosen, told = (
        {
            (layer, builder, source): float(value)
            for layer, builder, source, value in found.get(name, found["f1"])
        }
        for name in ("f1", "chosen", "told")  # files of before know no halves
    )
    return Checked(float(found["perplexity"]), f1, chosen, told)


def _arrays(tensors: Mapping[str, Tensor]) -> dict[str, np.ndarray]:
    return {name: _array(value) for name, value in tensors.items()}


def _weights(trainer: Trainer, arrays: Mapping[str, np.ndarray]) -> Weights:
    """Kept weights of this model. Raises KeyError or ValueError if these are none."""
    found = {}
    for name, parameter in trainer.model.named_parameters():
        value = arrays[name]
        if value.shape != tuple(parameter.shape) or value.dtype != np.float16:
            raise ValueError(name)
        found[name] = torch.from_numpy(value.copy()).to(parameter.device)
    return found


def _states(trainer: Trainer, arrays: Mapping[str, np.ndarray], name: str) -> list[tuple[Tensor, Tensor]]:
    found = []
    for k, layer in enumerate(trainer.model.stack()):
        if f"{name}.state.{k}.h" not in arrays:
            return []
        h, c = (torch.from_numpy(arrays[f"{name}.state.{k}.{part}"].copy()) for part in "hc")
        if h.shape[1:] != (layer.hidden,) or c.shape[1:] != (layer.levels, layer.chunk):
            raise ValueError(name)
        found.append((h.to(layer.bias.device), c.to(layer.bias.device)))
    return found
