"""States of a run at earlier steps, to look back on: however long the run, few enough for memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, TypeVar

import numpy as np

from engines.ground.saved import steps_of

T = TypeVar("T")
MOST: Final = 40  # states
MEMORY: Final = 256 << 20  # bytes that they may take together
EVERY: Final = 5  # steps between the first of them

Arrays = Mapping[str, np.ndarray]


class Timeline(Generic[T]):
    """Keeps a state every few steps, from step 0 on. When all places are taken, every other state goes, and
    from then on they come half as often: they lie evenly over the whole run, or, with ``octave``, over the
    logarithm of its steps, as most happens early.

    One more may be kept beside them, whatever its step: the best so far. What is kept belongs to the
    timeline, so a state must be a copy that nobody else changes.

    Args:
        size: bytes of one state.
        most: states, the best among them. Two are kept whatever their size.
        memory: bytes that all states may take together.
        every: steps between the first states.
        octave: how many of them there are before they come half as often, and again at every doubling of the
            steps from there; 0 for as often always.

    Attributes:
        every, octave: as they are now.
    """

    def __init__(
        self, size: int, most: int = MOST, memory: int = MEMORY, every: int = EVERY, octave: int = 0
    ) -> None:
        self.most = max(2, min(most, memory // max(1, size)))
        self.every, self.octave = every, octave
        self._row: dict[int, T] = {}
        self._best: tuple[int, T] | None = None

    @property
    def steps(self) -> tuple[int, ...]:
        """Of all states, rising; that of the best among them."""
        return tuple(sorted({*self._row, *([self._best[0]] if self._best else [])}))

    @property
    def best(self) -> int | None:
        """The step of the best so far."""
        return None if self._best is None else self._best[0]

    def offer(self, step: int, make: Callable[[], T]) -> None:
        """Keep the state that ``make`` copies, if this is a step to keep one of."""
        if self.due(step):
            self._row[step] = make()
            self._thin()

    def due(self, step: int) -> bool:
        """Whether this is a step to keep a state of."""
        octaves = (step // (self.every * self.octave)).bit_length() if self.octave else 0
        return step % (self.every << octaves) == 0

    def keep_best(self, step: int, state: T) -> None:
        """Keep a state beside the row, in place of the best before."""
        self._best = step, state

    def nearest(self, step: int) -> tuple[int, T]:
        """The step and state kept nearest to a step, of two the earlier. Raises KeyError if there is none.

        Whoever looks back names a step, not a place: between two looks the row may have been thinned.
        """
        if not self.steps:
            raise KeyError(step)
        found = min(self.steps, key=lambda kept: abs(kept - step))
        if found in self._row:
            return found, self._row[found]
        assert self._best is not None
        return self._best

    def before(self, step: int) -> tuple[int, T] | None:
        """The last step and state kept that is not after ``step``; None where there is none."""
        earlier = [kept for kept in self.steps if kept <= step]
        return self.nearest(earlier[-1]) if earlier else None

    def forget_after(self, step: int) -> None:
        """Drop what came after a step that is gone back to."""
        self._row = {kept: state for kept, state in self._row.items() if kept <= step}
        if self._best is not None and self._best[0] > step:
            self._best = None

    # -- files -----------------------------------------------------------------------------------------

    def state(self, write: Callable[[T], Arrays]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """(what JSON can hold, arrays) from which :meth:`restore` makes an equal timeline.

        Args:
            write: a state as arrays by name.
        """
        arrays = {f"kept.{step}.{n}": a for step, state in self._row.items() for n, a in write(state).items()}
        if self._best is not None:
            arrays |= {f"best.{name}": array for name, array in write(self._best[1]).items()}
        meta = {"every": self.every, "octave": self.octave, "steps": sorted(self._row), "best": self.best}
        return meta, arrays

    def restore(self, meta: Mapping[str, Any], arrays: Arrays, read: Callable[[Arrays], T]) -> None:
        """Take over a saved timeline; where fewer states are allowed than were saved it is thinned.

        Args:
            read: a state from the arrays it was written as. Raises KeyError, TypeError or ValueError if they
                make none.

        Raises:
            KeyError, TypeError, ValueError: it makes no sense; nothing is changed then.
        """
        every, octave, best = steps_of(meta["every"]), steps_of(meta.get("octave", 0)), meta["best"]
        if every < 1:
            raise ValueError(every)
        row = {steps_of(step): read(_part(arrays, f"kept.{step}.")) for step in meta["steps"]}
        beside = None if best is None else (steps_of(best), read(_part(arrays, "best.")))
        self.every, self.octave, self._row, self._best = every, octave, row, beside
        self._thin()

    def _thin(self) -> None:
        while len(self._row) >= self.most:  # one place is the best's
            if self.octave > 4:
                self.octave //= 2
            else:
                self.every *= 2
            self._row = {step: state for step, state in self._row.items() if self.due(step)}


def _part(arrays: Arrays, prefix: str) -> Arrays:
    return {n.removeprefix(prefix): array for n, array in arrays.items() if n.startswith(prefix)}
