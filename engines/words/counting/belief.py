"""How much an n-gram is like a word: ten figures of it, weighed together by a small perceptron.

    belief(w) = v · tanh(U x(w) + a) + b          ln odds that w is a word

x(w): occurrences, cohesion, both branching entropies, how often w stands free against how often it does not,
how readily its characters are glued within it and how readily they are parted at its edges, its length, and
the length of the text. No figure tells one character from another but by what it does in this very text:

    after(c) = ln ( pieces in which c is followed by another character / those in which it is not )

and before(c) likewise. The weights were learned once (``python -m tests.tools.words_belief``) from the first
half of a newspaper cut by hand, cut into texts of many lengths; no word of it is kept. There the figures
alone already say what people call a word: of words believed in on its other half, .82 are.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from engines.words.counting.belief_weights import BIAS, HIDDEN, INPUT, OUTPUT

LEAST: Final = -0.3  # ln odds from which a word is believed in: F1 is best there, at all lengths of text
SMALL: Final = 1_000  # characters; a shorter text is weighed as if it stood among others, so many in all
LARGE: Final = 1_000_000  # characters; a longer one as if it were so long
MOST: Final = 4  # characters; longer words are as long as these


def glue(
    ids: np.ndarray, lengths: np.ndarray, free: np.ndarray, unigrams: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """after(c) and before(c) of each character, float64 (kinds + 1,).

    Args:
        ids: int (W, longest), the characters of words, 0 past a word's end. lengths: int (W,).
        free: (W,), how often each word stands free; all other characters stand alone.
        unigrams: int64 (kinds + 1,), all occurrences of each character.
    """
    kinds, after, before = len(unigrams), np.zeros(len(unigrams)), np.zeros(len(unigrams))
    for j in range(ids.shape[1] - 1):
        longer = lengths > j + 1
        after += np.bincount(ids[longer, j], free[longer], kinds)
        before += np.bincount(ids[longer, j + 1], free[longer], kinds)
    return _odds(after, unigrams), _odds(before, unigrams)


def _odds(some: np.ndarray, every: np.ndarray) -> np.ndarray:
    return np.log((some + 0.5) / (np.maximum(every - some, 0) + 0.5))


def features(
    ids: np.ndarray,
    lengths: np.ndarray,
    counts: np.ndarray,
    free: np.ndarray,
    cohesion: np.ndarray,
    entropies: tuple[np.ndarray, np.ndarray],
    glued: tuple[np.ndarray, np.ndarray],
    total: int,
) -> np.ndarray:
    """x of n-grams of two characters or more, float64 (W, 10).

    Args:
        ids, lengths, free: as for :func:`glue`. counts: all occurrences. cohesion: nats.
        entropies: left and right, nats. glued: what :func:`glue` gave. total: characters of the text.
    """
    after, before = glued
    among = max(total, SMALL)
    rows, within = np.arange(len(ids)), np.full(len(ids), np.inf)
    for j in range(ids.shape[1] - 1):
        gap = after[ids[:, j]] + before[ids[:, j + 1]]
        within = np.where(lengths > j + 1, np.minimum(within, gap), within)
    columns = (
        np.log(counts),
        cohesion + np.log(among / max(total, 1)),
        *entropies,
        _odds(free, counts),
        within,
        -before[ids[:, 0]],
        -after[ids[rows, lengths - 1]],
        np.minimum(lengths, MOST),
        np.full(len(ids), np.log(min(among, LARGE))),
    )
    return np.stack(columns, 1)


def belief(x: np.ndarray) -> np.ndarray:
    """ln odds of being a word, float64 (W,), from :func:`features`."""
    return np.tanh(x @ INPUT + HIDDEN) @ OUTPUT + BIAS
