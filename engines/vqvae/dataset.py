"""The pictures of a run with their variance, and those kept out of training."""

from __future__ import annotations

import torch
from torch import Tensor

from engines.images import dataset as deck
from engines.images.dataset import Pictures, to_float

HELD = 256  # at most so many pictures are kept out of training, to measure on
LOOKED = 4096  # pictures that mean and variance are taken of


class Deck(deck.Deck):
    """See :class:`engines.images.dataset.Deck`.

    Attributes:
        mean: the mean picture (C, H, W).
        variance: of all their numbers about one mean, pixels in [-1, 1]; what NMSE is relative to.
    """

    def __init__(self, pictures: Pictures, seed: int, device: torch.device) -> None:
        super().__init__(pictures, seed, device, HELD)
        looked = to_float(self.pixels[self.train[:LOOKED]]).double()
        self.variance = max(float(looked.var(correction=0)), 1e-3)
        self.mean = looked.mean(0).float()

    def draw(self, n: int, rng: torch.Generator, *, flip: bool) -> Tensor:
        """A random batch: float (n, C, H, W) in [-1, 1]."""
        return self.batch(self.pick(n, rng), rng, flip=flip)

    def kept(self, first: int, n: int) -> Tensor:
        """``n`` pictures kept out of training, from the ``first`` on, beginning anew after the last."""
        return self._from(self.held, first, n)

    def learnt(self, first: int, n: int) -> Tensor:
        """As :meth:`kept`, of as many pictures that are trained on."""
        return self._from(self.train[: len(self.held)], first, n)

    def _from(self, of: Tensor, first: int, n: int) -> Tensor:
        return to_float(self.pixels[of[(first + torch.arange(n, device=of.device)) % len(of)]])
