"""The pictures of a run with their labels, their mean, and the nearest of them."""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from engines.images import dataset as deck
from engines.images.dataset import to_float

HELD = 300  # at most so many pictures are kept out of training, to measure on
QUICK, EXACT = "use_mm_for_euclid_dist_if_necessary", "donot_use_mm_for_euclid_dist"  # a copy is at 0 exactly
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

    def draw(self, n: int, rng: torch.Generator, *, flip: bool) -> tuple[Tensor, Tensor | None]:
        """A random batch: float (n, C, H, W) in [-1, 1], and its labels (n,) where there are any."""
        chosen = self.pick(n, rng)
        pictures = self.batch(chosen, rng, flip=flip)
        return pictures, None if self.labels is None else self.labels[chosen]

    def draw_labels(self, n: int, rng: torch.Generator) -> Tensor | None:
        """Random labels, each as frequent as among the pictures: (n,) or None."""
        return None if self.labels is None else self.labels[self.pick(n, rng)]

    def nearest(self, pixels: Tensor) -> tuple[int, float]:
        """(number of the picture trained on that is closest to uint8 (H, W, C), distance).

        Distances are the root mean square of values in 0..1, pictures seen at 8 x 8.
        """
        distance, at = self._apart(_fingerprint(pixels[None]), EXACT)[0].min(0)
        return int(self.train[at]), float(distance)

    @cached_property
    def typical(self) -> float:
        """Median of this distance of the pictures kept out; of those trained on, to the next one. NaN where
        there is only one picture."""
        apart = self._apart(_fingerprint(self.pixels[self.held]))
        apart[self.held[:, None] == self.train[None]] = torch.inf
        median = float(apart.min(1).values.median())
        return median if median < torch.inf else float("nan")

    def _apart(self, fingerprints: Tensor, mode: str = QUICK) -> Tensor:
        apart = torch.cdist(fingerprints, self._fingerprints, compute_mode=mode)
        return apart / fingerprints.shape[1] ** 0.5

    @cached_property
    def _fingerprints(self) -> Tensor:
        return torch.cat([_fingerprint(self.pixels[part]) for part in self.train.split(4096)])


def _fingerprint(pixels: Tensor) -> Tensor:
    """uint8 (n, H, W, C) -> (n, d), values in 0..1."""
    return F.adaptive_avg_pool2d(to_float(pixels), FINGERPRINT).flatten(1) / 2
