"""A net that learns on a set of pictures what to compare them by: their classes, or which way up they are.

Telling which way pictures were turned needs no labels and makes a net see what is in them (Gidaris, Singh and
Komodakis 2018, "Unsupervised Representation Learning by Predicting Image Rotations"). It learns once for each
set, from a fixed choice of its pictures that is then left out of scoring, in pieces of a few hundredths of a
second, and is kept in the person's cache.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final, Protocol
from weakref import WeakKeyDictionary

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from engines.images import features
from engines.images.dataset import to_float
from engines.images.scores import shelf
from engines.images.scores.verdict import Task

FEW: Final = 400  # pictures: with fewer nothing is learned, and weights stay random
SHARE, MOST = 0.25, 1000  # of all pictures, and pictures, that are learned from
TESTED: Final = 128  # others that it is asked about at the end
STEPS, BATCH, RATE = 120, 32, 2e-3
WIDE: Final = 64  # pixels from which on a batch is smaller
KINDS: Final = 50  # classes at most; of more each has too few pictures
TURNS: Final = 4


class Pictures(Protocol):
    """What of a deck is learned from."""

    pixels: Tensor


@dataclass(frozen=True)
class Net:
    """A net to compare pictures by.

    Attributes:
        weights: of its layers, see :func:`engines.images.features.of`.
        task: what it learned. right: share of pictures it has not seen that it is right about, or NaN.
    """

    weights: tuple[Tensor, ...]
    task: Task
    right: float

    def of(self, x: Tensor) -> Tensor:
        """Features of pictures (N, C, H, W) in [-1, 1]: (N, d)."""
        return features.of(x, self.weights)


def taken(count: int) -> np.ndarray:
    """Numbers of the pictures of a set of so many that are learned from, always the same."""
    n = 0 if count < FEW else min(MOST, int(SHARE * count))
    return _order(count)[:n]


def _order(count: int) -> np.ndarray:
    """Of the seed that no run has: one that chooses alike keeps all those out of training that it took."""
    return np.random.default_rng((features.SEED, count)).permutation(count)


def free(deck: Pictures) -> Tensor:
    """Which pictures of a set the net has not learned from: bool (N,)."""
    found = torch.ones(len(deck.pixels), dtype=torch.bool, device=deck.pixels.device)
    found[torch.from_numpy(taken(len(found))).to(found.device)] = False
    return found


def known(deck: Any) -> Net | None:
    """The net that a run's pictures are compared by, once it is there."""
    return _KNOWN.get(deck)


def adopt(deck: Any, net: Net) -> None:
    """Let a run's pictures be compared by a net that was learned on the same ones."""
    _KNOWN[deck] = net


def kept(deck: Pictures) -> Generator[float, None, Net | None]:
    """The net of a set where it was learned before, from now on :func:`known`; else None. Yields as
    :func:`net`."""
    if (found := known(deck)) is None and len(deck.pixels) >= FEW:
        asked = _Asked(deck)
        name = yield from asked.name()
        if (found := asked.recall(name)) is not None:
            adopt(deck, found)
    return found


def net(deck: Pictures) -> Generator[float, None, Net]:
    """The net of a set, learned now or before; :func:`known` from then on. Yields how much is done, 0 to 1,
    between short pieces."""
    found = known(deck)
    if found is None:
        asked = _Asked(deck)
        if len(deck.pixels) < FEW:
            found = Net(tuple(asked.start), "none", float("nan"))
        else:
            name = yield from asked.name()
            found = asked.recall(name) or (yield from asked.learned(name))
        adopt(deck, found)
    return found


class _Asked:
    """What a net is to be asked of a set: its classes where it has some, else turns."""

    def __init__(self, deck: Pictures) -> None:
        self._pixels, labels = deck.pixels, getattr(deck, "labels", None)
        kinds = 0 if labels is None else int(labels.max()) + 1
        told = 2 <= kinds <= KINDS
        self._labels, self._kinds = (labels, kinds) if told else (None, TURNS)
        self._task: Task = "classes" if told else "turns"
        self.start = features.begun(self._pixels.shape[-1], to_float(self._pixels[:1]))

    def name(self) -> Generator[float, None, str]:
        """Under which it is kept; see :func:`shelf.digest`."""
        return shelf.digest(self._pixels, self._labels)

    def recall(self, name: str) -> Net | None:
        """The one that was learned before."""
        found = shelf.recall(name, [tuple(w.shape) for w in self.start])
        if found is None:
            return None
        weights = tuple(torch.from_numpy(w).to(self._pixels.device) for w in found[0])
        return Net(weights, self._task, found[1])

    def learned(self, name: str) -> Generator[float, None, Net]:
        """One that learns now, and is kept."""
        learner = _Learner(self._pixels, self._labels, self.start, self._kinds)
        for step in range(STEPS):
            learner.step()
            yield step / STEPS
        right = learner.right()
        shelf.keep(name, [w.detach().cpu().numpy() for w in learner.weights], right)
        return Net(tuple(w.detach() for w in learner.weights), self._task, right)


_KNOWN: WeakKeyDictionary[Any, Net] = WeakKeyDictionary()  # by deck


class _Learner:
    """Learns what it is asked of pictures, from the weights that it begins with."""

    def __init__(self, pixels: Tensor, labels: Tensor | None, start: list[Tensor], kinds: int) -> None:
        self._pixels, self._labels = pixels, labels
        n = len(taken(len(pixels)))
        order = torch.from_numpy(_order(len(pixels))).to(pixels.device)
        self._chosen, self._others = order[:n], order[n : n + TESTED]
        self.weights = [w.clone().requires_grad_() for w in start]
        self._head = torch.zeros(kinds, features.WIDTHS[-1] * features.PLACES**2).to(start[0])
        self._head.requires_grad_()
        self._adam = torch.optim.Adam([*self.weights, self._head], RATE)
        self._rng = torch.Generator().manual_seed(features.SEED)
        self._batch = BATCH if pixels.shape[1] < WIDE else BATCH // 2

    @torch.enable_grad()
    def step(self) -> None:
        """One batch; in the middle of a step of training that may have turned gradients off."""
        at = torch.randint(len(self._chosen), (self._batch,), generator=self._rng)
        x, y = self._asked(self._chosen[at.to(self._chosen.device)])
        self._adam.zero_grad()
        F.cross_entropy(self._answer(x), y).backward()
        self._adam.step()

    @torch.no_grad()
    def right(self) -> float:
        """Share of other pictures that it is right about."""
        x, y = self._asked(self._others)
        return float((self._answer(x).argmax(1) == y).float().mean())

    def _asked(self, chosen: Tensor) -> tuple[Tensor, Tensor]:
        """Pictures (n, C, H, W) and what is to be said of each, (n,)."""
        x = to_float(self._pixels[chosen])
        if self._labels is not None:
            return x, self._labels[chosen]
        y = torch.arange(len(x), device=x.device) % TURNS
        for turn in range(1, TURNS):
            x[y == turn] = torch.rot90(x[y == turn], turn, (2, 3))
        return x, y

    def _answer(self, x: Tensor) -> Tensor:
        return F.linear(features.layers(x, self.weights)[-1], self._head)
