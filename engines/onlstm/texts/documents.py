"""Sentences held out by whole documents: neighbours say the same in the same words. Imports no torch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

FEW: Final = 10  # files below which a treebank is cut into parts that stand for documents
PARTS: Final = 40
HELD: Final = 400  # sentences to check on
FINAL: Final = 1000  # and for figures at the end
_HELD_PART, _FINAL_PART = 12, 10  # one document in so many


class Shares(NamedTuple):
    """Places of sentences: to learn from, to check on, for the end. The others of a document are in none."""

    train: list[int]
    held: list[int]
    final: list[int]


def documents(lengths: Sequence[int]) -> list[int]:
    """The document of each sentence, given how many each file has. Few files are joined and cut into even
    parts: a treebank that was downloaded lies in one."""
    if len(lengths) >= FEW:
        return [i for i, n in enumerate(lengths) for _ in range(n)]
    total = sum(lengths)
    return [i * PARTS // total for i in range(total)]


def shares(of: Sequence[int], seed: int) -> Shares:
    """Some documents are held out whole, at random. ``of``: each sentence's."""
    rng = random.Random(seed)
    every = sorted(set(of))
    rng.shuffle(every)
    sizes = max(1, len(every) // _HELD_PART), max(1, len(every) // _FINAL_PART)
    first, second = accumulate(sizes)
    held, final = set(every[:first]), set(every[first:second])

    def drawn(within: set[int], most: int) -> list[int]:
        places = [i for i, document in enumerate(of) if document in within]
        return places if len(places) <= most else rng.sample(places, most)

    train = [i for i, document in enumerate(of) if document not in held | final]
    return Shares(train, drawn(held, HELD), drawn(final, FINAL))
