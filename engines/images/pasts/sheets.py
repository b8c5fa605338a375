"""Networks of earlier steps with a sheet of pictures each."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import ClassVar, Final

import numpy as np
from torch import nn

from engines.images.pasts.kept import Past, halved, kept, pixels, read
from engines.images.pasts.line import Line
from engines.images.rolling import tile

PIECE: Final = 16  # pictures at once
SQUEEZED: Final = 0.5  # of its bytes, about, a sheet has as a file


class Pasts(Line):
    """Keeps a network now and then, and the best so far, each with its sheet.

    Args:
        net: the network.
        rows, cols: pictures of the sheet.
        shape: height, width and channels of one.
        draw: these pictures, uint8 (n, H, W, C), by their numbers.
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
        self._pixels = cols * width, rows * height
        sheet = self._pixels[0] * self._pixels[1] * channels
        super().__init__(sum(a.nbytes for a in halved(net).values()) + round(SQUEEZED * sheet))

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

    # -- inside ----------------------------------------------------------------------------------------

    def _reader(self) -> Callable[[Mapping[str, np.ndarray]], Past]:
        like = halved(self._net)
        return lambda arrays: read(arrays, like, self._pixels, sheetless=self.SHEETLESS)

    def _drawn(self) -> Generator[None, None, np.ndarray]:
        parts, count = [], self._rows * self._cols
        for part in np.array_split(np.arange(count), max(1, count // PIECE)):
            parts.append(self._draw(part))
            yield
        return tile(np.concatenate(parts), self._rows, self._cols)
