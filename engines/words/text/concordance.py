"""A word in its places: what stands left and right of it (keyword in context)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engines.words.text.alphabet import ALNUM, classes
from engines.words.text.normal import Normal, normalise

Order = Literal["left", "text", "right"]
BLANKS = str.maketrans(dict.fromkeys("\r\n\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x00", " "))


@dataclass(frozen=True)
class Concordance:
    """Lines for a person.

    Attributes:
        lines: (code point of the original text, left context, right context); line ends become spaces.
        total: occurrences in the whole text, of which ``lines`` are the first ones in their order.
    """

    lines: list[tuple[int, str, str]]
    total: int


def places(text: str, word: str) -> np.ndarray:
    """int64, all places of a word, overlapping ones too.

    A word that begins or ends with letters or digits does not stand inside a longer run of them.
    """
    found: list[int] = []
    at = text.find(word) if word else -1
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    where = np.array(found, np.int64)
    kinds = classes()
    if word and kinds[ord(word[0])] == ALNUM:
        where = where[[at == 0 or kinds[ord(text[at - 1])] != ALNUM for at in where.tolist()]]
    if word and kinds[ord(word[-1])] == ALNUM:
        ends = (where + len(word)).tolist()
        where = where[[at == len(text) or kinds[ord(text[at])] != ALNUM for at in ends]]
    return where


def concordance(
    text: str, word: str, width: int = 15, limit: int = 200, sort: Order = "left", *, nfkc: bool = False
) -> Concordance:
    """Lines of a word.

    Args:
        width: characters of context on either side. limit: lines at most.
        sort: by the left context read from the word outwards, as in the text, or by the right context.
        nfkc: as in the settings of the count that the word is from.
    """
    normal = normalise(text, nfkc)
    found = places(normal.text, word)
    total = len(found)
    if sort == "text" or total < 2:
        found = found[:limit]
    elif total:
        found = found[_sorted(normal.text, found, len(word), width, sort)[:limit]]
    lines = []
    first, _ = _original(normal, found, len(word))
    for position, at in zip(first.tolist(), found.tolist(), strict=True):
        left = normal.text[max(0, at - width) : at].translate(BLANKS)
        end = at + len(word)
        lines.append((position, left, normal.text[end : end + width].translate(BLANKS)))
    return Concordance(lines, total)


def _sorted(text: str, found: np.ndarray, length: int, width: int, sort: str) -> np.ndarray:
    """Places in order of their context, ties in order of the text."""
    if sort == "right":
        keys = [text[a + length : a + length + width] for a in found.tolist()]
    else:
        keys = [text[max(0, a - width) : a][::-1] for a in found.tolist()]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)


def _original(normal: Normal, found: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
    return normal.original(found, found + length)
