"""The line of what is kept of a run, and its way into the run's file and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from engines.ground.branches import State
from engines.ground.problem import Problem
from engines.ground.timeline import Timeline
from engines.images.pasts.kept import Past, line_state, read_line

MEMORY: Final = 128 << 20  # bytes of all that is kept together
MOST: Final = 200
EVERY: Final = 20  # steps between the first of them
OCTAVE: Final = 16


class Line:
    """What all pasts do alike with what they keep.

    Args:
        size: bytes of one that is kept, about.

    Attributes:
        line: what is kept.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self.line = self._empty()

    def nearest(self, step: int) -> tuple[int, Past]:
        """The kept step nearest to a step, and what is kept of it. Raises Problem if nothing is."""
        try:
            return self.line.nearest(step)
        except KeyError:
            raise Problem("Nothing is kept of this run to look back on yet.") from None

    def forget_after(self, step: int) -> None:
        """Drop what came after a step that is gone back to."""
        self.line.forget_after(step)

    def take_over(self, line: Timeline[Past] | None, step: int) -> None:
        """The run is at ``step`` now, and ``line`` is what its file has kept; None where it has nothing."""
        self.line = line or self.line
        self.forget_after(step)

    def state(self) -> State:
        """For the run's file."""
        return line_state(self.line)

    def read(
        self, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], name: str
    ) -> Timeline[Past] | None:
        """What :meth:`state` wrote; see :func:`engines.images.pasts.kept.read_line`."""
        return read_line(self._empty(), meta, arrays, name, self._reader())

    def _reader(self) -> Callable[[Mapping[str, np.ndarray]], Past]:
        """Makes one that is kept of its arrays; raises KeyError or ValueError if they are not such."""
        raise NotImplementedError

    def _empty(self) -> Timeline[Past]:
        return Timeline(self._size, MOST, MEMORY, EVERY, OCTAVE)
