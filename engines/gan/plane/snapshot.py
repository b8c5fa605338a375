"""What a person sees of a run on points at one moment. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engines.ground.changes import Change

Turn = Literal["d", "g"]


@dataclass(frozen=True)
class PlaneSnapshot:
    """Fresh CPU arrays and numbers; nothing in here changes later.

    Attributes:
        step: steps done. turn: whose move is next; "d" but in the middle of a step.
        real: float32 (m, 2), some of the points learned. fake: (n, 2), the averaged generator's of fixed
            noise.
        curves: (steps, values) by name, at most 2,000 points each: "loss_d", "loss_g", "real", "fake",
            "penalty" as in :class:`engines.gan.snapshot.GanSnapshot`; "modes", "quality", "js",
            "wasserstein" as :mod:`engines.gan.plane.scores` has them.
        changes: of settings while it ran, rising by step.
        kept: steps that can be looked back on, rising. best: the one among them whose points were nearest to
            the data, None before that was measured. branches: steps from which the run can go on anew.
        figures: the running mean of each curve; of the four scores the last value.
        floors: of the four scores, what real points reach. modes: how many there are, 0 where they cannot be
            counted.
        data_name, data_count: of the points.
    """

    step: int
    turn: Turn
    real: np.ndarray
    fake: np.ndarray
    curves: dict[str, tuple[np.ndarray, np.ndarray]]
    changes: tuple[Change, ...]
    kept: tuple[int, ...]
    best: int | None
    branches: tuple[int, ...]
    figures: dict[str, float]
    floors: dict[str, float]
    modes: int
    data_name: str
    data_count: int
    licence: str = ""
    grey: bool = False
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Field:
    """A look at both players, all at the same moment, now or at the step looked back on.

    Attributes:
        step: steps done then. turn: whose move is next.
        heat: float32 (n, n), the critic's score on the nodes of the square looked at, row 0 at the bottom.
        centre: the score between real and fake, where the critic does not know.
        mesh: float32 (m, m, 2), where the averaged generator takes a grid of noise whose cells are equally
            likely.
        noise: float32 (k, 2), the first two numbers of the fixed noise. fake: (k, 2), what is made of it.
        push: float32 (k, 2), where the generator's loss pushes each of ``fake``: minus its gradient there, of
            that point's own share of the loss.
    """

    step: int
    turn: Turn
    heat: np.ndarray
    centre: float
    mesh: np.ndarray
    noise: np.ndarray
    fake: np.ndarray
    push: np.ndarray


@dataclass(frozen=True)
class Spot:
    """One point of noise: ``noise`` (2,) its first two numbers, ``point`` (2,) what the generator makes of
    it, ``score`` the critic's."""

    noise: tuple[float, float]
    point: tuple[float, float]
    score: float
