"""Networks of earlier steps with a sheet of pictures each."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

import numpy as np
from torch import nn

from engines.ground.branches import State
from engines.ground.problem import Problem
from engines.ground.timeline import Timeline
from engines.images.pasts.kept import Past, halved, kept, line_state, pixels, read, read_line
from engines.images.rolling import tile

PIECE: Final = 16  # pictures at once
MEMORY: Final = 128 << 20  # bytes of all of them together
MOST: Final = 200
EVERY: Final = 20  # steps between the first of them
OCTAVE: Final = 16
SQUEEZED: Final = 0.5  # of its bytes, about, a sheet has as a file


class Pasts:
    """Keeps a network now and then, and the best so far, each with its sheet.

    Args:
        net: the network.
        rows, cols: pictures of the sheet.
        shape: height, width and channels of one.
        draw: these pictures, uint8 (n, H, W, C), by their numbers.

    Attributes:
        line: what is kept.
    """

    SHEETLESS: ClassVar[bool] = False  # whether the weights alone may be kept

    def __init__(
        self,
        net: nn.Module,
        rows: int,
        cols: int,
        shape: Sequence[int],
        draw: Callable[[np.ndarray], np.ndarray],
    ) -> None:
        self._net, self._rows, self._cols, self._draw = net, rows, cols, draw
        height, width, channels = shape
        self._size = cols * width, rows * height
        sheet = self._size[0] * self._size[1] * channels
        self._bytes = sum(a.nbytes for a in halved(net).values()) + round(SQUEEZED * sheet)
        self.line = self._empty()

    def keep(self, step: int) -> Iterator[None]:
        """Keep the network of now, if this is a step to keep one of; yields between short pieces."""
        if self.line.due(step):
            sheet = yield from self._drawn()
            self.line.offer(step, lambda: kept(self._net, sheet))

    def keep_best(self, step: int) -> Iterator[None]:
        """Keep it beside the others, as the best."""
        sheet = yield from self._drawn()
        self.line.keep_best(step, kept(self._net, sheet))

    def sheet(self, step: int) -> tuple[int, np.ndarray]:
        """The kept step nearest to a step, and its sheet, uint8 (H, W, C). Raises Problem if none is kept."""
        at, found = self.nearest(step)
        return at, pixels(found)

    def sheets(self) -> list[np.ndarray]:
        """All sheets kept, from the first step on, uint8 (H, W, C)."""
        return [self.sheet(step)[1] for step in self.line.steps]

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

    # -- files -----------------------------------------------------------------------------------------

    def state(self) -> State:
        """For the run's file."""
        return line_state(self.line)

    def read(
        self, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], name: str
    ) -> Timeline[Past] | None:
        """What :meth:`state` wrote; see :func:`read_line`."""
        like = halved(self._net)

        def past(part: Mapping[str, np.ndarray]) -> Past:
            return read(part, like, self._size, sheetless=self.SHEETLESS)

        return read_line(self._empty(), meta, arrays, name, past)

    # -- inside ----------------------------------------------------------------------------------------

    def _empty(self) -> Timeline[Past]:
        return Timeline(self._bytes, MOST, MEMORY, EVERY, OCTAVE)

    def _drawn(self) -> Generator[None, None, np.ndarray]:
        parts, count = [], self._rows * self._cols
        for part in np.array_split(np.arange(count), max(1, count // PIECE)):
            parts.append(self._draw(part))
            yield
        return tile(np.concatenate(parts), self._rows, self._cols)
