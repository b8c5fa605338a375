"""One word from all sides: its neighbours, its weakest cut, and where in the text it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from engines.words.result import Result
from engines.words.text.alphabet import HAN, SEPARATOR, classes, codes
from engines.words.text.concordance import places
from engines.words.text.normal import normalise

TOP = 8  # neighbours shown on either side


@dataclass(frozen=True)
class WordFacts:
    """About one word of one text.

    Attributes:
        word: the word. count: occurrences. total: characters of the text that words are made of.
        row: its row in the result, -1 if it is not among the words.
        left, right: the commonest characters beside it and how often each stands there; separators are not
            among them. left_edges, right_edges: how often a separator or the text's edge stands there.
        left_entropy, right_entropy: nats.
        cuts: (head, tail, cohesion in nats of that split), each possible split of the word.
        weakest: index in ``cuts`` of the least cohesive one, -1 for a single character.
        positions: int64, code points of the original text where it begins. length: code points of the text.
    """

    word: str
    count: int
    total: int
    row: int
    left: list[tuple[str, int]]
    right: list[tuple[str, int]]
    left_edges: int
    right_edges: int
    left_entropy: float
    right_entropy: float
    cuts: list[tuple[str, str, float]]
    weakest: int
    positions: np.ndarray
    length: int


def inspect(text: str, word: str, result: Result | None = None, *, nfkc: bool = False) -> WordFacts:
    """Everything about one word; the text is searched, so the word need not be in the result.

    Args:
        result: of this text, for the number of tokens and the word's row.
    """
    normal = normalise(text, nfkc)
    found = places(normal.text, word)
    left, left_edges = _beside(normal.text, found - 1)
    right, right_edges = _beside(normal.text, found + len(word))
    total = result.summary.tokens if result is not None else _tokens(normal.text)
    cuts = _cuts(normal.text, word, len(found), total)
    first, _ = normal.original(found, found + len(word))
    return WordFacts(
        word=word,
        count=len(found),
        total=total,
        row=result.row(word) if result is not None else -1,
        left=left.most_common(TOP),
        right=right.most_common(TOP),
        left_edges=left_edges,
        right_edges=right_edges,
        left_entropy=_entropy(left, len(found)),
        right_entropy=_entropy(right, len(found)),
        cuts=cuts,
        weakest=min(range(len(cuts)), key=lambda i: cuts[i][2], default=-1),
        positions=first.astype(np.int64),
        length=len(text),
    )


def _beside(text: str, at: np.ndarray) -> tuple[Counter[str], int]:
    kinds = classes()
    inside = at[(at >= 0) & (at < len(text))]
    beside = Counter(text[i] for i in inside.tolist())
    for c in [c for c in beside if kinds[ord(c)] == SEPARATOR]:
        del beside[c]
    return beside, len(at) - beside.total()


def _entropy(beside: Counter[str], count: int) -> float:
    """See ``entropy.py``: each separator is an event of its own."""
    if count == 0:
        return 0.0
    together = np.array(list(beside.values()), float)
    return max(0.0, float(np.log(count) - (together * np.log(together)).sum() / count))


def _cuts(text: str, word: str, count: int, total: int) -> list[tuple[str, str, float]]:
    found = []
    for j in range(1, len(word)):
        head, tail = word[:j], word[j:]
        if count == 0:
            found.append((head, tail, 0.0))
            continue
        chance = np.log(len(places(text, head))) + np.log(len(places(text, tail)))
        found.append((head, tail, float(np.log(max(total, 1)) + np.log(count) - chance)))
    return found


def _tokens(text: str) -> int:
    return int(np.count_nonzero(classes()[codes(text)] == HAN))
