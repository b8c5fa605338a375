"""What a person sees of a run at one moment. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class DenoiseSnapshot:
    """Fresh CPU arrays and numbers; nothing in here changes later.

    Attributes:
        step: steps done. generating: whether the generator learns now ("dde", after ``length`` steps).
        points: float32 (n, 2), a quick draw of samples; with "dde", what the generator makes. None of
        pictures.
        data: float32 (m, 2), some of the points learned; None of pictures.
        made: step at which ``points`` were drawn.
        sheet: uint8 (rows * size, cols * size, C), pictures on their way from noise; None of points.
        sheet_sigma: the noise they have reached. drawn: the last sheet that came to its end, or None.
        curves: (steps, values) by name, at most 2,000 points each: "loss" (weighted, per number of an
        example),
            "excess" (of the loss over the least that any network could have), "sw" and "strays" (of the quick
            draw), with "dde" also "own" (loss of the generator's energy) and "direction".
        kept: steps that can be looked back on, rising. best: the one among them whose samples came nearest
            to the data, None before that was measured. branches: steps from which the run can go on anew.
        figures: the running mean of each curve; of "sw" and "strays" the last value.
        floors: "sw" and "strays" of the data itself; "sw_start" of pure noise.
        data_name, data_count, licence: of what is learned.
        skipped: (file, reason) of files that could not be used.
    """

    step: int
    generating: bool
    points: np.ndarray | None
    data: np.ndarray | None
    made: int
    sheet: np.ndarray | None
    sheet_sigma: float
    drawn: np.ndarray | None
    curves: dict[str, tuple[np.ndarray, np.ndarray]]
    kept: tuple[int, ...]
    best: int | None
    branches: tuple[int, ...]
    figures: dict[str, float]
    floors: dict[str, float]
    data_name: str
    data_count: int
    licence: str
    skipped: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """A look at the plane at one noise level.

    Attributes:
        sigma: the level. kind: "learned", "exact", "difference" or "own" (the generator's energy).
        heat: float32 (n, n), rows upwards: log density, normalised; where there is no energy, length of
        the score
            times sigma; of a difference, the score's error relative to 1/sigma. heat_name: which of these.
        arrows: float32 (2, m, m), the score times sigma.
        error: relative error of the score, sigma^2 E|s - exact|^2, over the exact density; nan of others.
    """

    sigma: float
    kind: str
    heat: np.ndarray
    heat_name: str
    arrows: np.ndarray
    error: float


@dataclass(frozen=True)
class Draw:
    """Samples by one sampler: float32 (n, 2), their scores, network evaluations a sample."""

    sampler: str
    points: np.ndarray
    scores: dict[str, float]
    evaluations: int
