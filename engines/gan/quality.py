"""How good and how varied samples are, beside what real pictures and the mean picture score.

They are compared by features of a net with random weights until one has learned on these pictures
(:mod:`engines.images.scores.learning`). Numbers of the one kind say nothing beside those of the other: each
kind has curves of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import torch
from torch import Tensor

from engines.gan.dataset import Deck
from engines.images import features
from engines.images.dataset import to_float
from engines.images.likeness import distance, variety, whitened
from engines.images.scores import learning
from engines.images.scores.balls import coverage_density
from engines.images.scores.verdict import LEARNED

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

    Attributes:
        learned: whether the last measurement was by learned features.
    """

    def __init__(self, deck: Deck, samples: Callable[[Tensor], Tensor], count: int) -> None:
        self._deck, self._samples, self._count = deck, samples, count
        self._real: Tensor | None = None
        self._map: Callable[[Tensor], Tensor] = lambda x: x  # until the pictures were looked at
        self._floors: dict[str, float] = {}
        self._net: learning.Net | None = None

    @property
    def learned(self) -> bool:
        return self._net is not None

    @property
    def _weights(self) -> tuple[Tensor, ...] | None:
        return None if self._net is None else self._net.weights

    @property
    def kind(self) -> str:
        """What ends the names of curves of the last measurement: "" of random features."""
        return LEARNED if self.learned else ""

    def measure(self) -> Iterator[dict[str, float]]:
        """Yields {} between short pieces and then, by name: "distance", "variety", "coverage" and "density"
        of the samples; "distance_real", "coverage_real" and "density_real" of as many pictures that are
        trained on; "distance_mean" of copies of the mean picture, which does not learn anything.
        """
        if len(self._deck.held) < LEAST:
            return
        yield from self._choose()
        real, parts = self._real, []
        assert real is not None
        for part in torch.arange(self._count).split(PIECE):
            parts.append(self._looks(self._samples(part).to(real.device)))
            yield {}
        made = torch.cat(parts)
        found = {"distance": self._distance(made), "variety": variety(made, real)}
        yield {}
        yield found | self._reached(made) | self._floors

    def measure_past(self, pixels: Tensor) -> Iterator[float]:
        """The distance of earlier samples, uint8 (n, H, W, C), as :meth:`measure` has it now; NaN between
        short pieces."""
        assert self._real is not None
        parts = []
        for part in pixels.to(self._real.device).split(PIECE):
            parts.append(self._looks(part))
            yield float("nan")
        yield self._distance(torch.cat(parts))

    def _choose(self) -> Iterator[dict[str, float]]:
        """By which features, and what the pictures are by them."""
        deck, net = self._deck, learning.known(self._deck)
        free = learning.free(deck)
        held = deck.held[free[deck.held]]
        if net is None or net.task == "none" or len(held) < LEAST:
            if self._real is None:
                yield from self._look_at_real(deck.held, deck.train)
        elif net is not self._net:
            self._net = net
            yield from self._look_at_real(held, deck.train[free[deck.train]])

    def _look_at_real(self, held: Tensor, train: Tensor) -> Iterator[dict[str, float]]:
        deck, parts = self._deck, []
        held = held[:COMPARED]
        n = len(held)
        known, others = train[:KNOWN], train[-n:]
        for chosen in torch.cat([held, others, known]).split(PIECE):
            parts.append(self._looks(deck.pixels[chosen]))
            yield {}
        self._real, seen, rest = torch.cat(parts).split([n, len(others), len(known)])
        self._map = whitened(rest)
        yield {}
        mean = features.of(deck.mean[None], self._weights).expand(n, -1)
        self._floors = {"distance_real": self._distance(seen), "distance_mean": self._distance(mean)}
        self._floors |= {f"{name}_real": value for name, value in self._reached(seen).items()}

    def _looks(self, pixels: Tensor) -> Tensor:
        """Features of uint8 (n, H, W, C)."""
        return features.of(to_float(pixels), self._weights)

    def _reached(self, made: Tensor) -> dict[str, float]:
        assert self._real is not None
        return dict(zip(("coverage", "density"), coverage_density(self._real, made), strict=True))

    def _distance(self, made: Tensor) -> float:
        assert self._real is not None
        return distance(self._map(made), self._map(self._real))
