"""A line of the table, and how a run of a preset is trained for it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from engines.ground.problem import Problem

SLOWEST: Final = 1.5  # CPU seconds a step; beyond it a preset is for a GPU
AXES: Final = 64


class Skipped(Exception):
    """Why a preset is not trained here."""


@dataclass(frozen=True)
class Line:
    """``score`` and ``trivial``: the smaller the better, or with ``high`` the larger."""

    score: float
    trivial: float
    what: str
    steps: int
    high: bool = False

    @property
    def beaten(self) -> bool:
        return self.score > self.trivial if self.high else self.score < self.trivial


def shows_failure(preset: Any) -> bool:
    """Whether a preset's line in the menu says that it is there to fail."""
    return preset.name.startswith("Fails") or "failure" in preset.why.lower()


def for_a_gpu(preset: Any) -> bool:
    """Whether its line in the menu says that a GPU is needed."""
    return "GPU" in preset.why


def train(engine: Any, seconds: float, most: int | None = None) -> int:
    """Step until the time is over, or ``most`` steps are done, or the run has an end; returns the steps.

    Raises:
        Skipped: its steps are for a GPU.
    """
    started, first = time.perf_counter(), 0.0
    while time.perf_counter() - started < seconds and (most is None or engine.count < most):
        try:
            for _ in engine.step() or ():
                pass
        except Problem:  # a halt, or its own end
            if most is not None:
                break
        if engine.count == 1:  # which sets things up
            first = time.process_time()
        elif engine.count == 3 and (each := (time.process_time() - first) / 2) > SLOWEST:
            raise Skipped(f"{each:.1f} s a step: for a GPU")
    if engine.count < (3 if most is None else 1):
        raise Skipped(f"{(time.perf_counter() - started) / max(engine.count, 1):.1f} s a step: for a GPU")
    return int(engine.count)


def energy_distance(a: np.ndarray, b: np.ndarray) -> float:
    """2 E|X - Y| - E|X - X'| - E|Y - Y'| of rows (n, d) (Szekely and Rizzo 2013); 0 for equal laws."""

    def mean(x: np.ndarray, y: np.ndarray) -> float:
        squares = (x**2).sum(1)[:, None] + (y**2).sum(1) - 2 * x @ y.T
        return float(np.sqrt(np.maximum(squares, 0.0)).mean())

    n, m = len(a), len(b)
    return 2 * mean(a, b) - mean(a, a) * n / (n - 1) - mean(b, b) * m / (m - 1)


def pictured(made: np.ndarray, deck: Any) -> tuple[float, float]:
    """Energy distance of pictures (n, H, W, C) to those that a deck keeps out of training, on the main axes of
    those that it trains on; and that of the mean picture, as many times."""
    real = deck.pixels.cpu().numpy()
    flat = real.reshape(len(real), -1).astype(np.float64)
    held = flat[deck.held.cpu().numpy()][: max(len(made), 64)]
    some = flat[deck.train.cpu().numpy()[:2000]]
    mean = some.mean(0)
    _, _, axes = np.linalg.svd(some - mean, full_matrices=False)
    seen = (held - mean) @ axes[:AXES].T
    away = (made.reshape(len(made), -1).astype(np.float64) - mean) @ axes[:AXES].T
    return energy_distance(away, seen), energy_distance(np.full((len(made), seen.shape[1]), 1e-9), seen)
