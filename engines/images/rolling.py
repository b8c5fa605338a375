"""Many small pictures, kept fresh a few at a time, and laid side by side."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np


class Rolling:
    """Drawing all pictures at every frame would cost the training a tenth of its time, so while steps pass,
    each frame redraws the oldest few; once they rest, all that are out of date.

    Args:
        count: how many pictures.
        render: indices (n,) -> uint8 (n, ...).
        whole: redraw all each time (a GPU does not notice).
        seconds: that one refresh may take in the middle of training.
        some: how many the first refresh redraws; later ones as many as there is time for.
    """

    def __init__(
        self,
        count: int,
        render: Callable[[np.ndarray], np.ndarray],
        *,
        whole: bool,
        seconds: float = 0.004,
        some: int = 8,
    ) -> None:
        self._count, self._render, self._whole = count, render, whole
        self._drawn = np.full(count, -1)  # the step at which each was drawn
        self._pictures: np.ndarray | None = None
        self._seen = -1
        self._seconds, self._some = seconds, some

    def at(self, step: int) -> np.ndarray:
        """The pictures as of ``step``, a fresh array uint8 (count, ...)."""
        old = np.flatnonzero(self._drawn != step)
        if self._pictures is None or self._whole or step == self._seen:
            self._draw(old, step)
        else:
            started = time.perf_counter()
            self._draw(old[np.argsort(self._drawn[old], kind="stable")[: self._some]], step)
            self._adapt(time.perf_counter() - started)
        self._seen = step
        assert self._pictures is not None
        return self._pictures.copy()

    @property
    def since(self) -> int:
        """The step at which the oldest of the pictures was drawn; -1 before there are any."""
        return int(self._drawn.min())

    def spoil(self) -> None:
        """The model changed without a step."""
        self._drawn[:] = -1
        self._pictures = None

    def _draw(self, indices: np.ndarray, step: int) -> None:
        if len(indices) == 0:
            return
        fresh = self._render(indices)
        if self._pictures is None:
            self._pictures = np.zeros((self._count, *fresh.shape[1:]), np.uint8)
        self._pictures[indices] = fresh
        self._drawn[indices] = step

    def _adapt(self, seconds: float) -> None:
        if seconds > 1.5 * self._seconds:
            self._some = max(1, self._some // 2)
        elif seconds < self._seconds / 3:
            self._some = min(max(8, self._count // 4), self._some * 2)


def tile(pictures: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """(rows * cols, H, W, C) -> one fresh picture (rows * H, cols * W, C)."""
    _, h, w, c = pictures.shape
    sheet = pictures.reshape(rows, cols, h, w, c).transpose(0, 2, 1, 3, 4)
    return np.ascontiguousarray(sheet).reshape(rows * h, cols * w, c)


def untiled(sheet: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """The pictures of which :func:`tile` made a sheet: (rows * cols, H, W, C)."""
    h, w = sheet.shape[0] // rows, sheet.shape[1] // cols
    pictures = sheet.reshape(rows, h, cols, w, -1).transpose(0, 2, 1, 3, 4)
    return np.ascontiguousarray(pictures).reshape(rows * cols, h, w, -1)
