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

from engines.ground.marks import mark
from engines.ground.report import Report
from engines.words import letters, table
from engines.words.careful import weigh
from engines.words.config import SHORT, WINDOW, WordsConfig, least_count, thetas
from engines.words.counting.cohesion import cohesion, firm
from engines.words.counting.cohesion_cut import Pieces, glue, marks, pieces, traced
from engines.words.counting.ngrams import Level, count
from engines.words.counting.positions import Places
from engines.words.describe import collect, measure
from engines.words.messages import too_little, why_none
from engines.words.progress import Stage, Work, finish
from engines.words.result import Result, Summary, empty
from engines.words.text import dictionary
from engines.words.text.alphabet import Stream, encode


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
    mode = "careful" if stream.total < SHORT else config.mode
    summary = Summary(len(text), stream.total, _runs(stream.ids), min_count=least, theta=theta, mode=mode)
    if reason := too_little(text, stream, least):
        return empty(replace(summary, reason=reason, seconds=time.perf_counter() - started))
    yield Stage(mark("Counting n-grams"), 0.1)
    careful = summary.mode == "careful"
    levels = yield from count(stream, WINDOW + careful, min(least, 2) if careful else least)
    summary = replace(summary, ngrams=sum(int((level.counts >= least).sum()) for level in levels[:WINDOW]))
    yield Stage(mark("Cutting the text"), 0.3 if careful else 0.6)
    found, glued = yield from cut(stream, levels[:WINDOW], least, theta, config)
    places = Places(levels)
    words = collect(found, places, least)
    if careful:
        yield Stage(mark("Weighing the words against each other"), 0.4)
        found, words, glued = yield from weigh(stream, places, words, least, config.strictness)
    yield Stage(mark("Measuring the words"), 0.75)
    columns = yield from measure(stream, places, words)
    if stream.runs is not None:
        found, words, columns = letters.add(stream, glued, least, found, words, columns)
    summary = replace(summary, pieces=found.total)
    yield Stage(mark("Scoring the words"), 0.95)
    result = table.finished(
        table.draft(stream, levels[0], found, words, columns), config, summary, dictionary.load(config)
    )
    yield None
    reason = "" if result.words else why_none(stream, levels, found)
    summary = replace(result.summary, reason=reason, seconds=time.perf_counter() - started)
    return replace(result, summary=summary)


def cut(
    stream: Stream, levels: list[Level], least: int, theta: tuple[float, float, float], config: WordsConfig
) -> Work[tuple[Pieces, np.ndarray]]:
    """The pieces that are words by the fast method, and which gaps are glued."""
    kept = []
    for level, asked in zip(levels[1:], theta, strict=True):
        found = cohesion(levels, level.n, stream.total)
        kept.append(firm(found, level.counts, asked, stream.total) & (level.counts >= least))
    marked = yield from marks(levels, kept)
    glued = glue(marked)
    yield None
    left = pieces(stream.ids, glued)
    yield None
    return left[traced(left, marked, config.longest)], glued


def _runs(ids: np.ndarray) -> int:
    token = ids != 0
    return int(np.count_nonzero(token[1:] & ~token[:-1])) + int(token[:1].sum())
