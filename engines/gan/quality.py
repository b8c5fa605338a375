"""How good and how varied samples are, beside what real pictures and the mean picture score."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import torch
from torch import Tensor

from engines.gan.dataset import Deck
from engines.images import features
from engines.images.dataset import to_float
from engines.images.likeness import distance, variety, whitened
from engines.images.scores.balls import coverage_density

EVERY: Final = 200  # steps between measurements
LEAST: Final = 16  # pictures kept out of training, or nothing is measured: with fewer all is chance
COMPARED: Final = 64  # pictures kept out, at most, that samples are compared with
KNOWN: Final = 512  # pictures trained on, at most, that the axes of comparison are taken of
PIECE: Final = 8  # pictures at once


class Quality:
    """Compares samples with the pictures kept out of training.

    Args:
        samples: pictures of fixed codes, uint8 (n, H, W, C), by their numbers.
        count: how many there are.
    """

    def __init__(self, deck: Deck, samples: Callable[[Tensor], Tensor], count: int) -> None:
        self._deck, self._samples, self._count = deck, samples, count
        self._real: Tensor | None = None
        self._map: Callable[[Tensor], Tensor] = lambda x: x  # until the pictures were looked at
        self._floors: dict[str, float] = {}

    def measure(self) -> Iterator[dict[str, float]]:
        """Yields {} between short pieces and then, by name: "distance", "variety", "coverage" and "density"
        of the samples; "distance_real", "coverage_real" and "density_real" of as many pictures that are
        trained on; "distance_mean" of copies of the mean picture, which does not learn anything.
        """
        if len(self._deck.held) < LEAST:
            return
        if self._real is None:
            yield from self._look_at_real()
        real, parts = self._real, []
        assert real is not None
        for part in torch.arange(self._count).split(PIECE):
            parts.append(features.of(to_float(self._samples(part)).to(real.device)))
            yield {}
        made = torch.cat(parts)
        found = {"distance": self._distance(made), "variety": variety(made, real)}
        yield {}
        yield found | self._reached(made) | self._floors

    def _look_at_real(self) -> Iterator[dict[str, float]]:
        deck, parts = self._deck, []
        held = deck.held[:COMPARED]
        n = len(held)
        known, others = deck.train[:KNOWN], deck.train[-n:]
        for chosen in torch.cat([held, others, known]).split(PIECE):
            parts.append(features.of(to_float(deck.pixels[chosen])))
            yield {}
        self._real, seen, rest = torch.cat(parts).split([n, len(others), len(known)])
        self._map = whitened(rest)
        yield {}
        mean = features.of(deck.mean[None]).expand(n, -1)
        self._floors = {"distance_real": self._distance(seen), "distance_mean": self._distance(mean)}
        self._floors |= {f"{name}_real": value for name, value in self._reached(seen).items()}

    def _reached(self, made: Tensor) -> dict[str, float]:
        assert self._real is not None
        return dict(zip(("coverage", "density"), coverage_density(self._real, made), strict=True))

    def _distance(self, made: Tensor) -> float:
        assert self._real is not None
        return distance(self._map(made), self._map(self._real))
