"""First pass over a file of any size: all its n-grams, counted exactly.

Chinese characters get 16-bit numbers in the order in which they are met, so a 64-bit key holds four of them
and blocks need no shared ranks. One run of keys a block is enough: an n-gram of fewer characters is a prefix
of keys, and a key that a separator cuts short ends in zeros.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engines.words.config import WINDOW
from engines.words.large.runs import Runs, group
from engines.words.progress import Work
from engines.words.text.alphabet import CHUNK, HAN, classes, codes

WIDTH = 16  # bits of a character


class Numbers:
    """Characters to numbers 1 .. 65535 as they are met; 0 is everything else, and what comes too late."""

    def __init__(self) -> None:
        self.table = np.zeros(0x110000, np.uint16)
        self.characters: list[int] = [0]

    def encode(self, text: str) -> np.ndarray:
        """uint16 (N + 1,), the last one 0."""
        ids = np.zeros(len(text) + 1, np.uint16)
        for low in range(0, len(text), CHUNK):
            points = codes(text[low : low + CHUNK])
            fresh = np.unique(points[(self.table[points] == 0) & (classes()[points] == HAN)])
            fresh = fresh[: 0x10000 - len(self.characters)]
            self.table[fresh] = np.arange(len(self.characters), len(self.characters) + len(fresh))
            self.characters += fresh.tolist()
            ids[low : low + len(points)] = self.table[points]
        return ids

    def words(self, keys: np.ndarray, n: int) -> list[str]:
        """n-grams as strings; keys hold ``n`` characters in their low bits."""
        points = np.array(self.characters, np.uint32)
        columns = [points[(keys >> np.uint64(WIDTH * (n - 1 - j))) & np.uint64(0xFFFF)] for j in range(n)]
        text = np.stack(columns, 1).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        return [text[i : i + n] for i in range(0, len(text), n)]


def pack(ids: np.ndarray, at: np.ndarray, n: int) -> np.ndarray:
    """uint64 keys of the n-grams at places ``at``."""
    key = np.zeros(len(at), np.uint64)
    for j in range(n):
        key <<= np.uint64(WIDTH)
        key |= ids[at + j]
    return key


def windows(ids: np.ndarray) -> np.ndarray:
    """uint64, the four characters from each one on; zeros from a separator on."""
    padded = np.concatenate([ids, np.zeros(WINDOW, np.uint16)])
    at = np.flatnonzero(ids)
    key, alive = np.zeros(len(at), np.uint64), np.ones(len(at), bool)
    for j in range(WINDOW):
        character = padded[at + j]
        alive &= character != 0
        key <<= np.uint64(WIDTH)
        key |= np.where(alive, character, 0).astype(np.uint64)
    return key


@dataclass
class Grams:
    """Frequent n-grams of one length: uint64 keys in order, int64 counts."""

    n: int
    keys: np.ndarray
    counts: np.ndarray

    def of(self, keys: np.ndarray) -> np.ndarray:
        """The counts of keys that are among them."""
        return self.counts[np.searchsorted(self.keys, keys)]


@dataclass
class Census:
    """What the first pass gathers."""

    numbers: Numbers = field(default_factory=Numbers)
    unigrams: np.ndarray = field(default_factory=lambda: np.zeros(0x10000, np.int64))
    characters: int = 0
    stretches: int = 0

    @property
    def tokens(self) -> int:
        """Chinese characters in all."""
        return int(self.unigrams.sum())

    def take(self, text: str, runs: Runs) -> None:
        """Count one block of text into a run."""
        ids = self.numbers.encode(text)
        self.unigrams += np.bincount(ids, minlength=0x10000)
        self.unigrams[0] = 0
        token = ids != 0
        self.stretches += int(np.count_nonzero(token[:-1] & ~token[1:]))
        runs.add(*group(windows(ids)))

    def grams(self, runs: Runs, least: int) -> Work[dict[int, Grams]]:
        """Merge the runs; n-grams of 1 .. 4 characters that occur ``least`` times or more."""
        found: dict[int, tuple[list[np.ndarray], list[np.ndarray]]] = {
            n: ([], []) for n in range(2, WINDOW + 1)
        }
        for keys, counts in runs.merge(align=WIDTH * (WINDOW - 2)):
            for n, (kept, times) in found.items():
                prefix = keys >> np.uint64(WIDTH * (WINDOW - n))
                heads = np.flatnonzero(np.concatenate([[True], prefix[1:] != prefix[:-1]])[: len(prefix)])
                sums = np.add.reduceat(counts, heads) if len(heads) else counts
                frequent = (sums >= least) & ((prefix[heads] & np.uint64(0xFFFF)) != 0)
                kept.append(prefix[heads[frequent]])
                times.append(sums[frequent])
            yield None
        some = np.flatnonzero(self.unigrams >= least)
        levels = {1: Grams(1, some.astype(np.uint64), self.unigrams[some])}
        for n, (kept, times) in found.items():
            levels[n] = Grams(
                n,
                np.concatenate([np.zeros(0, np.uint64), *kept]),
                np.concatenate([np.zeros(0, np.int64), *times]),
            )
        return levels


def cohesion(levels: dict[int, Grams], n: int, total: int) -> np.ndarray:
    """See ``cohesion.py``; of all n-grams of one length."""
    keys = levels[n].keys
    worst = np.full(len(keys), -np.inf)
    for j in range(1, n):
        tail = np.uint64(WIDTH * (n - j))
        head, rest = keys >> tail, keys & ((np.uint64(1) << tail) - np.uint64(1))
        np.maximum(worst, np.log(levels[j].of(head)) + np.log(levels[n - j].of(rest)), out=worst)
    return np.log(levels[n].counts) + np.log(max(total, 1)) - worst
