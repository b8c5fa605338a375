"""What the shelf asks of a run: functions of the engine for its thread."""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np

from engines.gan.bench import queries
from engines.gan.bench.codes import Code
from engines.gan.bench.queries import Found
from engines.ground.problem import Problem

Answer = tuple[np.ndarray | None, Found]
"""The picture, if it has one of its own, and what it is as a code."""


def reals(count: int, seed: int, engine: Any) -> list[np.ndarray]:
    """Real pictures at random, uint8 (H, W, C) each."""
    return queries.reals(engine, count, seed)


def classes_of(engine: Any) -> int:
    """How many there are; 0 in a run without labels."""
    return engine.deck.classes if engine.config.conditional else 0


def opened(path: str, size: int, channels: int, engine: Any) -> Answer:
    """A file. Raises Problem if it cannot be read, or the run has no encoder."""
    from engines.images import open_picture

    picture = open_picture(path, size, channels)
    return picture, queries.encoded(engine, picture)


def reopened(path: str, picture: np.ndarray, kept: Code | None, engine: Any) -> Answer:
    """A file in the size of ``picture``; where it is gone, that."""
    from engines.images import open_picture

    with contextlib.suppress(Problem):
        picture = open_picture(path, picture.shape[0], picture.shape[-1])
    return as_of_now(picture, None, kept, engine)


def as_of_now(picture: np.ndarray | None, sample: int | None, kept: Code | None, engine: Any) -> Answer:
    """What a picture, a sample or a code is to the run now."""
    if kept is not None:
        return picture, queries.drawn(engine, kept, picture)
    if sample is not None:
        return None, queries.sampled(engine, sample)
    assert picture is not None
    return picture, queries.encoded(engine, picture)
