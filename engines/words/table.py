"""The finished table: words as strings, sorted, scored and found again in the text."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engines.ground.marks import mark
from engines.words import score
from engines.words.config import WINDOW, WordsConfig
from engines.words.counting.belief import belief, features, glue
from engines.words.counting.candidates import tokens, unigrams
from engines.words.counting.cohesion_cut import Pieces
from engines.words.counting.ngrams import Level
from engines.words.describe import Columns, Words
from engines.words.result import Pieces as Spans
from engines.words.result import Result, Summary
from engines.words.text.alphabet import Stream
from engines.words.text.dictionary import Lexicon

DIGITS = 6  # of the rank: what differs by less is a tie, however it was added up
LONG = 1.0  # least ln odds of four characters or more: newspapers take names of two words for two
REPEATS = 3  # a word of one character repeated is believed up to this length


@dataclass(frozen=True)
class Draft:
    """Words in any order, before they are sorted and scored.

    Attributes:
        words: distinct. pieces: int64, how often each stands free. columns: what was measured.
        first: int64, code point of the original text. alnum: bool, has letters or digits.
        ids: int (W, longest), the tokens of each, 0 past its end. unigrams: int64, occurrences of each token.
        places: pieces in the original text; their ``words`` are indices in here, -1 for none.
    """

    words: list[str]
    pieces: np.ndarray
    columns: Columns
    first: np.ndarray
    alnum: np.ndarray
    ids: np.ndarray
    unigrams: np.ndarray
    places: Spans


def finished(draft: Draft, config: WordsConfig, summary: Summary, lexicon: Lexicon | None) -> Result:
    """Rows by :func:`engines.words.score.rank`, ties by free-standing count, then by first position."""
    good = np.array([_believable(w, config.longest) for w in draft.words], bool)
    kept = np.flatnonzero(good)
    names = [draft.words[i] for i in kept.tolist()]
    known = (lexicon.counts(names) if lexicon else np.zeros(len(names))) > 0
    splits = score.best_splits(names, lexicon, _spelled(draft, summary.tokens)[kept])
    gains = score.gains(draft.pieces[kept], summary.pieces, splits)
    rank = np.round(score.rank(gains, known, _belief(draft, summary.tokens)[kept]), DIGITS)
    best = np.lexsort((draft.first[kept], -draft.pieces[kept], -rank))
    order, names = kept[best], [names[i] for i in best.tolist()]
    row = np.full(len(good) + 1, -1, np.int32)  # the last for "no word"
    row[order] = np.arange(len(order))
    if lexicon is None and config.dictionary == "jieba":
        note = mark("jieba is not installed: no word is marked as known.")
        summary = replace(summary, notes=(*summary.notes, note))
    where = row[draft.places.words]
    shown = where >= 0
    return Result(
        words=names,
        counts=draft.columns.counts[order],
        segment_counts=draft.pieces[order],
        cohesion=draft.columns.cohesion[order],
        left_entropy=draft.columns.left[order],
        right_entropy=draft.columns.right[order],
        lengths=np.array([len(w) for w in names], np.int32),
        known=known[best],
        alnum=draft.alnum[order],
        score=gains[best],
        first=draft.first[order],
        summary=summary,
        pieces=Spans(draft.places.starts[shown], draft.places.ends[shown], where[shown]),
    )


def draft(stream: Stream, characters: Level, found: Pieces, words: Words, columns: Columns) -> Draft:
    """Words of a stream as strings; ``words.index`` speaks of ``found``, ``characters`` are its unigrams."""
    begin, end = stream.span(columns.first, words.lengths)
    text = stream.normal.text
    first, _ = stream.normal.original(begin, end)
    known = words.index >= 0
    starts, ends = stream.span(found.starts[known], found.lengths[known])
    starts, ends = stream.normal.original(starts, ends)
    return Draft(
        words=[text[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)],
        pieces=words.pieces,
        columns=columns,
        first=first.astype(np.int64),
        alnum=_with_letters(stream, words.starts, words.lengths),
        ids=tokens(stream, words.starts, words.lengths),
        unigrams=unigrams(stream, characters),
        places=Spans(starts.astype(np.int32), ends.astype(np.int32), words.index[known]),
    )


def _believable(word: str, longest: int) -> bool:
    return len(word) <= longest and (len(word) <= REPEATS or len(set(word)) > 1)


def _spelled(draft: Draft, total: int) -> np.ndarray:
    """ln p of each word as single tokens, by the text's own frequencies."""
    logs = np.log(np.maximum(draft.unigrams, 1) / max(total, 1))
    return np.where(draft.ids != 0, logs[draft.ids], 0.0).sum(1)


def _belief(draft: Draft, total: int) -> np.ndarray:
    """ln odds that each is a word, 0 for what is one token."""
    ids, columns, found = draft.ids, draft.columns, np.zeros(len(draft.words))
    lengths = np.count_nonzero(ids, axis=1)
    some = lengths > 1
    glued = glue(ids, lengths, draft.pieces, draft.unigrams)
    found[some] = belief(
        features(
            ids[some],
            lengths[some],
            columns.counts[some],
            draft.pieces[some],
            columns.cohesion[some],
            (columns.left[some], columns.right[some]),
            glued,
            total,
        )
    )
    long = lengths >= WINDOW
    found[long] = np.maximum(found[long], LONG)
    return found


def _with_letters(stream: Stream, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    found = lengths == 1  # no Chinese character is a word alone
    if stream.kinds > stream.han:
        for j in range(int(lengths.max(initial=0))):
            inside = lengths > j
            found[inside] |= stream.ids[starts[inside] + j] > stream.han
    return found
