"""How freely text goes on after an n-gram, and whether that freedom jumps where the n-gram ends.

    H_r(w) = ln c(w) - 1/c(w) sum_x c(wx) ln c(wx)      (each separator is an event of its own)
    d_r(w) = H_r(w) - H_r(w[:-1]),   d_l(w) = H_l(w) - H_l(w[1:])
    a(w)   = z(d_l) + z(d_r),        z: standardised over all distinct n-grams of w's length

A word's inside is predictable and its edges are not: a(w) is the normalised variation of branching entropy,
in the spirit of Magistry and Sagot (2012). The best segmentation maximises sum of len(w) a(w).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from engines.words.counting.ngrams import Level
from engines.words.progress import Work


def autonomy(ids: np.ndarray, levels: list[Level]) -> Work[list[np.ndarray]]:
    """a(w) of all n-grams counted, for n = 1 .. len(levels) - 1.

    Args:
        ids: (N + 1,), the text. levels: of all n-grams that occur twice or more; those that occur once have
            H = 0 and are taken into the means and deviations without being listed.

    Returns:
        float64 (K_n + 1,) each; the last is for n-grams that occur once: -inf but for single characters.
    """
    found: list[np.ndarray] = []
    shorter = (np.zeros(1), np.zeros(1))
    exists = ids != 0
    for level, longer in pairwise(levels):
        both = np.zeros(len(level.counts))
        rare = 0.0
        entropies = (_entropy(level, longer, 1), _entropy(level, longer, 0))
        if level.n > 1:
            exists = exists[:-1] & (ids[level.n - 1 :] != 0)
        once = np.flatnonzero(exists & (level.rank[: len(exists)] < 0))
        yield None
        for side, H in enumerate(entropies):  # 0: left, whose shorter n-gram begins one later; 1: right
            if level.n == 1:
                change, past = H, np.zeros(len(once))
            else:
                rank = levels[level.n - 2].rank
                change = H - shorter[side][rank[level.first + (1 - side)]]
                past = -np.append(shorter[side], 0.0)[rank[once + (1 - side)]]
            mean, deviation = _moments(change, past)
            both += (change - mean) / deviation
            rare += -mean / deviation
            yield None
        shorter = entropies
        found.append(np.append(both, rare if level.n == 1 else -np.inf))
    return found


def _entropy(level: Level, longer: Level, offset: int) -> np.ndarray:
    """H of what follows (offset 0) or precedes (offset 1) each n-gram of a level."""
    owner = level.rank[longer.first + offset]
    kept = np.bincount(owner, longer.counts * np.log(longer.counts), minlength=len(level.counts))
    return np.log(level.counts) - kept / level.counts


def _moments(a: np.ndarray, b: np.ndarray) -> tuple[float, float]:
    """Mean and standard deviation (1 where there is none) of two arrays together."""
    n = max(len(a) + len(b), 1)
    mean = float(a.sum() + b.sum()) / n
    square = float(((a - mean) ** 2).sum() + ((b - mean) ** 2).sum()) / n
    return mean, float(np.sqrt(square)) or 1.0
