"""What a person asks of a text while it is counted or when it has been, each a function of the engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from engines.words import whole_lexicon
from engines.words.engine import WordsEngine
from engines.words.neighbours import WordFacts, inspect
from engines.words.segment import Tagger
from engines.words.text import dictionary
from engines.words.text.concordance import Concordance, Order, concordance

WIDTH: Final = 24  # characters of context on either side
LINES: Final = 200
PREVIEW: Final = 6000  # characters cut for the preview
BLANK_LINES: Final = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Look:
    """A word from all sides, and its first places in context."""

    facts: WordFacts
    places: Concordance


def count_text(engine: WordsEngine, text: str, name: str) -> int:
    """Set a text to be counted; the generation that its count will have."""
    engine.set_text(text, name)
    return engine.generation


def document(engine: WordsEngine) -> tuple[str, str]:
    """Text and name of what is counted."""
    return engine.source.searchable, engine.source.name


def look(engine: WordsEngine, word: str, order: Order) -> Look:
    """A word from all sides; it need not be among those found."""
    facts = inspect(engine.source.searchable, word, engine.result, nfkc=engine.config.nfkc)
    return Look(facts, lines(engine, word, order))


def lines(engine: WordsEngine, word: str, order: Order) -> Concordance:
    """The word's places in their context."""
    return concordance(engine.source.searchable, word, WIDTH, LINES, order, nfkc=engine.config.nfkc)


def segmented(engine: WordsEngine) -> tuple[list[str], np.ndarray]:
    """The text's beginning cut into the found words, without blank lines.

    Returns:
        pieces, and int (pieces,) of which kind each is: see :class:`engines.words.segment.Tagger`.
    """
    result = engine.result
    if result is None:
        return [], np.zeros(0, int)
    if engine.tagger is None or engine.tagger.result is not result:
        engine.tagger = Tagger(result)
    head = engine.source.searchable[: 2 * PREVIEW].strip()
    return engine.tagger.tagged(BLANK_LINES.sub("\n", head)[:PREVIEW])


def write_lexicon(engine: WordsEngine, mask: np.ndarray, path: Path) -> tuple[int, int]:
    """Write the text's whole lexicon: see :mod:`engines.words.whole_lexicon`.

    Args:
        mask: bool (W,), which of the words found may join the dictionary's.

    Returns:
        how many words the dictionary knew, and how many are new.

    Raises:
        FileProblem: the dictionary cannot be read, or the file not be written.
    """
    result = engine.result
    assert result is not None
    known = dictionary.load(engine.config)
    entries: list[whole_lexicon.Entry] = []
    for found in whole_lexicon.whole_lexicon(engine.source.searchable, result, known, mask):
        entries = found
    whole_lexicon.save(entries, path)
    new = sum(entry.source == whole_lexicon.TEXT for entry in entries)
    return len(entries) - new, new
