"""Cut a text into the words of a lexicon: the likeliest unigram sequence, by Viterbi.

p(w) = c(w) / sum of all c. A character outside the lexicon stands alone, at the price of a word seen half a
time; so known words win wherever they fit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

import numpy as np

from engines.words.result import Result
from engines.words.text.alphabet import ALNUM, HAN, ranges

RARE: Final = 0.5  # count of a character that the lexicon lacks
KNOWN, NEW, OTHER = 0, 1, 2  # kinds of a piece


@cache
def stretches() -> re.Pattern[str]:
    """Chinese characters in a row (group 1), letters and digits in a row, or any other single character."""
    return re.compile(f"([{ranges(HAN)}]+)|[{ranges(ALNUM)}]+|(?s:.)")


class Segmenter:
    """A lexicon ready to cut texts.

    Args:
        lexicon: counts by word, words alone (each then counts once), or a result (its pieces' counts).
    """

    def __init__(self, lexicon: Result | Mapping[str, float] | Iterable[str]) -> None:
        counts = _counts(lexicon)
        total = math.log(max(sum(counts.values()), 1.0) + 1.0)
        self._logs = {w: math.log(c) - total for w, c in counts.items()}
        self._rare = math.log(RARE) - total
        self._longest: dict[str, int] = {}
        self._mixed = re.fullmatch(f"[{ranges(HAN)}]*", "".join(counts)) is None
        for w in counts:
            self._longest[w[0]] = max(self._longest.get(w[0], 1), len(w))

    def __call__(self, text: str) -> list[str]:
        """The text in pieces; joined, they are the text. Letters and digits in a row stay together."""
        pieces: list[str] = []
        for found in stretches().finditer(text):
            if found.group(1):
                self._cut(found.group(1), pieces)
            else:
                pieces.append(found.group())
        return self._joined(pieces) if self._mixed else pieces

    def _cut(self, run: str, pieces: list[str]) -> None:
        logs, longest, rare, N = self._logs, self._longest, self._rare, len(run)
        best = [0.0] * (N + 1)
        step = [1] * (N + 1)
        for i in range(N - 1, -1, -1):
            c = run[i]
            top, length = logs.get(c, rare) + best[i + 1], 1
            for n in range(2, min(longest.get(c, 1), N - i) + 1):
                log = logs.get(run[i : i + n])
                if log is not None and log + best[i + n] > top:
                    top, length = log + best[i + n], n
            best[i], step[i] = top, length
        i = 0
        while i < N:
            pieces.append(run[i : i + step[i]])
            i += step[i]

    def _joined(self, pieces: list[str]) -> list[str]:
        """Put words with letters or digits together again: the longest sequence that is one word."""
        found: list[str] = []
        i = 0
        while i < len(pieces):
            reach = self._longest.get(pieces[i][0], 1)
            word, best, j = pieces[i], (i + 1, pieces[i]), i + 1
            while j < len(pieces) and len(word) + len(pieces[j]) <= reach:
                word += pieces[j]
                j += 1
                if word in self._logs:
                    best = (j, word)
            i = best[0]
            found.append(best[1])
        return found


class Tagger(Segmenter):
    """The words of a count ready to cut texts, and to tell known pieces from new ones.

    Attributes:
        result: the count.
    """

    def __init__(self, result: Result) -> None:
        super().__init__(result)
        self.result = result
        self._kinds = dict(zip(result.words, np.where(result.known, KNOWN, NEW).tolist(), strict=True))

    def tagged(self, text: str) -> tuple[list[str], np.ndarray]:
        """The text in pieces, and int (pieces,) of which kind each is.

        Kinds are ``KNOWN`` to the dictionary, ``NEW``, and ``OTHER``: no word at all.
        """
        pieces = self(text)
        return pieces, np.array([self._kinds.get(piece, OTHER) for piece in pieces], int)


def segment(text: str, lexicon: Result | Mapping[str, float] | Iterable[str] | Segmenter) -> list[str]:
    """``text`` cut into words of ``lexicon``; ``"".join`` of them is the text again."""
    return (lexicon if isinstance(lexicon, Segmenter) else Segmenter(lexicon))(text)


def _counts(lexicon: Result | Mapping[str, float] | Iterable[str]) -> dict[str, float]:
    if isinstance(lexicon, Result):
        pairs: Iterable[tuple[str, float]] = zip(lexicon.words, lexicon.segment_counts.tolist(), strict=True)
    elif isinstance(lexicon, Mapping):
        pairs = lexicon.items()
    else:
        pairs = ((w, 1.0) for w in lexicon)
    return {w: float(c) for w, c in pairs if w and c > 0}
