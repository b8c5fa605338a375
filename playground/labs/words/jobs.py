"""What the Words view asks of its engine, each a plain function that runs on the engine's thread."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engines import words

if TYPE_CHECKING:
    from engines.words import Concordance, Result, WordFacts, WordsEngine
    from engines.words.text.concordance import Order

WIDTH = 24  # characters of context on either side
LINES = 200
PREVIEW = 6000  # characters cut for the preview
BLANK_LINES = re.compile(r"\s*\n\s*")
KNOWN, NEW, OTHER = 0, 1, 2  # kinds of a piece (``widgets.text.segments``)


def text_of(engine: WordsEngine) -> str:
    """The text that can be searched: all of it, or the head of a file too large to be held."""
    source = engine.source
    return source.text if source.text is not None else source.head or ""


def looked(engine: WordsEngine, word: str, sort: Order) -> tuple[WordFacts, Concordance]:
    """A word from all sides, and its first places."""
    facts = words.inspect(text_of(engine), word, engine.result, nfkc=engine.config.nfkc)
    return facts, lines(engine, word, sort)


def lines(engine: WordsEngine, word: str, sort: Order) -> Concordance:
    """The word's places in their context."""
    return words.concordance(text_of(engine), word, WIDTH, LINES, sort, nfkc=engine.config.nfkc)


def segmented(engine: WordsEngine) -> tuple[list[str], np.ndarray, bool]:
    """The text's beginning cut with the found words: pieces, their kinds, and whether that is all of it."""
    result = engine.result
    if result is None:
        return [], np.zeros(0, int), True
    kept = engine.__dict__.setdefault("cutters", {})
    if kept.get("of") is not result:
        kept |= {"of": result, "cut": words.Segmenter(result), "rows": _rows(result)}
    text = text_of(engine)
    pieces = kept["cut"](BLANK_LINES.sub("\n", text[: 2 * PREVIEW].strip())[:PREVIEW])
    rows: dict[str, int] = kept["rows"]
    kinds = [rows.get(p, OTHER) for p in pieces]
    return pieces, np.array(kinds, int), len(text) <= PREVIEW


def _rows(result: Result) -> dict[str, int]:
    known = result.known.tolist()
    return {word: KNOWN if known[i] else NEW for i, word in enumerate(result.words)}


def exported(engine: WordsEngine, order: np.ndarray, path: Path) -> int:
    """Write the words of these rows, in this order, in the kind that the file's name asks for."""
    assert engine.result is not None
    return words.export(engine.result, None, path, order=order)
