"""Earlier generators of a run: their sheets, and what they make of any code."""

from __future__ import annotations

import copy
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

import numpy as np

from engines.gan.dataset import Deck
from engines.gan.inference import Inference
from engines.gan.sheet import COLS, ROWS
from engines.gan.training import Trainer
from engines.ground.branches import State
from engines.ground.problem import FileProblem, Problem
from engines.ground.timeline import Timeline
from engines.images import past
from engines.images.past import Past
from engines.images.rolling import tile

PIECE = 8  # pictures at once


class Pasts:
    """Keeps the averaged generator now and then, and the best so far.

    Args:
        draw: pictures of the sheet, uint8 (n, H, W, C), by their numbers.

    Attributes:
        line: what is kept.
    """

    def __init__(self, trainer: Trainer, deck: Deck, draw: Callable[[np.ndarray], np.ndarray]) -> None:
        self._trainer, self._deck, self._draw = trainer, deck, draw
        height, width, channels = deck.pixels.shape[1:]
        self._size, self._bytes = (COLS * width, ROWS * height), ROWS * COLS * height * width * channels
        self.line = self._empty()
        self._worn: tuple[int, Inference] | None = None

    def keep(self, step: int) -> Iterator[None]:
        """Keep the generator of now, if this is a step to keep one of; yields between short pieces."""
        if self.line.due(step):
            sheet = yield from self._drawn()
            self.line.offer(step, lambda: past.kept(self._trainer.average.net, sheet))

    def keep_best(self, step: int) -> Iterator[None]:
        """Keep it beside the others, as the best."""
        sheet = yield from self._drawn()
        self.line.keep_best(step, past.kept(self._trainer.average.net, sheet))

    def sheet(self, step: int) -> tuple[int, np.ndarray]:
        """The kept step nearest to a step, and its sheet, uint8 (H, W, C). Raises Problem if none is kept."""
        at, found = self._nearest(step)
        return at, past.sheet(found)

    def inference(self, step: int) -> Inference:
        """What the generator kept nearest to a step makes of codes. Raises Problem if none is kept."""
        at, found = self._nearest(step)
        if self._worn is None or self._worn[0] != at:
            net = copy.deepcopy(self._trainer.average.net)
            past.dress(net, found)
            self._worn = at, Inference(self._trainer, self._deck, net)
        return self._worn[1]

    def forget_after(self, step: int) -> None:
        """Drop what came after a step that is gone back to."""
        self.line.forget_after(step)
        self._worn = None

    # -- files -----------------------------------------------------------------------------------------

    def state(self) -> State:
        """For the run's file."""
        meta, arrays = self.line.state(past.written)
        return {"past": meta}, {f"past.{name}": array for name, array in arrays.items()}

    def read(
        self, meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], name: str
    ) -> Timeline[Past] | None:
        """What :meth:`state` wrote; None where a state without it is gone back to.

        Raises:
            FileProblem: it makes no sense.
        """
        if "past" not in meta:
            return None
        own = {n.removeprefix("past."): array for n, array in arrays.items() if n.startswith("past.")}
        like = Past(past.halved(self._trainer.average.net), b"")
        found = self._empty()
        try:
            found.restore(meta["past"], own, lambda part: past.read(part, like, self._size))
        except (KeyError, TypeError, ValueError, AttributeError) as e:
            raise FileProblem("{name} is damaged: its history makes no sense.", name=name) from e
        return found

    # -- inside ----------------------------------------------------------------------------------------

    def _empty(self) -> Timeline[Past]:
        return past.timeline(self._trainer.average.net, self._bytes)

    def _drawn(self) -> Generator[None, None, np.ndarray]:
        parts = []
        for part in np.array_split(np.arange(ROWS * COLS), ROWS * COLS // PIECE):
            parts.append(self._draw(part))
            yield
        return tile(np.concatenate(parts), ROWS, COLS)

    def _nearest(self, step: int) -> tuple[int, Past]:
        try:
            return self.line.nearest(step)
        except KeyError:
            raise Problem("Nothing is kept of this run to look back on yet.") from None
