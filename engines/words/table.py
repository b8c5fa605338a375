"""The finished table: words as strings, sorted, scored and found again in the text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engines.marks import mark
from engines.words import score
from engines.words.alphabet import Stream
from engines.words.config import WordsConfig
from engines.words.cut import Pieces
from engines.words.describe import Columns, Words
from engines.words.dictionary import Lexicon
from engines.words.result import Pieces as Spans
from engines.words.result import Result, Summary

REPEATS = 3  # a word of one character repeated is believed up to this length


def assemble(
    stream: Stream,
    found: Pieces,
    words: Words,
    columns: Columns,
    config: WordsConfig,
    summary: Summary,
    lexicon: Lexicon | None,
) -> Result:
    """Rows by free-standing count, ties by first position; ``words.index`` speaks of ``found``."""
    text = stream.normal.text
    begin, end = stream.span(columns.first, words.lengths)
    strings = [text[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
    good = np.array([_believable(w, config.longest) for w in strings], bool)
    order = np.lexsort((columns.first, -words.pieces))
    order = order[good[order]]
    row = np.full(len(strings) + 1, -1, np.int32)  # the last for "no word"
    row[order] = np.arange(len(order))
    names = [strings[i] for i in order.tolist()]
    counts = lexicon.counts(names) if lexicon else np.zeros(len(names))
    fallback = _spelled(stream, words.starts[order], words.lengths[order])
    splits = score.best_splits(names, lexicon, fallback)
    if lexicon is None and config.dictionary == "jieba":
        note = mark("jieba is not installed: no word is marked as known.")
        summary = replace(summary, notes=(*summary.notes, note))
    starts, _ = stream.normal.original(begin[order], end[order])
    return Result(
        words=names,
        counts=columns.counts[order],
        segment_counts=words.pieces[order],
        cohesion=columns.cohesion[order],
        left_entropy=columns.left[order],
        right_entropy=columns.right[order],
        lengths=np.array([len(w) for w in names], np.int32),
        known=counts > 0,
        alnum=_with_letters(stream, words.starts[order], words.lengths[order]),
        score=score.gains(words.pieces[order], summary.pieces, splits),
        first=starts.astype(np.int64),
        summary=summary,
        pieces=_spans(stream, found, row[words.index]),
    )


def _believable(word: str, longest: int) -> bool:
    return len(word) <= longest and (len(word) <= REPEATS or len(set(word)) > 1)


def _spelled(stream: Stream, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """ln p of each word as single tokens, by the text's own frequencies."""
    counts = np.bincount(stream.ids, minlength=stream.kinds + 1)
    logs = np.log(np.maximum(counts, 1) / max(stream.total, 1))
    found = np.zeros(len(starts))
    for j in range(int(lengths.max(initial=0))):
        inside = lengths > j
        found[inside] += logs[stream.ids[starts[inside] + j]]
    return found


def _with_letters(stream: Stream, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    found = lengths == 1  # no Chinese character is a word alone
    if stream.kinds > stream.han:
        for j in range(int(lengths.max(initial=0))):
            inside = lengths > j
            found[inside] |= stream.ids[starts[inside] + j] > stream.han
    return found


def _spans(stream: Stream, found: Pieces, row: np.ndarray) -> Spans:
    known = row >= 0
    begin, end = stream.span(found.starts[known], found.lengths[known])
    begin, end = stream.normal.original(begin, end)
    return Spans(begin.astype(np.int32), end.astype(np.int32), row[known])
