"""A text's whole lexicon: the words of a dictionary, as far as they stand in the text, and then the new ones.

Counting finds what repeats; in a short text most words stand two to four times, and there a dictionary finds
four times as many. So both together cut the text, by the likeliest unigram sequence, and what the cuts leave
is counted: an engineer gets every word of the text, each with where it is from.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from engines.ground.files import write_atomic
from engines.words.result import Result
from engines.words.segment import Segmenter
from engines.words.text.dictionary import Lexicon

BLOCK: Final = 50_000  # characters cut in one piece of the work, up to the end of a line
LEAST: Final = 1_000_000  # characters that all counts are scaled to in a shorter text: a rare word of the
# dictionary must be worth more than single characters, which count as half a word
DICTIONARY, TEXT = "dictionary", "text"


class Entry(NamedTuple):
    """A word, how often the cut text has it, and its source: ``DICTIONARY`` or ``TEXT``."""

    word: str
    times: int
    source: str


def whole_lexicon(
    text: str, result: Result, lexicon: Lexicon | None, mask: np.ndarray | None = None
) -> Iterator[list[Entry]]:
    """Cut ``text`` with the dictionary's words and those found.

    Args:
        result: the count of the text. lexicon: the dictionary; None for none.
        mask: bool (W,), which of the words found may join; None for all.

    Yields:
        [] between short pieces of the work, then all words of two characters or more that occur: known ones
        first, each half by count.
    """
    known = {} if lexicon is None else lexicon.within(text)
    yield []
    size = max(len(text), LEAST)
    scale = size / (lexicon.total if lexicon is not None else 1.0)
    weights = {word: count * scale for word, count in known.items()}
    rows = np.arange(len(result)) if mask is None else np.flatnonzero(mask)
    for row, free in zip(rows.tolist(), result.segment_counts[rows].tolist(), strict=True):
        word = result.words[row]
        weights[word] = weights.get(word, 0.0) + free * size / max(len(text), 1)
    cutter, counts = Segmenter(weights), Counter[str]()
    for block in _blocks(text):
        counts.update(piece for piece in cutter(block) if piece in weights and len(piece) > 1)
        yield []
    entries = [Entry(word, n, DICTIONARY if word in known else TEXT) for word, n in counts.items()]
    yield sorted(entries, key=lambda e: (e.source != DICTIONARY, -e.times, e.word))


def _blocks(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        end = text.find("\n", at + BLOCK)
        end = len(text) if end < 0 else end + 1
        yield text[at:end]
        at = end


def save(entries: list[Entry], path: str | Path) -> None:
    """As a table with a line of titles; or with the ending .dict or .dic, as jieba's user dictionary.

    Raises:
        FileProblem: the file cannot be written.
    """
    if Path(path).suffix.lower() in (".dict", ".dic"):
        write_atomic(path, "".join(f"{e.word} {e.times}\n" for e in entries).encode("utf-8", "replace"))
        return
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("word", "count", "source"))
    writer.writerows(entries)
    write_atomic(path, ("\ufeff" + out.getvalue()).encode("utf-8", "replace"))
