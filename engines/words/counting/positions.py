"""Where words of any length occur, from the levels of frequent n-grams; exact, without hashing.

An n-gram longer than the last level is told apart by the ranks of the windows that cover it, those at
0, 4, 8, ... and the last one: two are equal iff all these ranks are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.words.counting.ngrams import SLICE, Level


class Places:
    """Occurrences in one text.

    Args:
        levels: all of :func:`engines.words.counting.ngrams.count`. An n-gram asked for must have
            frequent parts only, as every n-gram has that is itself frequent.
    """

    def __init__(self, levels: list[Level]) -> None:
        self.levels = levels
        self.window = levels[-1].n
        self._bounds = {level.n: level.bounds for level in levels[1:]}

    def distinct(self, starts: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Equal n-grams among those that begin at ``starts``: (index of one of each, group of each start)."""
        if len(starts) == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        _, index, group = np.unique(self._key(starts, n), return_index=True, return_inverse=True)
        return index, group

    def counts(self, starts: np.ndarray, n: int) -> np.ndarray:
        """int64, how often the n-gram at each start occurs in the text."""
        if n <= self.window:
            level = self.levels[n - 1]
            return level.counts[level.rank[starts]]
        index, group = self.distinct(starts, n)
        found = np.zeros(len(index), np.int64)
        for owner, _ in self.find(starts[index], n):
            found += np.bincount(owner, minlength=len(index))
        return found[group]

    def find(self, starts: np.ndarray, n: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """All occurrences of the distinct n-grams at ``starts`` (n >= 2): (which start, int32 position) in
        parts of about ``SLICE``; all occurrences of one n-gram are in one part, in order of the text."""
        m = min(n, self.window)
        level, bounds = self.levels[m - 1], self._bounds[m]
        rank = level.rank[starts]
        if n > m:
            rank = np.unique(rank)
        number = np.cumsum(level.counts[rank])
        stops = np.unique(
            np.append(np.searchsorted(number, np.arange(SLICE, number[-1], SLICE)) + 1, len(rank))
        )
        low = 0
        for stop in stops.tolist():
            some = rank[low:stop]
            sizes = level.counts[some]
            behind = np.cumsum(sizes)
            index = np.arange(behind[-1]) + np.repeat(bounds[some] - behind + sizes, sizes)
            at = level.order[index]
            if n == m:
                yield np.repeat(np.arange(low, stop), sizes), at
            else:
                mine = np.flatnonzero(np.isin(level.rank[starts], some))
                owner, at = self._longer(starts[mine], at, n)
                yield mine[owner], at
            low = stop

    def _longer(self, starts: np.ndarray, at: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Which of the places ``at`` hold one of the n-grams at ``starts``."""
        rank = self.levels[-1].rank
        for offset in self._offsets(n)[1:]:
            at = at[at + offset < len(rank)]
            at = at[rank[at + offset] >= 0]
        key = self._key(np.concatenate([starts, at]), n)
        wanted, places = key[: len(starts)], key[len(starts) :]
        order = np.argsort(wanted)
        slot = np.minimum(np.searchsorted(wanted, places, sorter=order), len(wanted) - 1)
        owner = order[slot]
        same = wanted[owner] == places
        return owner[same], at[same]

    def _offsets(self, n: int) -> list[int]:
        return [*range(0, n - self.window, self.window), n - self.window]

    def _key(self, starts: np.ndarray, n: int) -> np.ndarray:
        """int64, equal for equal n-grams and for no others (within one call)."""
        if n <= self.window:
            return self.levels[n - 1].rank[starts].astype(np.int64)
        rank = self.levels[-1].rank
        key = rank[starts].astype(np.int64)
        for offset in self._offsets(n)[1:]:
            pair = (key << 32) | rank[starts + offset]
            _, key = np.unique(pair, return_inverse=True)
        return key
