"""The net that samples are compared by, learned beside a run that trains: in pieces, with rests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, Final

SHARE: Final = 0.03  # of the time that it may take from training


class Background:
    """Call :meth:`advance` on the engine's thread until it is done. Making one imports no torch.

    Args:
        deck: where an engine has its pictures.
        clock: seconds.

    Attributes:
        done: the net is there; or there is none, as the pictures are too few.
        learning: none was kept from before, so that one has to learn.
    """

    def __init__(
        self, deck: Callable[[Any], Any] = attrgetter("deck"), clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._deck, self._clock = deck, clock
        self.done = self.learning = False
        self._work: Iterator[float] | None = None

    def advance(self, engine: Any) -> float:
        """Do a piece; how many seconds to rest after it, so that no more than ``SHARE`` of the time is taken.
        Looking for a net that was kept takes a moment, and needs no rest."""
        began = self._clock()
        if self._work is None:
            self._work = self._pieces(self._deck(engine))
        if next(self._work, None) is None:
            self.done = True
        return (self._clock() - began) * (1 / SHARE - 1) if self.learning else 0.0

    def _pieces(self, deck: Any) -> Iterator[float]:
        from engines.images.scores import learning

        if (yield from learning.kept(deck)) is not None or len(deck.pixels) < learning.FEW:
            return
        self.learning = True
        yield 0.0
        for done in learning.net(deck):
            if learning.known(deck) is not None:  # somebody asked for scores, and it has learned for them
                return
            yield done
