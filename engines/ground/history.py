"""Curves of a run of any length in bounded memory, losing no peak."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from typing import Any

import numpy as np

BUCKETS = 1000  # each is drawn as two points
MEMORY = 0.98  # of the running mean that is shown as a figure


class Curve:
    """Values over steps. Buckets keep the least and the largest value; when all are full, pairs are merged.

    Attributes:
        recent: running mean of about the last fifty values.
    """

    def __init__(self) -> None:
        self.start, self.low, self.high = array("d"), array("d"), array("d")
        self.stride, self.inside = 1, 1
        self.recent, self.weight = 0.0, 0.0

    def add(self, x: float, y: float) -> None:
        """Append a finite value; steps must not decrease."""
        self.weight = MEMORY * self.weight + 1
        self.recent += (y - self.recent) / self.weight
        if self.start and self.inside < self.stride:
            self.low[-1], self.high[-1] = min(self.low[-1], y), max(self.high[-1], y)
            self.inside += 1
            return
        if len(self.start) == BUCKETS:
            self._merge()
        self.start.append(x)
        self.low.append(y)
        self.high.append(y)
        self.inside = 1

    def _merge(self) -> None:
        self.start = self.start[::2]
        self.low = array("d", map(min, self.low[::2], self.low[1::2]))
        self.high = array("d", map(max, self.high[::2], self.high[1::2]))
        self.stride *= 2

    def forget_after(self, x: float) -> None:
        """Drop what came after step ``x``, as far as buckets allow."""
        while self.start and self.start[-1] > x:
            for kept in (self.start, self.low, self.high):
                kept.pop()
            self.inside = self.stride

    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """(x, y) to draw, at most 2,000 points: the least and largest value of each bucket."""
        x, low, high = (np.array(a) for a in (self.start, self.low, self.high))
        if self.stride == 1:
            return x, low
        return np.repeat(x, 2), np.stack([low, high], 1).reshape(-1)


class History:
    """Curves by name."""

    def __init__(self) -> None:
        self.curves: dict[str, Curve] = {}

    def add(self, name: str, x: float, y: float) -> None:
        self.curves.setdefault(name, Curve()).add(x, y)

    def forget_after(self, x: float) -> None:
        for curve in self.curves.values():
            curve.forget_after(x)

    def points(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        return {name: curve.points() for name, curve in self.curves.items()}

    def least(self, name: str) -> float:
        """The least value of a curve; infinity where it has none."""
        curve = self.curves.get(name)
        return min(curve.low, default=math.inf) if curve else math.inf

    def most(self, name: str) -> float:
        """The largest; minus infinity where it has none."""
        curve = self.curves.get(name)
        return max(curve.high, default=-math.inf) if curve else -math.inf

    def recent(self) -> dict[str, float]:
        return {name: curve.recent for name, curve in self.curves.items()}

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """(what JSON can hold, arrays) from which :meth:`restore` makes an equal history."""
        meta = {n: [c.stride, c.inside, c.recent, c.weight] for n, c in self.curves.items()}
        arrays = {f"curve.{n}": np.array([c.start, c.low, c.high]) for n, c in self.curves.items()}
        return meta, arrays

    def restore(self, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
        """Take over a saved history. Raises KeyError, TypeError or ValueError when it makes no sense."""
        curves: dict[str, Curve] = {}
        for name, (stride, inside, recent, weight) in meta.items():
            rows = arrays[f"curve.{name}"]
            if rows.ndim != 2 or len(rows) != 3 or rows.shape[1] > BUCKETS or not np.isfinite(rows).all():
                raise ValueError(name)
            curve = curves[str(name)] = Curve()
            curve.start, curve.low, curve.high = (array("d", row.tolist()) for row in rows)
            curve.stride, curve.inside = max(1, int(stride)), max(1, int(inside))
            curve.recent, curve.weight = float(recent), float(weight)
        self.curves = curves
