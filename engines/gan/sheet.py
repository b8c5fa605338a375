"""The sample sheet, kept fresh a few pictures at a time."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from engines.gan.snapshot import tile

ROWS = COLS = 8
TIME = 0.0025  # seconds that one refresh may take in the middle of training


class Sheet:
    """Pictures of the fixed codes. Drawing all of them at every frame would cost the training a tenth of its
    time, so while steps pass, each frame redraws the oldest few; once they rest, all that are out of date.

    Args:
        render: indices (n,) -> uint8 (n, H, W, C).
        whole: redraw all each time (a GPU does not notice).
    """

    def __init__(self, render: Callable[[np.ndarray], np.ndarray], *, whole: bool) -> None:
        self._render, self._whole = render, whole
        self._drawn = np.full(ROWS * COLS, -1)  # the step at which each picture was drawn
        self._pictures: np.ndarray | None = None
        self._seen = -1
        self._some = 16

    def at(self, step: int) -> np.ndarray:
        """The sheet as of ``step``: uint8 (rows * H, cols * W, C)."""
        old = np.flatnonzero(self._drawn != step)
        if self._pictures is None or self._whole or step == self._seen:
            self._draw(old, step)
        else:
            started = time.perf_counter()
            self._draw(old[np.argsort(self._drawn[old], kind="stable")[: self._some]], step)
            self._adapt(time.perf_counter() - started)
        self._seen = step
        assert self._pictures is not None
        return tile(self._pictures, ROWS, COLS)

    def spoil(self) -> None:
        """The generator changed without a step."""
        self._drawn[:] = -1
        self._pictures = None

    def _draw(self, indices: np.ndarray, step: int) -> None:
        if len(indices) == 0:
            return
        fresh = self._render(indices)
        if self._pictures is None:
            self._pictures = np.zeros((ROWS * COLS, *fresh.shape[1:]), np.uint8)
        self._pictures[indices] = fresh
        self._drawn[indices] = step

    def _adapt(self, seconds: float) -> None:
        if seconds > 1.5 * TIME:
            self._some = max(1, self._some // 2)
        elif seconds < TIME / 3:
            self._some = min(ROWS * COLS // 4, self._some * 2)
