"""Characters to dense numbers: what words are made of, and what ends them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from engines.words.config import WordsConfig
from engines.words.progress import Work
from engines.words.text.normal import Normal, normalise

CHUNK = 1 << 20  # characters handled between two chances to stop
SEPARATOR, HAN, ALNUM = 0, 1, 2
HAN_RANGES = (  # Unicode blocks of Chinese characters, with 〇; inclusive
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2EBEF),
    (0x2F800, 0x2FA1F),
    (0x30000, 0x323AF),
)


@cache
def classes() -> np.ndarray:
    """uint8 by code point: SEPARATOR, HAN, or ALNUM (Latin, Greek, Cyrillic letters and digits)."""
    table = np.zeros(0x110000, np.uint8)
    for low, high in HAN_RANGES:
        table[low : high + 1] = HAN
    for code in (*range(0x530), *range(0x1E00, 0x1F00), *range(0xFF10, 0xFF5B)):
        if chr(code).isalnum():
            table[code] = ALNUM
    table.flags.writeable = False
    return table


@cache
def ranges(kind: int) -> str:
    """All characters of a class, as the inside of a regular expression's brackets."""
    inside = np.concatenate([[False], classes() == kind, [False]])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return "".join(f"{chr(a)}-{chr(b - 1)}" for a, b in edges.reshape(-1, 2).tolist())


def codes(text: str) -> np.ndarray:
    """uint32 code points of a text; lone surrogates pass."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@dataclass(frozen=True)
class Stream:
    """A text as numbers.

    Attributes:
        ids: (N + 1,) unsigned; 0 is a separator, the last one always; others are dense from 1.
        kinds: number of distinct ids besides 0. han: how many of them, from 1, are Chinese characters.
        normal: the text the stream was read from.
        begin, end: int32 (N,), the span of each token in ``normal.text``; None where a token is a character.
        runs: int32 (R, 2), runs of letters and digits: the token that each is, and a number that equal ones
            share. They have ids above ``han`` where they may join Chinese characters, else 0.
        total: tokens that are no separators.
    """

    ids: np.ndarray
    kinds: int
    han: int
    total: int
    normal: Normal
    begin: np.ndarray | None = None
    end: np.ndarray | None = None
    runs: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.ids) - 1

    def span(self, starts: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Spans in ``normal.text`` of so many tokens from each start."""
        if self.begin is None or self.end is None:
            return starts, starts + lengths
        return self.begin[starts], self.end[starts + lengths - 1]


def encode(text: str, config: WordsConfig) -> Work[Stream]:
    """Read a text."""
    normal = normalise(text, config.nfkc)
    yield None
    if config.alphabet == "mixed":
        return _mixed(normal, config.alnum)
    present = np.zeros(0x110000, bool)
    pieces = [normal.text[i : i + CHUNK] for i in range(0, len(normal.text), CHUNK)]
    for piece in pieces:
        present[codes(piece)] = True
        yield None
    table, kinds = _dense(present & (classes() == HAN))
    ids = np.zeros(len(normal.text) + 1, table.dtype)
    for i, piece in enumerate(pieces):
        ids[i * CHUNK : i * CHUNK + len(piece)] = table[codes(piece)]
        yield None
    return Stream(ids, kinds, kinds, int(np.count_nonzero(ids)), normal)


def _dense(present: np.ndarray) -> tuple[np.ndarray, int]:
    """Numbers from 1 for the code points that are present."""
    found = np.flatnonzero(present)
    table = np.zeros(0x110000, np.uint16 if len(found) < 0xFFFF else np.uint32)
    table[found] = np.arange(1, len(found) + 1)
    return table, len(found)


def _mixed(normal: Normal, joined: bool) -> Stream:
    """Chinese characters, and each run of letters and digits as one token."""
    text, points = normal.text, codes(normal.text)
    kind = classes()[points]
    alnum = np.zeros(len(points) + 2, bool)
    alnum[1:-1] = kind == ALNUM
    edges = np.diff(alnum.view(np.int8))
    begins, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    present = np.zeros(0x110000, bool)
    present[points] = True
    table, han = _dense(present & (classes() == HAN))
    begin = np.flatnonzero(~alnum[1:-1] | (edges[:-1] == 1)).astype(np.int32)
    end = begin + 1
    slots = np.searchsorted(begin, begins)
    end[slots] = ends
    ids = np.zeros(len(begin) + 1, np.uint32)
    ids[:-1] = table[points[begin]]
    known: dict[str, int] = {}
    spans = zip(begins.tolist(), ends.tolist(), strict=True)
    numbers = np.array([known.setdefault(text[a:b], len(known)) for a, b in spans], np.int32)
    if joined:
        ids[slots] = numbers + (han + 1)
    runs = np.stack([slots.astype(np.int32), numbers], 1)
    kinds = han + len(known) if joined else han
    return Stream(ids, kinds, han, int(np.count_nonzero(ids)), normal, begin, end, runs)
