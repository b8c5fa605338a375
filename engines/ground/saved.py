"""What reading a saved run has in common in every lab: its settings, and whether its arrays fit."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import numpy as np

from engines.ground import checkpoint, device, spec
from engines.ground.marks import mark
from engines.ground.messages import Timed
from engines.ground.problem import FileProblem, Problem


class Restorable(Protocol):
    """An engine that takes over a saved state."""

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = ...) -> None: ...


MOST_STEPS = 1 << 53  # beyond it a float cannot count
MOST_SECONDS = 1e10  # three hundred years
SHORT: Final = "short"
WIDER: Final = {"float16": "float32", "float32": "float64"}
MOST_LEFT_OUT: Final = 1 << 26  # bytes
COUNTERS: Final = ("step", "exp_avg_sq")  # of optimisers: one below zero divides by zero a step later
C = TypeVar("C", bound=spec.Config)
E = TypeVar("E", bound=Restorable)


def read_config(path: str | Path, lab: str, kind: type[C]) -> tuple[C, checkpoint.Checkpoint]:
    """The settings in a checkpoint, and the rest of it. Unknown fields are passed over.

    Raises:
        FileProblem: the file cannot be read, is of another lab or version, or its settings are not allowed.
    """
    saved = checkpoint.load(path, lab)
    name = Path(path).name
    with understood(name):
        saved = widened(saved)
    with understood(name, mark("{name} is damaged: its settings make no sense.")):
        try:
            spec.check_version(kind, saved.meta["version"])
            config, _ = spec.make(kind, saved.meta["config"])
        except Problem as e:
            raise FileProblem("{name} cannot be opened: {reason}", name=name, reason=e) from e
        steps_of(saved.meta["step"])
    return config, saved


def steps_of(value: Any) -> int:
    """A number of steps in a file. Raises ValueError if it is none that anybody could have done."""
    if not isinstance(value, int) or not 0 <= value < MOST_STEPS:
        raise ValueError(value)
    return value


def seconds_of(value: Any) -> float:
    """A time in a file. Raises ValueError if it is none that anybody could have waited."""
    if not spec.is_finite(value) or not 0 <= value < MOST_SECONDS:
        raise ValueError(value)
    return float(value)


@contextlib.contextmanager
def understood(
    name: str, sentence: str = mark("{name} is damaged: its contents make no sense.")
) -> Iterator[None]:
    """Inside, what a file holds is taken over; whatever goes wrong with it becomes one typed error.

    A file may be well formed, have the right digest, and still say that a step is a list: no list of
    exceptions kept by hand in each reader would be complete.

    Raises:
        FileProblem: ``sentence``. Problems and a lack of memory pass as they are.
    """
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as e:
        if device.is_out_of_memory(e):
            raise
        raise FileProblem(sentence, name=name) from e


def reopen(path: str | Path, lab: str, kind: type[C], build: Callable[[C], E], config: C | None = None) -> E:
    """The engine that ``build`` makes of a checkpoint's settings, or of ``config`` in their place, brought to
    where it was saved.

    Raises:
        FileProblem: see :func:`read_config`; or its state does not fit its settings.
    """
    settings, found = read_config(path, lab, kind)
    engine = build(settings if config is None else config)
    name = Path(path).name
    with understood(name):
        engine.restore(found.meta, found.tensors, name)
        if isinstance(engine, Timed):
            engine.seconds = seconds_of(found.meta.get("seconds", 0.0))  # files of before have no clock
    return engine


def check_fits(live: Mapping[str, Any], arrays: Mapping[str, np.ndarray], name: str) -> None:
    """Raise FileProblem unless ``arrays`` has all of the ``live`` tensors, finite, in shape and type, and
    an optimiser has counted no fewer than no steps."""
    for key, value in live.items():
        found = arrays.get(key)
        kind = str(value.dtype).removeprefix("torch.")
        if found is None or found.shape != tuple(value.shape) or str(found.dtype) != kind:
            raise FileProblem(
                "{name} does not fit its own settings: {part} is missing or has another shape.",
                name=name,
                part=key,
            )
        if not np.isfinite(found).all():
            raise FileProblem("{name} is damaged: {part} is not finite.", name=name, part=key)
        if key.endswith(COUNTERS) and (found < 0).any():
            raise FileProblem("{name} is damaged: its contents make no sense.", name=name)


def widened(found: checkpoint.Checkpoint) -> checkpoint.Checkpoint:
    """A saved run whole again, if it says that it was shortened, as those that the program ships: numbers as
    wide as they were, networks as their averages, and what was left out zero, as an optimiser's memory is at
    its first step.

    Raises:
        LookupError, TypeError, ValueError: what it says of itself makes no sense.
    """
    if SHORT not in found.meta:
        return found
    said, arrays = found.meta[SHORT], dict(found.tensors)
    for name in said["narrow"]:
        arrays[name] = arrays[name].astype(WIDER[str(arrays[name].dtype)])
    left = {str(name): (np.dtype(kind), tuple(shape)) for name, (kind, shape) in said["left"].items()}
    if sum(kind.itemsize * math.prod(shape) for kind, shape in left.values()) > MOST_LEFT_OUT:
        raise ValueError(MOST_LEFT_OUT)
    arrays |= {name: np.zeros(shape, kind) for name, (kind, shape) in left.items()}
    same = {str(name): arrays[other] for name, other in said.get("same", {}).items()}
    if sum(array.nbytes for array in same.values()) > MOST_LEFT_OUT:
        raise ValueError(MOST_LEFT_OUT)
    arrays |= {name: array.copy() for name, array in same.items()}
    return checkpoint.Checkpoint(found.lab, {k: v for k, v in found.meta.items() if k != SHORT}, arrays)
