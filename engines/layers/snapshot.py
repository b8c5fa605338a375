"""What is seen of a model and its run. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engines.ground.problem import Problem
from engines.layers.graph.counters import Count
from engines.layers.graph.node import Model


@dataclass(frozen=True)
class Example:
    """A held-out example and what the model says.

    Attributes:
        pictures: float32 (H, W) each, ink 1 on 0; () of text. text: of tokens, "" of pictures.
        answer, said: names of classes; of letters, the text that follows. right: whether they are the same.
    """

    pictures: tuple[np.ndarray, ...]
    text: str
    answer: str
    said: str
    right: bool


@dataclass(frozen=True)
class LayersSnapshot:
    """Everything the view draws but what it asks for.

    Attributes:
        step: steps done.
        model: as it was last put in, edited or asked for; its values may be older than the run.
        shapes: what leaves each node by its path ("block/linear"), e.g. "B×16×8"; outputs of a block in turn.
        problems: (path, why) of nodes that cannot run.
        warnings: (path, why) of nodes that need a mask and have none.
        carried: "none", "padded" or "masked" by path: what runs out of each node.
        unfit: why the model cannot do its job, None if it can.
        count: numbers that are learned, unique and untied.
        curves: (steps, values) by name: "loss" and "right", the share of right answers on held examples; with
            a twin "untied" and "untied_right". figures: their running means.
        floor: "right" of whoever always says the same.
        job: its title. examples: some that are held apart.
    """

    step: int
    model: Model
    shapes: Mapping[str, tuple[str, ...]]
    problems: tuple[tuple[str, Problem], ...]
    warnings: tuple[tuple[str, Problem], ...]
    carried: Mapping[str, str]
    unfit: Problem | None
    count: Count
    curves: Mapping[str, tuple[np.ndarray, np.ndarray]]
    figures: Mapping[str, float]
    floor: float
    job: str
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class UseBars:
    """Gradients of one layer's uses on the next batch.

    Attributes:
        key: of its weights. total: length of the gradient that the weights get.
        parts: (path, length) of what each use gives, in the order they run; they add up as arrows do, so
            their lengths may add up to more than ``total``.
        along: for each use, its gradient's part along the sum, which may be negative; these add up to
            ``total``.
    """

    key: str
    total: float
    parts: tuple[tuple[str, float], ...]
    along: tuple[float, ...]


@dataclass(frozen=True)
class Activation:
    """What a node answers for one example.

    Attributes:
        values: float64 without the batch: (D,) bars, (T, D) a strip, (C, H, W) pictures; of scores (D,) too.
        mask: bool (T,) of real places, None where none is known. looked: float64 (heads, T, T) of attention,
            (T,) of an attention pool, else None.
    """

    values: np.ndarray
    mask: np.ndarray | None
    looked: np.ndarray | None
