"""How fast a run goes: measured, and held to a limit."""

from __future__ import annotations

import time


class Rate:
    """Steps per second, smoothed over about a second, and the time spent running."""

    def __init__(self) -> None:
        self.value = 0.0
        self.elapsed = 0.0
        self._from: float | None = None
        self._last = 0.0
        self._mark = (0.0, 0)

    def start(self) -> None:
        if self._from is None:
            self._from = time.monotonic()
            self._mark = (self._from, 0)
        self._last = time.monotonic()

    def count(self) -> None:
        assert self._from is not None
        now = time.monotonic()
        self.elapsed += now - self._from
        self._from = now
        since, steps = self._mark
        self._mark = (since, steps + 1)
        if now - since >= 0.5 or self.value == 0.0:
            fresh = (steps + 1) / max(now - since, 1e-9)
            self.value = fresh if self.value == 0.0 else 0.5 * self.value + 0.5 * fresh
            self._mark = (now, 0)

    def stop(self) -> None:
        self._from = None
        self.value = 0.0

    def until_due(self, pace: float) -> float:
        """Seconds until the next step may start under a speed limit of one step every ``pace`` seconds."""
        if pace <= 0 or self._from is None:
            return 0.0
        return self._last + pace - time.monotonic()
