"""Whole states of a run at earlier steps: exact, so that one can go on from them; large, so they are few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from engines.ground.timeline import Timeline

State = tuple[dict[str, Any], dict[str, np.ndarray]]
"""As an engine's ``state`` gives it and its ``restore`` takes it."""
MEMORY: Final = 96 << 20  # bytes that they may take together
MOST: Final = 16
EVERY: Final = 50  # steps between the first of them
OCTAVE: Final = 8


class Branches:
    """Keeps a few whole states, more of them early in the run; none where two would not fit into memory.

    Args:
        memory: bytes that they may take together. every: steps between the first of them.
    """

    def __init__(self, memory: int = MEMORY, every: int = EVERY) -> None:
        self._memory, self._every = memory, every
        self._line: Timeline[State] | None = None
        self._fits = True

    @property
    def steps(self) -> tuple[int, ...]:
        """At which one can go on, rising."""
        return self._line.steps if self._line is not None else ()

    def offer(self, step: int, make: Callable[[], State]) -> None:
        """Keep the state that ``make`` copies, if this is a step to keep one of."""
        if self._line is None:
            self._line = Timeline(0, MOST, self._memory, self._every, OCTAVE)
        if not self._fits or not self._line.due(step):
            return
        state = make()
        if not self._line.steps:
            size = sum(array.nbytes for array in state[1].values())
            self._fits = 2 * size <= self._memory
            self._line = Timeline(size, MOST, self._memory, self._every, OCTAVE)
        if self._fits:
            self._line.offer(step, lambda: state)

    def keep_best(self, step: int, make: Callable[[], State]) -> None:
        """Keep a state beside the others, in place of the best before."""
        if self._line is not None and self._line.steps:  # else nobody knows whether it fits
            self._line.keep_best(step, make())

    def before(self, step: int) -> tuple[int, State] | None:
        """The last step and state kept that is not after ``step``; None where there is none."""
        return None if self._line is None else self._line.before(step)

    def forget_after(self, step: int) -> None:
        """Drop what came after a step that is gone back to."""
        if self._line is not None:
            self._line.forget_after(step)
