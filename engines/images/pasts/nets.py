"""Networks of earlier steps without a sheet: all that is looked at can be looked at with those of then."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping

import numpy as np
from torch import nn

from engines.images.pasts.kept import Past, dress, halved, read_weights
from engines.images.pasts.line import Line


class NetPasts(Line):
    """Keeps networks now and then, and the best so far.

    Args:
        nets: those of now, by name.

    Attributes:
        at: the step looked back on; None for the present.
    """

    def __init__(self, nets: Callable[[], nn.ModuleDict]) -> None:
        self._nets = nets
        super().__init__(sum(array.nbytes for array in halved(nets()).values()))
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
        at, found = self.nearest(step)
        if at != self.at:
            self.at, self._worn = at, copy.deepcopy(self._nets())
            dress(self._worn, found)
        return at

    def forget_after(self, step: int) -> None:
        """Drop what came after a step that is gone back to, and look at the present."""
        super().forget_after(step)
        self.look_back(None)

    # -- inside ----------------------------------------------------------------------------------------

    def _reader(self) -> Callable[[Mapping[str, np.ndarray]], Past]:
        like = halved(self._nets())
        return lambda arrays: Past(read_weights(arrays, like), b"")

    def _past(self) -> Past:
        return Past(halved(self._nets()), b"")
