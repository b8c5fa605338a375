"""The pictures of a run with their labels, their mean, and the nearest of them."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from engines.images import dataset as deck
from engines.images.dataset import to_float

HELD = 64  # at most so many pictures are kept out of training, to measure reconstruction on
FINGERPRINT = 8  # edge of the reduced pictures in which the nearest one is sought


class Pictures(deck.Pictures, Protocol):
    """What this lab needs of ``engines.images.Images``."""

    @property
    def labels(self) -> np.ndarray | None: ...


class Deck(deck.Deck):
    """See :class:`engines.images.dataset.Deck`.

    Attributes:
        labels: int64 (N,) or None.
        classes: number of labels, 0 without.
        mean: the mean picture, float (C, H, W), what a guesser without eyes would answer.
    """

    def __init__(self, pictures: Pictures, seed: int, device: torch.device) -> None:
        super().__init__(pictures, seed, device, HELD)
        known = pictures.labels is not None and len(pictures.labels) == len(self.pixels)
        self.labels = torch.as_tensor(pictures.labels, dtype=torch.int64, device=device) if known else None
        self.classes = int(self.labels.max()) + 1 if self.labels is not None else 0
        self.mean = to_float(self.pixels[self.train[:4096]]).mean(0)
        self._fingerprints: Tensor | None = None

    def draw(self, n: int, rng: torch.Generator, *, flip: bool) -> tuple[Tensor, Tensor | None]:
        """A random batch: float (n, C, H, W) in [-1, 1], and its labels (n,) where there are any."""
        chosen = self.pick(n, rng)
        pictures = self.batch(chosen, rng, flip=flip)
        return pictures, None if self.labels is None else self.labels[chosen]

    def draw_labels(self, n: int, rng: torch.Generator) -> Tensor | None:
        """Random labels, each as frequent as among the pictures: (n,) or None."""
        return None if self.labels is None else self.labels[self.pick(n, rng)]

    def nearest(self, pixels: Tensor) -> int:
        """Index of the picture closest to uint8 (H, W, C), compared at 8 x 8."""
        if self._fingerprints is None:
            parts = [_fingerprint(chunk) for chunk in self.pixels.split(4096)]
            self._fingerprints = torch.cat(parts)
        return int(torch.cdist(_fingerprint(pixels[None]), self._fingerprints)[0].argmin())


def _fingerprint(pixels: Tensor) -> Tensor:
    return F.adaptive_avg_pool2d(to_float(pixels), FINGERPRINT).flatten(1)
