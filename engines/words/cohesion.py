"""How firmly an n-gram holds together (kexue.fm posts 4256 and 6920, with exact counts).

    coh(w) = ln min over 1 <= j < n of  T c(w) / ( c(w[:j]) c(w[j:]) )

in natural logarithms: how many times more often the weakest split's halves meet than chance would have it.
T is the number of tokens. A single token has no split; its cohesion is 0.
"""

from __future__ import annotations

import numpy as np

from engines.words.ngrams import Level


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
