"""All n-grams that could be words, with what counts alone say of each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engines.words.config import WINDOW
from engines.words.counting.belief import features, glue
from engines.words.counting.cohesion import cohesion
from engines.words.counting.ngrams import Level
from engines.words.counting.positions import Places
from engines.words.progress import Work
from engines.words.text.alphabet import Stream


@dataclass(frozen=True)
class Candidates:
    """N-grams of 2 .. ``WINDOW`` tokens.

    Attributes:
        starts: int32, the first token of the first one. lengths: int32. counts: int64, occurrences.
        cohesion, left, right: float64, nats. ids: int (C, WINDOW), their tokens, 0 past the end.
        unigrams: int64, occurrences of each token. total: tokens of the text.
    """

    starts: np.ndarray
    lengths: np.ndarray
    counts: np.ndarray
    cohesion: np.ndarray
    left: np.ndarray
    right: np.ndarray
    ids: np.ndarray
    unigrams: np.ndarray
    total: int

    def free(self, places: Places, starts: np.ndarray, lengths: np.ndarray, pieces: np.ndarray) -> np.ndarray:
        """float64 (C,), how often each stands free.

        Args:
            starts, lengths, pieces: of words, a token at which each occurs and how often it stands free.
        """
        free = np.zeros(len(self.starts))
        for level in places.levels[1:WINDOW]:
            times, mine, same = np.zeros(len(level.counts)), self.lengths == level.n, lengths == level.n
            times[level.rank[starts[same]]] = pieces[same]
            free[mine] = times[level.rank[self.starts[mine]]]
        return free

    def features(
        self, stream: Stream, places: Places, starts: np.ndarray, lengths: np.ndarray, pieces: np.ndarray
    ) -> np.ndarray:
        """See :func:`engines.words.counting.belief.features`; arguments as for :meth:`free`."""
        free = self.free(places, starts, lengths, pieces)
        glued = glue(tokens(stream, starts, lengths), lengths, pieces, self.unigrams)
        sides = (self.left, self.right)
        return features(self.ids, self.lengths, self.counts, free, self.cohesion, sides, glued, self.total)


def tokens(stream: Stream, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Int (W, longest), the tokens from each start on, 0 past the length."""
    offset = np.arange(int(lengths.max(initial=1)))
    at = np.minimum(starts[:, None] + offset, len(stream))
    return np.where(offset < lengths[:, None], stream.ids[at], 0)


def unigrams(stream: Stream, level: Level) -> np.ndarray:
    """int64 (kinds + 1,), occurrences of each token that is frequent enough to be in ``level``, the first."""
    found = np.zeros(stream.kinds + 1, np.int64)
    found[stream.ids[level.first]] = level.counts
    return found


def gather(stream: Stream, levels: list[Level], least: int) -> Work[Candidates]:
    """Those that occur ``least`` times or more.

    Args:
        levels: 1 .. ``WINDOW`` + 1, of all n-grams that occur twice or more.
    """
    starts, counts, held, left, right = [], [], [], [], []
    for level, longer in pairwise(levels[1 : WINDOW + 1]):
        kept = level.counts >= least
        starts.append(level.first[kept])
        counts.append(level.counts[kept])
        held.append(cohesion(levels, level.n, stream.total)[kept])
        left.append(_entropy(level, longer, 1)[kept])
        right.append(_entropy(level, longer, 0)[kept])
        yield None
    lengths = np.repeat(np.arange(2, WINDOW + 1, dtype=np.int32), [len(part) for part in starts])
    first = np.concatenate(starts)
    return Candidates(
        first,
        lengths,
        np.concatenate(counts),
        np.concatenate(held),
        np.concatenate(left),
        np.concatenate(right),
        tokens(stream, first, lengths),
        unigrams(stream, levels[0]),
        stream.total,
    )


def _entropy(level: Level, longer: Level, offset: int) -> np.ndarray:
    """H of what follows (offset 0) or precedes (offset 1) each n-gram of a level; see ``entropy.py``."""
    owner = level.rank[longer.first + offset]
    kept = np.bincount(owner, longer.counts * np.log(longer.counts), minlength=len(level.counts))
    return np.maximum(np.log(level.counts) - kept / level.counts, 0.0)
