"""Asks a run's thread for what the checkerboard page shows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from engines.gan.checkerboard import queries
from playground.kit.throttle import Throttle
from playground.labs.gan.checkerboard.cards import TITLES
from playground.labs.gan.checkerboard.page import CheckerboardPage

EVERY = 3.0  # seconds between two readings, each of which costs as much as a step


class Asking:
    """Only while the page is looked at.

    Args:
        ask: as :meth:`Lab.ask`.
        looked_at: whether it is.
        of_pictures: whether the run learns pictures, which alone have a reading.
    """

    def __init__(
        self,
        ask: Callable[..., None],
        page: CheckerboardPage,
        looked_at: Callable[[], bool],
        of_pictures: Callable[[], bool],
    ) -> None:
        self._ask, self._page, self._looked_at, self._of_pictures = ask, page, looked_at, of_pictures
        self._grown: object = None  # what the pictures shown are of
        self._read = Throttle(EVERY, self._ask_reading)
        page.grown_wanted.connect(self.grow)

    def follow(self, *, at_once: bool) -> None:
        """The run went on, or the page was turned to: bring what it lacks, of the run ``at_once``."""
        if self._looked_at():
            self.grow()
            if self._of_pictures():
                self._read(at_once)

    def grow(self) -> None:
        """Pictures of random weights, one way after another, so that a step fits between them."""
        page = self._page
        wanted = (page.stack(), page.seed)
        if not self._looked_at() or wanted == self._grown:
            return
        self._grown = wanted
        for way, _ in TITLES:
            query = functools.partial(_grown, way, *wanted)
            self._ask(query, functools.partial(page.cards.show_grown, way), key=f"board.{way}")

    def forget(self) -> None:
        """Another run answers from now on; what the old one was asked for may never come."""
        self._grown = None
        self._page.forget(pictured=self._of_pictures())

    def _ask_reading(self) -> None:
        before = self._page.readings()
        query = functools.partial(_reading, before[-1].real if before else None)
        self._ask(query, self._page.show_reading, key="board.reading")


def _grown(way: Any, stack: Any, seed: int, _: Any) -> Any:
    return queries.grown(way, stack, seed)


def _reading(real: Any, engine: Any) -> Any:
    return queries.reading(engine, real)
