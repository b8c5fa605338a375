"""The parts of the count as plain functions on a text: for scripts, and to be held against brute force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engines.words.config import WINDOW, WordsConfig
from engines.words.counting.cohesion import cohesion as cohesion_of_level
from engines.words.counting.cohesion_cut import glue, marks, traced
from engines.words.counting.cohesion_cut import pieces as left_by
from engines.words.counting.ngrams import Level, count
from engines.words.counting.positions import Places
from engines.words.describe import Columns, Words, measure
from engines.words.progress import finish
from engines.words.text.alphabet import Stream, encode


@dataclass(frozen=True)
class Ngrams:
    """All n-grams of a text that occur often enough.

    Attributes:
        words: the n-grams, shortest first. counts: int64, occurrences. first: int64, token of the first one.
        total: tokens (Chinese characters; with the wider alphabet also runs of letters and digits).
    """

    words: list[str]
    counts: np.ndarray
    first: np.ndarray
    total: int
    stream: Stream
    levels: list[Level]

    def as_dict(self) -> dict[str, int]:
        """Counts by n-gram."""
        return dict(zip(self.words, self.counts.tolist(), strict=True))


def count_ngrams(
    text: str, longest: int = WINDOW, min_count: int = 1, config: WordsConfig | None = None
) -> Ngrams:
    """Exact counts of all n-grams of 1 .. ``longest`` tokens; none reaches across a separator."""
    stream = finish(encode(text, config or WordsConfig()))
    levels = finish(count(stream, longest, max(min_count, 1)))
    words = []
    for level in levels:
        begin, end = stream.span(level.first, np.full_like(level.first, level.n))
        spans = zip(begin.tolist(), end.tolist(), strict=True)
        words += [stream.normal.text[a:b] for a, b in spans]
    first = np.concatenate([level.first for level in levels]).astype(np.int64)
    return Ngrams(
        words, np.concatenate([level.counts for level in levels]), first, stream.total, stream, levels
    )


def cohesion(ngrams: Ngrams) -> np.ndarray:
    """float64, nats, in the order of ``ngrams.words``; 0 for single tokens."""
    levels = ngrams.levels
    return np.concatenate([cohesion_of_level(levels, level.n, ngrams.total) for level in levels])


def entropies(ngrams: Ngrams) -> tuple[np.ndarray, np.ndarray]:
    """float64, nats: what stands left and right of each n-gram of two tokens or more, in their order."""
    found = _measured(ngrams)
    return found.left, found.right


def _measured(ngrams: Ngrams) -> Columns:
    levels = ngrams.levels[1:]
    lengths = [np.full(len(level.first), level.n, np.int32) for level in levels]
    none = np.zeros(0, np.int32)
    starts = np.concatenate([none, *(level.first for level in levels)])
    words = Words(starts, np.concatenate([none, *lengths]), np.zeros(len(starts), np.int64), none)
    return finish(measure(ngrams.stream, Places(ngrams.levels), words))


def cut(text: str, kept: Mapping[str, object] | set[str], config: WordsConfig | None = None) -> list[str]:
    """The text's pieces of two tokens or more when the n-grams in ``kept`` (of 2 to 4 tokens) glue, after the
    back-trace, in order of the text."""
    config = config or WordsConfig()
    found = count_ngrams(text, WINDOW, 1, config)
    glueing = np.array([w in kept for w in found.words], bool)
    masks = np.split(glueing, np.cumsum([len(level.counts) for level in found.levels[:-1]]))[1:]
    marked = finish(marks(found.levels, masks))
    left = left_by(found.stream.ids, glue(marked))
    passed = left[traced(left, marked, config.longest)]
    begin, end = found.stream.span(passed.starts, passed.lengths)
    return [found.stream.normal.text[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
