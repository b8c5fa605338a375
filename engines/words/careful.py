"""Careful mode: every n-gram is a candidate; belief and the best cut of the text correct each other.

Twice: a perceptron says of each candidate whether it is like a word (``counting/belief.py``), from what its
counts say and from how the text was cut before; then a unigram model learns by expectation-maximisation which
of those believed in explain the text best, and cuts it anew.
"""

from __future__ import annotations

import numpy as np

from engines.words.config import WINDOW
from engines.words.counting.belief import LEAST, belief
from engines.words.counting.candidates import Candidates, gather
from engines.words.counting.cohesion_cut import Pieces
from engines.words.counting.em import ROUNDS, Unigrams
from engines.words.counting.positions import Places
from engines.words.counting.viterbi import lanes
from engines.words.describe import Words
from engines.words.progress import Work
from engines.words.text.alphabet import Stream

TIMES = 2
STEP = 0.5  # ln odds


def weigh(
    stream: Stream, places: Places, words: Words, least: int, strictness: float
) -> Work[tuple[Pieces, Words, np.ndarray]]:
    """The words believed in that stand free often enough when the text is cut best.

    Args:
        places: over levels 1 .. 5 of n-grams that occur twice or more. words: the fast mode's.
        strictness: each asks for ``STEP`` more belief.

    Returns:
        pieces, words, and bool (N,) which gaps are glued.
    """
    some = yield from gather(stream, places.levels, least)
    firm = words
    for _ in range(TIMES):
        pieces, words = yield from believed(stream, places, some, firm, words, least, strictness)
    glued = np.zeros(len(stream), bool)
    for j in range(int(pieces.lengths.max(initial=1)) - 1):
        glued[pieces.starts[pieces.lengths > j + 1] + j] = True
    return pieces, words, glued


def believed(
    stream: Stream,
    places: Places,
    some: Candidates,
    firm: Words,
    words: Words,
    least: int,
    strictness: float = 0.0,
) -> Work[tuple[Pieces, Words]]:
    """Pieces and words of the next cut, after one that left ``words``; ``firm`` are the fast mode's.

    Of four characters or more, the fast mode's need no belief: newspapers take names of two words for two.
    """
    odds = belief(some.features(stream, places, words.starts, words.lengths, words.pieces))
    good = odds >= LEAST + STEP * strictness
    good |= (some.lengths == WINDOW) & (some.free(places, firm.starts, firm.lengths, firm.pieces) > 0)
    yield None
    long = firm.lengths > WINDOW
    starts = np.concatenate([firm.starts[long], some.starts[good]])
    lengths = np.concatenate([firm.lengths[long], some.lengths[good]])
    model = Unigrams(places, starts, lengths, np.concatenate([firm.pieces[long], some.counts[good]]))
    found = lanes(stream.ids)
    for _ in range(ROUNDS):
        pieces, word, fresh = yield from model.cut(stream.ids, found)
        model.counts = fresh
    free = fresh[model.base :].astype(np.int64)
    kept = free >= least
    index = np.append(np.where(kept, np.cumsum(kept) - 1, -1), -1).astype(np.int32)[word - model.base]
    return pieces, Words(starts[kept], lengths[kept], free[kept], index)
