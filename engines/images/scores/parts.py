"""The two parts of a run's pictures: samples are compared with one, and so is the other, for the floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engines.ground.problem import Problem

if TYPE_CHECKING:
    from torch import Tensor

    from engines.images.dataset import Deck

LEAST: Final = 32  # pictures in a part; with fewer all is chance
SPARED: Final = 100  # kept out of training, with which the floor is theirs


@dataclass(frozen=True)
class Split:
    """Numbers of the pictures that samples are compared with, (n,), and of as many for the floor.

    Attributes:
        unseen: the latter were kept out of training; else too few were, and they are trained on.
    """

    first: Tensor
    second: Tensor
    unseen: bool


def split(deck: Deck, count: int) -> Split:
    """At most ``count`` of either; none that the net to compare by learns from.

    Raises:
        Problem: the run has too few pictures.
    """
    from engines.images.scores import learning

    free = learning.free(deck)
    train = deck.train[free[deck.train]]
    free[deck.train] = False  # of few pictures those kept out are trained on, too
    held = deck.held[free[deck.held]]
    if len(held) >= SPARED:
        n = min(count, len(held), len(train))
        return Split(train[:n], held[:n], True)
    n = min(count, len(train) // 2)
    if n < LEAST:
        facts = {"least": f"{2 * LEAST:,}", "count": f"{len(deck.train):,}"}
        raise Problem("Scores need {least} pictures to compare with; this run has {count}.", **facts)
    return Split(train[:n], train[-n:], False)
