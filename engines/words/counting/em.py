"""Which words of a lexicon explain the text best: hard expectation-maximisation of a unigram model.

    cut the text by argmax sum ln p(w);  p(w) <- pieces that are w / all pieces;  again

A second round changes a dozen words of thirteen thousand, so two rounds are done.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.words.counting.cohesion_cut import Pieces
from engines.words.counting.positions import Places
from engines.words.counting.viterbi import Lanes, blocks, cuts, spans, worth
from engines.words.progress import Work

RARE = 0.5  # count of a character that the model has not met
ROUNDS = 2


class Unigrams:
    """A unigram model over single tokens and given words of one text.

    Args:
        starts, lengths: int32, a token at which each distinct word (of two tokens or more) occurs.
        counts: how often each is believed to stand free, to begin with.
    """

    def __init__(self, places: Places, starts: np.ndarray, lengths: np.ndarray, counts: np.ndarray) -> None:
        characters = places.levels[0].counts
        self._places, self.base = places, len(characters)
        self.counts = np.concatenate([characters, counts]).astype(np.float64)
        self.longest = int(lengths.max(initial=1))
        none = np.int32(len(self.counts))
        self._tables = [
            np.append(np.arange(self.base, dtype=np.int32), none + 1)
        ]  # by rank; -1 takes the last
        self._sparse: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        for n in range(2, self.longest + 1):
            rows = np.flatnonzero(lengths == n).astype(np.int32) + self.base
            first = starts[lengths == n]
            if n <= places.window:
                level = places.levels[n - 1]
                table = np.full(len(level.counts) + 1, none, np.int32)
                table[level.rank[first]] = rows
                self._tables.append(table)
            elif len(rows):
                parts = [(at, rows[owner]) for owner, at in places.find(first, n)]
                at = np.concatenate([p[0] for p in parts])
                order = np.argsort(at)
                self._sparse[n] = (at[order], np.concatenate([p[1] for p in parts])[order])

    def words(self, low: int, high: int) -> Iterator[np.ndarray]:
        """For n = 1 .. longest: int32 (high - low,), the word of n tokens at each token, or one of two
        numbers past the last: none, or a character the model has not met."""
        for n in range(1, self.longest + 1):
            if n <= len(self._tables):
                yield self._tables[n - 1][self._places.levels[n - 1].rank[low:high]]
            else:
                row = np.full(high - low, len(self.counts), np.int32)
                at, words = self._sparse.get(n, (np.zeros(0, np.int32), np.zeros(0, np.int32)))
                part = slice(*np.searchsorted(at, [low, high]).tolist())
                row[at[part] - low] = words[part]
                yield row

    def logs(self) -> np.ndarray:
        """int32 (``worth``), ln p of each word, then of none and of a character the model has not met."""
        total = max(self.counts.sum(), 1.0)
        counts = self.counts.copy()
        counts[: self.base] = np.maximum(counts[: self.base], RARE)
        with np.errstate(divide="ignore"):
            return worth(np.log(np.concatenate([counts, [0.0, RARE]]) / total))

    def cut(self, ids: np.ndarray, found: Lanes) -> Work[tuple[Pieces, np.ndarray, np.ndarray]]:
        """The likeliest cut of a text.

        Args:
            ids: (N + 1,), the text. found: all its stretches.

        Returns:
            its pieces of two tokens or more, int32 which word each is, and float64 all words' new counts.
        """
        logs, pieces = self.logs(), 0
        counts = np.zeros(len(self.counts) + 2)
        parts = [(np.zeros((0, 3), np.int32))]
        for low, high, here in blocks(found):
            words = list(self.words(low, high))
            starts, lengths = spans(cuts(here, [logs[row] for row in words]), ids[low : high + 1])
            pieces += len(starts)
            for n in range(1, self.longest + 1):
                at = starts[lengths == n]
                counts += np.bincount(words[n - 1][at], minlength=len(counts))
                if n > 1:
                    rows = np.stack([at + low, np.full(len(at), n), words[n - 1][at]], 1).astype(np.int32)
                    parts.append(rows[rows[:, 2] < len(self.counts)])
            yield None
        rows = np.concatenate(parts)
        rows = rows[np.argsort(rows[:, 0], kind="stable")]
        return Pieces(rows[:, 0], rows[:, 1], pieces), rows[:, 2], counts[:-2]
