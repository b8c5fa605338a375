"""The picture that a person works on, and what the network makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.denoise.config import Sampler
from playground.labs.denoise import asking
from playground.labs.denoise.picture_ways import COLUMNS, ROWS

if TYPE_CHECKING:
    from engines.denoise.pictures.answers import Bench
    from engines.denoise.snapshot import DenoiseSnapshot

SAMPLERS: tuple[Sampler, ...] = get_args(Sampler)


class Subject(QObject):
    """Knows no view: it asks, and says what came back.

    Args:
        ask: as :meth:`playground.lab.Lab.ask`.
    """

    chosen = Signal(object)
    """Another picture, uint8 (H, W, C)."""
    denoised = Signal(object)
    """A ``Bench``: with noise, after one step, after the whole walk."""
    filled = Signal(object)
    """The picture with what was covered drawn anew."""
    nearest = Signal(object, object)
    """A sample and its ``Nearest``."""
    drawn = Signal(str, object, int)
    """Sampler, pictures, network evaluations of each."""
    moved = Signal(object, float)
    """The sheet of samples, a move further, and the noise it has."""

    def __init__(self, ask: Callable[..., None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._index = self._seed = 0
        self.picture: np.ndarray | None = None
        self._resting = self._moving = False

    def forget(self) -> None:
        """A new run, perhaps of pictures of another size."""
        self.picture = None
        self._resting = self._moving = False

    def follow(self, snapshot: DenoiseSnapshot, *, resting: bool) -> bool:
        """The newest state: whether a picture is worked on; if not, one is brought.

        While a run rests that has learned something, its samples go on to come out of noise.
        """
        self._resting = resting and snapshot.step > 0
        if snapshot.sheet_sigma:
            self._move()
        if self.picture is None:
            self.bring()
            return False
        return True

    def _move(self) -> None:
        if not self._resting or self._moving:
            return
        self._moving = True

        def moved(found: tuple[np.ndarray, float, bool]) -> None:
            sheet, sigma, done = found
            self._moving = False
            self.moved.emit(sheet, sigma)
            if not done:
                self._move()

        self._ask(lambda e: e.move(), moved)

    def take(self, picture: np.ndarray) -> None:
        """Work on this picture."""
        self.picture = picture
        self.chosen.emit(picture)

    def bring(self) -> None:
        """Work on a picture that was kept out of training."""
        self._ask(asking.of_pictures("held", self._index), self.take, key="held")

    def bring_other(self) -> None:
        """Work on the next one."""
        self._index += 1
        self.bring()

    def denoise(self, sigma: float, seed: int) -> None:
        """Give it noise, and take it away."""
        if (picture := self.picture) is None:
            return

        def tell(found: Bench) -> None:
            if self.picture is picture:
                self.denoised.emit(found)

        self._ask(asking.of_pictures("bench", picture, sigma, seed), tell, key="bench")

    def fill(self, mask: np.ndarray) -> bool:
        """Draw anew what ``mask``, bool (H, W), covers; returns whether it covers anything."""
        if self.picture is None or not mask.any():
            return False
        query = asking.of_pictures("inpainted", self.picture, mask, self._next_seed())
        self._ask(query, self.filled.emit, key="fill")
        return True

    def find_nearest(self, sample: np.ndarray) -> None:
        """Which picture trained on is most like a sample?"""
        query = asking.of_pictures("nearest", sample)
        self._ask(query, lambda found: self.nearest.emit(sample, found), key="nearest")

    def draw(self) -> None:
        """Pictures by every way, from the same noise."""
        seed = self._next_seed()
        for sampler in SAMPLERS:

            def tell(found: tuple[np.ndarray, int], sampler: str = sampler) -> None:
                self.drawn.emit(sampler, *found)

            self._ask(asking.pictures(sampler, ROWS * COLUMNS, seed), tell, key=f"draw.{sampler}")

    def _next_seed(self) -> int:
        self._seed += 1
        return self._seed
