"""How firmly an n-gram holds together (kexue.fm posts 4256 and 6920, with exact counts).

    coh(w) = ln min over 1 <= j < n of  T c(w) / ( c(w[:j]) c(w[j:]) )

in natural logarithms: how many times more often the weakest split's halves meet than chance would have it.
T is the number of tokens. A single token has no split; its cohesion is 0.
"""

from __future__ import annotations

import numpy as np

from engines.words.counting.ngrams import Level

SLACK = np.log(2)
SURE = 4  # occurrences from which the slack is given: twice the least count of a short text


def cohesion(levels: list[Level], n: int, total: int) -> np.ndarray:
    """float64 (K,), of all frequent n-grams of ``n`` tokens.

    Args:
        levels: at least 1 .. n. total: T, tokens in the text.
    """
    level = levels[n - 1]
    if n == 1:
        return np.zeros(len(level.counts))
    worst = np.full(len(level.counts), -np.inf)
    for j in range(1, n):
        head, tail = levels[j - 1], levels[n - j - 1]
        halves = np.log(head.counts)[head.rank[level.first]] + np.log(tail.counts)[tail.rank[level.first + j]]
        np.maximum(worst, halves, out=worst)
    return np.log(level.counts) + np.log(max(total, 1)) - worst


def firm(found: np.ndarray, counts: np.ndarray, theta: float, total: int, margin: float = 0.0) -> np.ndarray:
    """bool (K,), whether n-grams hold together firmly enough.

    An n-gram whose halves occur nowhere else has coh = ln T/c, and more cannot be. In short texts that is
    less than ``theta`` for the very words a text is about, so whoever comes within a factor of two of it
    passes too, if it occurs often enough to rule out chance.

    Args:
        found: cohesion, nats. counts: occurrences. theta: the least cohesion. total: T.
        margin: nats that may be missing from either.
    """
    most = np.log(max(total, 1)) - np.log(counts)
    return (found >= theta - margin) | ((found >= most - SLACK - margin) & (counts >= SURE))
