"""How well trees agree with gold trees, and what trees that know nothing reach. Imports no torch.

Only the parts count that are longer than a word and shorter than the sentence. Three ways to sum up:

``sentence``
    F1 of each sentence, then the mean; sentences whose gold tree has no such part are left out.
``sentence_legacy``
    the same with all sentences, as the ON-LSTM authors' script counts: where gold has no part, recall is 1,
    precision is 1 only if nothing was found either.
``corpus``
    one F1 of all parts of all sentences together.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from engines.onlstm.trees import Node, Spans, nest

Mode = Literal["sentence", "sentence_legacy", "corpus"]
BASELINES = ("left", "right", "balanced", "random", "best")
DRAWS = 10  # random trees for each sentence


@dataclass(frozen=True)
class Comparison:
    """A tree against its gold tree. ``f1`` is in percent, 100 where neither has a part to compare."""

    right: Spans
    wrong: Spans
    missed: Spans
    f1: float


def inner(tree: Node) -> Spans:
    """The parts that count."""
    return tree.spans() - {(tree.start, tree.end)}


def compare(tree: Node, gold: Node) -> Comparison:
    """Which parts of ``tree`` are right, which are wrong and which are missing."""
    found, wanted = inner(tree), inner(gold)
    return Comparison(found & wanted, found - wanted, wanted - found, sentence_f1(found, wanted))


def sentence_f1(found: Spans, gold: Spans) -> float:
    """F1 of one sentence in percent, by the legacy rule where gold has no part."""
    if not gold:
        return 0.0 if found else 100.0
    return 200.0 * len(found & gold) / (len(found) + len(gold))


def f1_of_spans(found: Sequence[Spans], gold: Sequence[Spans], mode: Mode = "sentence") -> float:
    """F1 in percent of many sentences given by the parts that count; 0 where there is nothing to count."""
    pairs = list(zip(found, gold, strict=True))
    if mode == "corpus":
        common = sum(len(a & b) for a, b in pairs)
        return 200.0 * common / max(1, sum(len(a) + len(b) for a, b in pairs))
    each = [sentence_f1(a, b) for a, b in pairs if b or mode == "sentence_legacy"]
    return sum(each) / max(1, len(each))


def f1(trees: Sequence[Node], golds: Sequence[Node], mode: Mode = "sentence") -> float:
    """F1 in percent of many trees, unlabelled."""
    return f1_of_spans([inner(t) for t in trees], [inner(g) for g in golds], mode)


def left(n: int) -> Node:
    """(((a b) c) d)"""
    return nest([(0, i) for i in range(2, n)], n)


def right(n: int) -> Node:
    """(a (b (c d)))"""
    return nest([(i, n) for i in range(1, n - 1)], n)


def balanced(n: int) -> Node:
    """Halves of halves; of an odd number the left half is the shorter."""
    return _split(n, lambda start, end: (start + end) // 2)


def chance(n: int, rng: random.Random) -> Node:
    """Every part split at a place drawn evenly."""
    return _split(n, lambda start, end: rng.randrange(start + 1, end))


def _split(n: int, where: Callable[[int, int], int]) -> Node:
    spans, stack = [], [(0, n)]
    while stack:
        start, end = stack.pop()
        if end - start > 1:
            spans.append((start, end))
            middle = where(start, end)
            stack += (middle, end), (start, middle)
    return nest(spans, n)


def baselines(golds: Sequence[Node], seed: int = 0, mode: Mode = "sentence") -> dict[str, float]:
    """F1 in percent of left- and right-branching, balanced and random trees (the mean of ten draws), and of
    the best binary tree there is."""
    gold = [inner(g) for g in golds]
    lengths = [g.end - g.start for g in golds]
    rng = random.Random(seed)

    def of(tree: Callable[[int], Node]) -> float:
        return f1_of_spans([inner(tree(n)) for n in lengths], gold, mode)

    drawn = [of(lambda n: chance(n, rng)) for _ in range(DRAWS)]
    best = f1_of_spans([inner(g.binarise()) for g in golds], gold, mode)
    return {
        "left": of(left),
        "right": of(right),
        "balanced": of(balanced),
        "random": sum(drawn) / DRAWS,
        "best": best,
    }
