"""New words of a Chinese text, from its counts: no dictionary, and nothing to train.

from engines import words
result = words.discover(text)
for word, score in zip(result.words, result.score): ...
"""

from __future__ import annotations

from engines.words.checkpoint import read_config
from engines.words.config import WordsConfig
from engines.words.discovery import discover
from engines.words.engine import WordsEngine, build
from engines.words.export import KINDS, export
from engines.words.filters import EDGES, Filters
from engines.words.neighbours import WordFacts, inspect
from engines.words.reference import Ngrams, cohesion, count_ngrams, cut, entropies
from engines.words.reopen import open_checkpoint
from engines.words.result import Result, Summary
from engines.words.segment import Segmenter, segment
from engines.words.snapshot import WordsSnapshot
from engines.words.text.concordance import Concordance, concordance
from engines.words.text.corpus import title
from engines.words.text.decode import ENCODINGS, Decoded, decode

__all__ = (
    "EDGES",
    "ENCODINGS",
    "KINDS",
    "Concordance",
    "Decoded",
    "Filters",
    "Ngrams",
    "Result",
    "Segmenter",
    "Summary",
    "WordFacts",
    "WordsConfig",
    "WordsEngine",
    "WordsSnapshot",
    "build",
    "cohesion",
    "concordance",
    "count_ngrams",
    "cut",
    "decode",
    "discover",
    "entropies",
    "export",
    "inspect",
    "open_checkpoint",
    "read_config",
    "segment",
    "title",
)
