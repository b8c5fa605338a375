"""Networks of earlier steps without a sheet: all that is looked at can be looked at with those of then."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from torch import nn

from engines.ground.branches import State
from engines.ground.problem import Problem
from engines.ground.timeline import Timeline
from engines.images.pasts.kept import Past, dress, halved, line_state, read_line, read_weights
from engines.images.pasts.sheets import EVERY, MEMORY, MOST, OCTAVE


class NetPasts:
    """Keeps networks now and then, and the best so far.

    Args:
        nets: those of now, by name.

    Attributes:
        line: what is kept. at: the step looked back on; None for the present.
    """

    def __init__(self, nets: Callable[[], nn.ModuleDict]) -> None:
        self._nets = nets
        self._size = sum(array.nbytes for array in halved(nets()).values())
        self.line = self._empty()
        self.at: int | None = None
        self._worn: nn.ModuleDict | None = None

    @property
    def seen(self) -> nn.ModuleDict:
        """The networks that are looked at: those of an earlier step, or of now."""
        return self._nets() if self._worn is None else self._worn

    def keep(self, step: int) -> None:
        """Keep the networks of now, if this is a step to keep them of."""
        self.line.offer(step, self._past)

    def keep_best(self, step: int) -> None:
        """Keep them beside the others, as the best."""
        self.line.keep_best(step, self._past())

    def look_back(self, step: int | None) -> int | None:
        """Look with what is kept nearest to a step, which is returned; None: with the networks of now.

        Raises:
            Problem: nothing is kept.
        """
        if step is None:
            self.at = self._worn = None
            return None
        try:
            at, found = self.line.nearest(step)
        except KeyError:
            raise Problem("Nothing is kept of this run to look back on yet.") from None
        if at != self.at:
            self.at, self._worn = at, copy.deepcopy(self._nets())
            dress(self._worn, found)
        return at

    def forget_after(self, step: int) -> None:
        """Drop what came after a step that is gone back to, and look at the present."""
        self.line.forget_after(step)
        self.look_back(None)

    def take_over(self, line: Timeline[Past] | None, step: int) -> None:
        """The run is at ``step`` now, and ``line`` is what its file has kept; None where it has nothing."""
        self.line = line or self.line
        self.forget_after(step)

    # -- files -----------------------------------------------------------------------------------------

    def state(self) -> State:
        """For the run's file."""
        return line_state(self.line)

    def read(
        self, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], name: str
    ) -> Timeline[Past] | None:
        """What :meth:`state` wrote; see :func:`engines.images.pasts.kept.read_line`."""
        like = halved(self._nets())
        return read_line(self._empty(), meta, arrays, name, lambda part: Past(read_weights(part, like), b""))

    # -- inside ----------------------------------------------------------------------------------------

    def _past(self) -> Past:
        return Past(halved(self._nets()), b"")

    def _empty(self) -> Timeline[Past]:
        return Timeline(self._size, MOST, MEMORY, EVERY, OCTAVE)
