"""Scores of a run's samples, found in short pieces, so that training goes on and a person can call it off."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from engines.images.scores.parts import Split, split
from engines.images.scores.verdict import Scores

if TYPE_CHECKING:
    import numpy as np
    from torch import Tensor

    from engines.images.dataset import Deck
    from engines.images.scores.learning import Net

COUNT: Final = 400  # samples, and pictures in each of two parts
PIECE: Final = 16  # pictures at once
LOOKED: Final = 0.4  # of the work, when the pictures to compare with have been looked at
Draw = Callable[[Any, int, int], "np.ndarray"]
"""(engine, how many, seed) -> samples, uint8 (n, H, W, C)."""


@dataclass
class Session:
    """One scoring: call :meth:`advance` on the engine's thread until it is done. Making one imports no torch.

    Args:
        draw: makes samples; it is called for few at a time, each time with another seed.
        what: what the samples are, English, told with the scores.
        piece: how many at a time.
        deck: where an engine has its pictures.

    Attributes:
        learning: whether the net to compare by learns now, which it does once for a set of pictures.
    """

    draw: Draw
    what: str
    seed: int = 0
    count: int = COUNT
    piece: int = PIECE
    deck: Callable[[Any], Deck] = attrgetter("deck")
    found: Scores | None = None
    learning: bool = False
    _work: Iterator[float] | None = field(default=None, repr=False)

    def advance(self, engine: Any) -> float:
        """Do a piece; how much is done, 0 to 1. ``found`` is there at 1.

        Raises:
            Problem: the run has too few pictures.
        """
        if self._work is None:
            self._work = self._pieces(engine)
        return next(self._work, 1.0)

    def _pieces(self, engine: Any) -> Iterator[float]:
        yield from self.look(engine)
        yield from self.compare(engine)

    def look(self, engine: Any) -> Iterator[float]:
        """The first part: look at the pictures that samples are compared with, once for a run."""
        deck = self.deck(engine)
        parts = split(deck, self.count)
        real = _REAL.get(deck)
        if real is None or real.count != len(parts.first):
            yield from self._look_at(deck, parts)
        yield LOOKED

    def compare(self, engine: Any) -> Iterator[float]:
        """The second: draw samples, and compare them."""
        import torch

        from engines.images.dataset import to_float

        deck = self.deck(engine)
        real = _REAL[deck]
        n, step, made, looks = real.count, int(engine.count), [], []
        for begun in range(0, n, self.piece):
            size = min(self.piece, n - begun)
            drawn = torch.from_numpy(self.draw(engine, size, self.seed + begun)).to(deck.pixels.device)
            made.append(drawn)
            looks.append(real.net.of(to_float(drawn)))
            yield LOOKED + 0.4 * begun / n
        values: dict[str, float] = {}
        for at, part in enumerate(real.measures(torch.cat(looks), torch.cat(made))):
            values |= part
            yield 0.8 + 0.02 * at
        self.found = Scores(
            values, real.floors(), n, step, self.what, real.net.task, real.net.right, real.unseen
        )

    def _look_at(self, deck: Deck, parts: Split) -> Iterator[float]:
        """The pictures that samples are compared with, by a net that has learned on others."""
        import torch

        from engines.images.dataset import to_float
        from engines.images.scores import learning

        self.learning = True
        net = yield from _scaled(learning.net(deck), 0.3)
        self.learning = False
        looks = []
        chosen = torch.cat([parts.first, parts.second]).split(PIECE)
        for at, some in enumerate(chosen):
            looks.append(net.of(to_float(deck.pixels[some])))
            yield 0.3 + 0.1 * at / len(chosen)
        _REAL[deck] = Real(deck, torch.cat(looks), parts, net)


def share(deck: Any, others: Sequence[Any]) -> None:
    """Compare the samples of other runs on the same pictures with those that one's are, by the same net.

    Raises:
        ValueError: another run has other pictures, or others are kept out of training.
    """
    from engines.images.scores import learning

    net, real = learning.known(deck), _REAL.get(deck)
    for other in others:
        if any(not getattr(deck, part).equal(getattr(other, part)) for part in ("train", "held", "pixels")):
            raise ValueError("the runs learn from other pictures")
        if net is not None:
            learning.adopt(other, net)
        if real is not None:
            _REAL[other] = real


def _scaled(work: Generator[float, None, Net], share: float) -> Generator[float, None, Net]:
    """The same, as so large a share of the whole."""
    try:
        while True:
            yield share * next(work)
    except StopIteration as end:
        net: Net = end.value
        return net


class Real:
    """A run's pictures in two parts: samples are compared with the first; so is the second, for the floor.

    Args:
        looks: features of both parts, (2 n, d). parts: their numbers. net: what made them.
    """

    def __init__(self, deck: Deck, looks: Tensor, parts: Split, net: Net) -> None:
        from engines.images.likeness import whitened

        self.count, self.net, self._numbers = len(parts.first), net, parts.first
        self.unseen = parts.unseen
        self._first, self._second = looks.split(self.count)
        self._map = whitened(self._first)
        self._flat = self._map(self._first)
        self._pixels, self._train, self._held = deck.pixels, deck.train, deck.held
        self._labels: Tensor | None = getattr(deck, "labels", None)
        self._floors: dict[str, float] | None = None

    def measures(self, looks: Tensor, pixels: Tensor | None) -> Iterator[dict[str, float]]:
        """Scores of features (n, d) by name, a few at a time; of samples, uint8, too where given."""
        from engines.images.likeness import variety
        from engines.images.scores import balls, classes, copies, laws

        yield {"variety": variety(looks, self._first)}
        yield dict(zip(("coverage", "density"), balls.coverage_density(self._first, looks), strict=True))
        yield dict(zip(("precision", "recall"), balls.precision_recall(self._first, looks), strict=True))
        flat = self._map(looks)
        yield {"sliced": laws.sliced(self._flat, flat)}
        yield dict(zip(("kernel", "kernel_spread"), laws.kernel(self._flat, flat), strict=True))
        yield {"frechet": laws.frechet(self._flat, flat)}
        if self._labels is not None and int(self._labels.max()) > 0:
            labels = self._labels[self._numbers]
            kinds = int(self._labels.max()) + 1
            real, made = (classes.shares(self._first, labels, x, kinds) for x in (self._second, looks))
            yield {"classes": classes.missing(real, made)}
        if pixels is not None and len(self._held) and not bool((self._held[:1, None] == self._train).any()):
            train = self._pixels[self._train]
            yield {"novelty": copies.novelty(train, self._pixels[self._held], pixels)}

    def floors(self) -> dict[str, float]:
        """What the second part scores against the first; pictures kept out are as novel as 1."""
        if self._floors is None:
            self._floors = {"novelty": 1.0}
            for part in self.measures(self._second, None):
                self._floors |= part
        return self._floors


_REAL: WeakKeyDictionary[Any, Real] = WeakKeyDictionary()  # by deck: features are found once a run
