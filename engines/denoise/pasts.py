"""Earlier averages of a run's networks: everything that is looked at can be looked at with one of them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np
from torch import nn

from engines.denoise.denoiser import Denoiser
from engines.denoise.training import Trainer
from engines.ground.branches import State
from engines.ground.problem import Problem
from engines.ground.timeline import Timeline
from engines.images.past import (
    EVERY,
    MEMORY,
    MOST,
    OCTAVE,
    Past,
    dress,
    halved,
    line_state,
    read_line,
    read_weights,
)  # fmt: skip


class Pasts:
    """Keeps the averaged networks now and then, and those of the best samples.

    Attributes:
        line: what is kept. at: the step looked back on; None for the present.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._size = sum(array.nbytes for array in halved(self._averages()).values())
        self.line = self._empty()
        self.at: int | None = None
        self._worn: nn.ModuleDict | None = None

    @property
    def learned(self) -> Denoiser:
        """The averaged network that is looked at."""
        net = self._trainer.learned if self._worn is None else self._worn["data"]
        assert isinstance(net, Denoiser)
        return net

    @property
    def generator(self) -> nn.Module | None:
        """The averaged generator that is looked at, where there is one."""
        if self._trainer.generator is None:
            return None
        return self._trainer.generator.average if self._worn is None else self._worn["generator"]

    def keep(self, step: int) -> None:
        """Keep the averages of now, if this is a step to keep them of."""
        self.line.offer(step, self._past)

    def keep_best(self, step: int) -> None:
        """Keep them beside the others, as the best."""
        self.line.keep_best(step, self._past())

    def look_back(self, step: int | None) -> int | None:
        """Look with what is kept nearest to a step, which is returned; None: with the averages of now.

        Raises:
            Problem: nothing is kept.
        """
        if step is None:
            self.at = self._worn = None
            return None
        try:
            self.at, found = self.line.nearest(step)
        except KeyError:
            raise Problem("Nothing is kept of this run to look back on yet.") from None
        self._worn = copy.deepcopy(self._averages())
        dress(self._worn, found)
        return self.at

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
        """What :meth:`state` wrote; see :func:`engines.images.past.read_line`."""
        like = halved(self._averages())
        return read_line(self._empty(), meta, arrays, name, lambda part: Past(read_weights(part, like), b""))

    # -- inside ----------------------------------------------------------------------------------------

    def _averages(self) -> nn.ModuleDict:
        nets: dict[str, nn.Module] = {"data": self._trainer.data.average}
        if self._trainer.generator is not None:
            nets["generator"] = self._trainer.generator.average
        return nn.ModuleDict(nets)

    def _past(self) -> Past:
        return Past(halved(self._averages()), b"")

    def _empty(self) -> Timeline[Past]:
        return Timeline(self._size, MOST, MEMORY, EVERY, OCTAVE)
