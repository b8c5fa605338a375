"""Runs of letters and digits that stand alone: iPhone, WiFi. Each is one token and is never split."""

from __future__ import annotations

import numpy as np

from engines.words.counting.cohesion_cut import Pieces
from engines.words.counting.entropy import entropies
from engines.words.describe import Columns, Words
from engines.words.text.alphabet import Stream


def add(
    stream: Stream, glued: np.ndarray, least: int, found: Pieces, words: Words, columns: Columns
) -> tuple[Pieces, Words, Columns]:
    """Pieces, words and columns together with the runs that stand alone ``least`` times or more.

    A word needs two characters, one of them a letter: numbers are not news.
    """
    assert stream.runs is not None
    slot, number = stream.runs[:, 0], stream.runs[:, 1]
    alone = ~(glued[slot] | glued[slot - 1])  # before the first token stands the last, a separator
    counts = np.bincount(number)
    pieces = np.bincount(number[alone], minlength=len(counts))
    first = np.zeros(len(counts), np.int32)
    first[number[::-1]] = slot[::-1]  # the last one written stays
    begin, end = stream.span(first, np.ones_like(first))
    good = pieces >= least
    for i in np.flatnonzero(good).tolist():
        name = stream.normal.text[begin[i] : end[i]]
        good[i] = len(name) > 1 and any(map(str.isalpha, name))
    left = entropies(number, stream.ids[slot - 1], counts)
    right = entropies(number, stream.ids[slot + 1], counts)
    W = np.count_nonzero(good)
    more = Columns(counts[good], np.zeros(W), left[good], right[good], first[good])
    index = np.where(good, len(words.starts) + np.cumsum(good) - 1, -1).astype(np.int32)[number[alone]]
    starts = np.concatenate([found.starts, slot[alone]])
    order = np.argsort(starts, kind="stable")
    lengths = np.concatenate([found.lengths, np.ones(np.count_nonzero(alone), np.int32)])
    return (
        Pieces(starts[order], lengths[order], found.total),
        Words(
            np.concatenate([words.starts, first[good]]),
            np.concatenate([words.lengths, np.ones(W, np.int32)]),
            np.concatenate([words.pieces, pieces[good]]),
            np.concatenate([words.index, index])[order],
        ),
        _joined(columns, more),
    )


def _joined(a: Columns, b: Columns) -> Columns:
    names = ("counts", "cohesion", "left", "right", "first")
    return Columns(*(np.concatenate([getattr(a, name), getattr(b, name)]) for name in names))
