"""Exact n-gram counts by level-wise packed sort (specs/words.md, section 4).

Level k is counted from level k - 1: a frequent k-gram begins where a frequent (k - 1)-gram begins and another
begins one character later (the apriori property; exact for every count >= the least one). The groups of one
(k - 1)-gram can be sorted alone: slices of about half a million positions (of a sixteenth of a large text)
bound both the memory and the time between two chances to stop. One integer key holds

    [ group within the slice | next character | index within the slice ]

so that sorting brings equal k-grams together with their positions in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engines.words.progress import Work
from engines.words.text.alphabet import Stream

SLICE = 1 << 19  # positions sorted in one go, in texts of less than sixteen times as many


@dataclass(frozen=True)
class Level:
    """All n-grams of one length that occur often enough.

    Attributes:
        n: tokens in each.
        rank: int16 or int32 (N + 1,), which n-gram begins at a token, -1 where no frequent one does.
        counts: int64 (K,), occurrences. first: int32 (K,), the first token of the first one.
        order: int32, positions of all of them, those of one n-gram together, in order; for n = 1 empty.
    """

    n: int
    rank: np.ndarray
    counts: np.ndarray
    first: np.ndarray
    order: np.ndarray

    @property
    def bounds(self) -> np.ndarray:
        """int64 (K + 1,): n-gram r has ``order[bounds[r]:bounds[r + 1]]``."""
        return np.concatenate([[0], np.cumsum(self.counts)])


def count(stream: Stream, longest: int, least: int) -> Work[list[Level]]:
    """All n-grams of 1 .. ``longest`` tokens that occur at least ``least`` times, level by level."""
    levels = [(yield from _characters(stream, least))]
    while len(levels) < longest:
        levels.append((yield from _extend(levels, least)))
    return levels


def _characters(stream: Stream, least: int) -> Work[Level]:
    ids, counts = stream.ids, np.zeros(stream.kinds + 1, np.int64)
    first = np.zeros(len(counts), np.int32)
    for low in reversed(range(0, len(stream), SLICE)):
        part = ids[low : min(low + SLICE, len(stream))]
        counts += np.bincount(part, minlength=len(counts))
        first[part[::-1]] = np.arange(low + len(part) - 1, low - 1, -1)  # the last one written stays
        yield None
    kept = counts >= least
    kept[0] = False
    K = np.count_nonzero(kept)
    table = np.full(len(counts), -1, np.int16 if K < 0x7FFF else np.int32)
    table[kept] = np.arange(K)
    return Level(1, table[ids], counts[kept], first[kept], np.zeros(0, np.int32))


def _extend(levels: list[Level], least: int) -> Work[Level]:
    """The level after the last."""
    letters, last = levels[0].rank, levels[-1]
    n, base = last.n + 1, 0
    char = bits(len(levels[0].counts))
    rank = np.full(len(letters), -1, np.int32)
    counts, first, order = [], [], []
    for low, at in _parts(last):
        index = bits(len(at))
        key = last.rank[at].astype(np.int64)
        key -= low
        key <<= char
        key |= letters[at + (n - 1)]
        key <<= index
        key |= np.arange(len(at))
        key.sort()
        where = key & ((1 << index) - 1)
        key >>= index
        heads = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])[: len(key)])
        found = np.diff(heads, append=len(key))
        kept = found >= least
        number = np.repeat(np.where(kept, base + np.cumsum(kept) - 1, -1).astype(np.int32), found)
        here = np.empty_like(number)
        here[where] = number
        rank[at] = here  # in order of the text: this array is larger than any cache
        at = at[where]
        counts.append(found[kept])
        first.append(at[heads[kept]])
        order.append(at[number >= 0])
        base += len(counts[-1])
        yield None
    return Level(n, rank, _joined(counts, np.int64), _joined(first, np.int32), _joined(order, np.int32))


def _parts(level: Level) -> Iterator[tuple[int, np.ndarray]]:
    """Places where two frequent n-grams begin one after the other, by whole groups of the first: (least rank
    among them, int32 places in order of the text)."""
    behind = np.cumsum(level.counts)
    if len(behind) == 0:
        return
    wanted = np.arange(0, behind[-1], max(SLICE, len(level.rank) >> 4))[1:]
    stops = np.unique(np.append(np.searchsorted(behind, wanted) + 1, len(behind)))
    frequent = level.rank >= 0
    at = np.flatnonzero(frequent[:-1] & frequent[1:]).astype(np.int32)
    part = np.searchsorted(stops, np.arange(len(behind)), side="right").astype(np.uint8)
    owner = part[level.rank[at]]
    low = 0
    for i, stop in enumerate(stops.tolist()):
        yield low, at[owner == i]
        low = stop


def _joined(parts: list[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate([np.zeros(0, dtype), *parts]).astype(dtype, copy=False)


def bits(n: int) -> int:
    """Bits that hold 0 .. n - 1."""
    return max(1, int(n - 1).bit_length())
