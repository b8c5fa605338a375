"""The count from text to table, as work that can be stopped between two beats.

Fast mode: count all n-grams, keep those that hold together, cut the text at every gap that none of them
covers, count the pieces (specs/words.md, section 1, with exact counts instead of the published program's
truncated ones). Careful mode: see ``careful.py``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from engines.marks import mark
from engines.words import dictionary, table
from engines.words.alphabet import Stream, encode
from engines.words.cohesion import cohesion
from engines.words.config import WINDOW, WordsConfig, least_count, thetas
from engines.words.cut import Pieces, glue, pieces, traced
from engines.words.describe import collect, measure
from engines.words.ngrams import Level, count
from engines.words.places import Places
from engines.words.reasons import too_little, why_none
from engines.words.result import Result, Summary, empty
from engines.words.work import Report, Stage, Work, finish


def discover(
    text: str | Iterable[str],
    config: WordsConfig | None = None,
    *,
    progress: Report | None = None,
    cancel: threading.Event | None = None,
) -> Result:
    """Find the words of a text from counts alone.

    Args:
        text: the text, or its parts; no word reaches from one part into the next, and positions are in the
            parts joined with line ends.
        progress: called with a sentence and a fraction (None where unknown). cancel: set it to stop.

    Returns:
        the words, or none and a reason in ``summary.reason``; a text never raises.

    Raises:
        Cancelled: ``cancel`` was set. FileProblem: the dictionary file cannot be read.
    """
    whole = text if isinstance(text, str) else "\n".join(text)
    return finish(discovering(whole, config or WordsConfig()), progress, cancel)


def discovering(text: str, config: WordsConfig) -> Work[Result]:
    """:func:`discover` as work."""
    started = time.perf_counter()
    yield Stage(mark("Reading the text"), 0.0)
    stream = yield from encode(text, config)
    least, theta = least_count(config, stream.total), thetas(config, stream.total)
    summary = Summary(
        len(text), stream.total, _runs(stream.ids), min_count=least, theta=theta, mode=config.mode
    )
    if reason := too_little(text, stream, least):
        return empty(replace(summary, reason=reason, seconds=time.perf_counter() - started))
    yield Stage(mark("Counting n-grams"), 0.1)
    levels = yield from count(stream, WINDOW, least)
    summary = replace(summary, ngrams=sum(len(level.counts) for level in levels))
    yield Stage(mark("Cutting the text"), 0.6)
    found, total = yield from _cut(stream, levels, theta, config)
    yield Stage(mark("Measuring the words"), 0.75)
    places = Places(levels)
    words = collect(found, places, least)
    columns = yield from measure(stream, places, words)
    summary = replace(summary, pieces=total)
    yield Stage(mark("Scoring the words"), 0.95)
    result = table.assemble(stream, found, words, columns, config, summary, dictionary.load(config))
    yield None
    reason = "" if result.words else why_none(stream, levels, found)
    summary = replace(result.summary, reason=reason, seconds=time.perf_counter() - started)
    return replace(result, summary=summary)


def _cut(
    stream: Stream, levels: list[Level], theta: tuple[float, float, float], config: WordsConfig
) -> Work[tuple[Pieces, int]]:
    """The pieces that are words by the fast method, and how many pieces there are in all."""
    kept = [cohesion(levels, n, stream.total) >= theta[n - 2] for n in range(2, WINDOW + 1)]
    glued, longest = yield from glue(levels, kept)
    found = pieces(stream.ids, glued)
    yield None
    passed = traced(found, levels, kept, longest)
    passed &= found.lengths <= config.longest
    return found[passed], found.total


def _runs(ids: np.ndarray) -> int:
    token = ids != 0
    return int(np.count_nonzero(token[1:] & ~token[:-1])) + int(token[:1].sum())
