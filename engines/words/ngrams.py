"""Exact n-gram counts by level-wise packed sort (specs/words.md, section 4).

Level k is counted from level k - 1: a frequent k-gram begins where a frequent (k - 1)-gram begins and another
begins one character later (the apriori property; exact for every count >= the least one). Positions are kept
grouped by (k - 1)-gram, so whole groups can be sorted alone: slices of about half a million positions bound
both the memory and the time between two chances to stop. One integer key holds

    [ group within the slice | next character | index within the slice ]

so that sorting brings equal k-grams together with their positions in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engines.words.alphabet import Stream
from engines.words.work import Work

SLICE = 1 << 19  # positions sorted in one go


@dataclass(frozen=True)
class Level:
    """All n-grams of one length that occur often enough.

    Attributes:
        n: tokens in each.
        rank: int32 (N + 1,), which n-gram begins at a token, -1 where none that is frequent does.
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
    levels = [_characters(stream, least)]
    yield None
    while len(levels) < longest:
        levels.append((yield from _extend(levels, least)))
    return levels


def _characters(stream: Stream, least: int) -> Level:
    counts = np.bincount(stream.ids, minlength=stream.kinds + 1)
    kept = counts >= least
    kept[0] = False
    table = np.full(len(counts), -1, np.int32)
    table[kept] = np.arange(np.count_nonzero(kept))
    first = np.zeros(len(counts), np.int32)
    first[stream.ids[::-1]] = np.arange(len(stream), -1, -1, dtype=np.int32)  # the last one written stays
    return Level(1, table[stream.ids], counts[kept], first[kept], np.zeros(0, np.int32))


def _extend(levels: list[Level], least: int) -> Work[Level]:
    """The level after the last."""
    letters, last = levels[0].rank, levels[-1]
    n, base = last.n + 1, 0
    char = bits(len(levels[0].counts))
    rank = np.full(len(letters), -1, np.int32)
    counts, first, order = [], [], []
    for low, part in _parts(last):
        at = part[last.rank[part + 1] >= 0]  # a position has a successor: the last token is a separator
        index = bits(len(at))
        key = last.rank[at].astype(np.int64)
        key -= low
        key <<= char
        key |= letters[at + (n - 1)]
        key <<= index
        key |= np.arange(len(at))
        key.sort()
        at = at[key & ((1 << index) - 1)]
        key >>= index
        heads = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])[: len(key)])
        found = np.diff(heads, append=len(key))
        kept = found >= least
        number = np.where(kept, base + np.cumsum(kept) - 1, -1).astype(np.int32)
        number = np.repeat(number, found)
        rank[at] = number
        counts.append(found[kept])
        first.append(at[heads[kept]])
        order.append(at[number >= 0])
        base += len(counts[-1])
        yield None
    return Level(n, rank, _joined(counts, np.int64), _joined(first, np.int32), _joined(order, np.int32))


def _parts(level: Level) -> Iterator[tuple[int, np.ndarray]]:
    """Positions of whole groups, about ``SLICE`` at a time: (least rank among them, positions int32)."""
    if len(level.counts) == 0:
        return
    behind = np.cumsum(level.counts)
    wanted = np.arange(SLICE, behind[-1], SLICE)
    stops = np.unique(np.append(np.searchsorted(behind, wanted) + 1, len(behind)))
    if level.n > 1:
        bounds = level.bounds
        low = 0
        for stop in stops.tolist():
            yield low, level.order[bounds[low] : bounds[stop]]
            low = stop
        return
    part = np.searchsorted(stops, np.arange(len(behind)), side="right").astype(np.uint16)
    owner = np.append(part, np.uint16(len(stops)))[level.rank]  # rank -1 takes the last
    low = 0
    for i, stop in enumerate(stops.tolist()):
        yield low, np.flatnonzero(owner == i).astype(np.int32)
        low = stop


def _joined(parts: list[np.ndarray], dtype: type) -> np.ndarray:
    return np.concatenate([np.zeros(0, dtype), *parts]).astype(dtype, copy=False)


def bits(n: int) -> int:
    """Bits that hold 0 .. n - 1."""
    return max(1, int(n - 1).bit_length())
