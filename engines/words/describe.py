"""From pieces of the text to rows of a table: distinct words, and all that is known of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.words.counting.cohesion_cut import Pieces
from engines.words.counting.entropy import entropies
from engines.words.counting.positions import Places
from engines.words.progress import Work
from engines.words.text.alphabet import Stream


@dataclass(frozen=True)
class Words:
    """Distinct words of a stream, in any order.

    Attributes:
        starts: int32, a token at which each occurs. lengths: int32, in tokens.
        pieces: int64, how often each stands free.
        index: int32, for each piece they were collected from which word it is, -1 for none.
    """

    starts: np.ndarray
    lengths: np.ndarray
    pieces: np.ndarray
    index: np.ndarray


def collect(found: Pieces, places: Places, least: int) -> Words:
    """The distinct words among pieces that stand free ``least`` times or more."""
    index = np.full(len(found.starts), -1, np.int32)
    starts, lengths, counts = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    base = 0
    for n in np.unique(found.lengths).tolist():
        same = np.flatnonzero(found.lengths == n)
        if n <= places.window:
            group = places.levels[n - 1].rank[found.starts[same]]
            times = np.bincount(group[group >= 0], minlength=len(places.levels[n - 1].counts))
            one = places.levels[n - 1].first
            table = np.append(_numbers(times >= least, base), np.int32(-1))
        else:
            some, group = places.distinct(found.starts[same], n)
            times = np.bincount(group, minlength=len(some))
            one = found.starts[same][some]
            table = _numbers(times >= least, base)
        kept = times >= least
        index[same] = table[group]
        starts.append(one[kept])
        lengths.append(np.full(len(starts[-1]), n, np.int32))
        counts.append(times[kept])
        base += len(starts[-1])
    return Words(np.concatenate(starts), np.concatenate(lengths), np.concatenate(counts), index)


def _numbers(kept: np.ndarray, base: int) -> np.ndarray:
    return np.where(kept, base + np.cumsum(kept) - 1, -1).astype(np.int32)


@dataclass(frozen=True)
class Columns:
    """What is measured of each of W words: see :class:`engines.words.result.Result`; ``first`` is a token."""

    counts: np.ndarray
    cohesion: np.ndarray
    left: np.ndarray
    right: np.ndarray
    first: np.ndarray


def measure(stream: Stream, places: Places, words: Words) -> Work[Columns]:
    """Counts, cohesion and entropies of words of any length."""
    W = len(words.starts)
    found = Columns(np.zeros(W, np.int64), np.zeros(W), np.zeros(W), np.zeros(W), np.zeros(W, np.int32))
    for n in np.unique(words.lengths).tolist():
        rows = np.flatnonzero(words.lengths == n)
        starts = words.starts[rows]
        found.counts[rows] = counts = places.counts(starts, n)
        found.cohesion[rows] = cohesion_at(places, starts, n, counts, stream.total)
        yield None
        for owner, at in places.find(starts, n):
            here = np.flatnonzero(np.bincount(owner, minlength=len(rows)))
            found.left[rows[here]] = entropies(owner, stream.ids[at - 1], counts)[here]
            found.right[rows[here]] = entropies(owner, stream.ids[at + n], counts)[here]
            found.first[rows[owner[::-1]]] = at[::-1]  # the last one written stays
            yield None
    return found


def cohesion_at(places: Places, starts: np.ndarray, n: int, counts: np.ndarray, total: int) -> np.ndarray:
    """Cohesion of the n-grams at ``starts``, of any length."""
    worst = np.full(len(starts), -np.inf)
    for j in range(1, n):
        halves = np.log(places.counts(starts, j)) + np.log(places.counts(starts + j, n - j))
        np.maximum(worst, halves, out=worst)
    return np.log(counts) + np.log(max(total, 1)) - worst
