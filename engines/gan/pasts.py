"""Earlier generators of a run: their sheets, and what they make of any code."""

from __future__ import annotations

import copy
from collections.abc import Callable

import numpy as np

from engines.gan.dataset import Deck
from engines.gan.inference import Inference
from engines.gan.sheet import COLS, ROWS
from engines.gan.training import Trainer
from engines.images.pasts import kept, sheets


class Pasts(sheets.Pasts):
    """Keeps the averaged generator.

    Args:
        draw: pictures of the sheet, uint8 (n, H, W, C), by their numbers.
    """

    def __init__(self, trainer: Trainer, deck: Deck, draw: Callable[[np.ndarray], np.ndarray]) -> None:
        super().__init__(trainer.average.net, ROWS, COLS, deck.pixels.shape[1:], draw)
        self._trainer, self._deck = trainer, deck
        self._worn: tuple[int, Inference] | None = None

    def inference(self, step: int) -> Inference:
        """What the generator kept nearest to a step makes of codes. Raises Problem if none is kept."""
        at, found = self.nearest(step)
        if self._worn is None or self._worn[0] != at:
            net = copy.deepcopy(self._trainer.average.net)
            kept.dress(net, found)
            self._worn = at, Inference(self._trainer, self._deck, net)
        return self._worn[1]

    def forget_after(self, step: int) -> None:
        super().forget_after(step)
        self._worn = None
