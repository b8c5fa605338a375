"""The run as a checkpoint: beside what every run is, whose move is next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

import numpy as np

from engines.gan.plane.snapshot import Turn
from engines.ground.branches import State
from engines.ground.training import Trained, state_of, take_over

LAB: Final = "gan"
TURNS: Final[tuple[Turn, ...]] = ("d", "g")


class Saved(Trained, Protocol):
    """What of an engine is saved."""

    turn: Turn


def state(engine: Saved) -> State:
    """See :func:`engines.ground.training.state_of`."""
    meta, arrays = state_of(engine)
    return meta | {"turn": engine.turn}, arrays


def restore(
    engine: Saved, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], name: str = "?"
) -> None:
    """See :func:`engines.ground.training.take_over`."""
    engine.turn = take_over(engine, meta, arrays, name, lambda: TURNS[TURNS.index(meta["turn"])])
