"""Third pass over a file of any size: all occurrences of the words that were found."""

from __future__ import annotations

import numpy as np

from engines.words.config import WINDOW
from engines.words.describe import Columns
from engines.words.large.census import WIDTH, Census, Grams
from engines.words.large.finder import Finder, hashes
from engines.words.large.reading import Block
from engines.words.large.runs import Runs, group

NOWHERE = np.iinfo(np.int64).max


class Occurrences:
    """Counts, neighbours and first places of words.

    Args:
        words: the words, in the order of all arrays here. runs: a folder for neighbours.
    """

    def __init__(self, census: Census, levels: dict[int, Grams], words: dict[str, int], runs: Runs) -> None:
        self._census, self._levels, self._runs = census, levels, runs
        self.words = list(words)
        parts = {p for w in self.words if len(w) > WINDOW for p in _parts(w)} - words.keys()
        self._strings = {w: i for i, w in enumerate([*self.words, *parts])}
        self._tally = np.zeros(len(self._strings), np.int64)
        self.first = np.full(len(self._strings), NOWHERE, np.int64)
        self._finders = []
        for n in range(2, WINDOW + 1):
            rows = np.array([i for i, w in enumerate(self.words) if len(w) == n], np.int64)
            keys = self._keys([self.words[i] for i in rows.tolist()], n)
            order = np.argsort(keys)
            self._finders.append((Finder(keys[order], n), rows[order]))
        self._lengths: dict[str, list[int]] = {}
        for w in self._strings:
            if len(w) > WINDOW:
                self._lengths.setdefault(w[:WINDOW], []).append(len(w))
        prefixes = np.sort(self._keys(list(self._lengths), WINDOW))
        self._lengths = {p: sorted(set(lengths)) for p, lengths in self._lengths.items()}
        self._prefixes = Finder(prefixes, WINDOW)

    def take(self, block: Block) -> None:
        """Count one block."""
        ids = self._census.numbers.encode(block.normal.text)
        pairs = hashes(ids)
        parts = []
        for finder, rows in self._finders:
            at, word = finder(ids, pairs)
            parts.append((at, rows[word], np.full(len(at), finder.n)))
        parts.append(self._longer(block.normal.text, self._prefixes(ids, pairs)[0]))
        at, word, n = (np.concatenate(column) for column in zip(*parts, strict=True))
        self._tally += np.bincount(word, minlength=len(self._tally))
        begin, _ = block.normal.original(at, at + n)
        np.minimum.at(self.first, word, begin + block.offset)
        mine = word < len(self.words)
        at, word, n = at[mine], word[mine], n[mine]
        for side, beside in enumerate((ids[at - 1], ids[at + n])):
            seen = beside != 0
            key = (word[seen] * 2 + side) << WIDTH | beside[seen]
            self._runs.add(*group(key.astype(np.uint64)))

    def columns(self) -> Columns:
        """What the table shows; ``first`` is in :attr:`first`."""
        W = len(self.words)
        self.first = self.first[:W]
        counts = self._tally[:W]
        kept = np.zeros(2 * W)
        for keys, times in self._runs.merge(align=WIDTH):
            kept += np.bincount((keys >> np.uint64(WIDTH)).astype(np.int64), times * np.log(times), 2 * W)
        most = np.log(np.maximum(counts, 1))
        left, right = (np.maximum(most - kept[side::2] / np.maximum(counts, 1), 0.0) for side in (0, 1))
        return Columns(counts, self._cohesion(counts), left, right, self.first)

    def ids(self) -> np.ndarray:
        """int (W, longest), the characters of each word, 0 past its end."""
        table, found = (
            self._census.numbers.table,
            np.zeros((len(self.words), max(map(len, self.words), default=1)), int),
        )
        for row, word in zip(found, self.words, strict=True):
            row[: len(word)] = table[[ord(c) for c in word]]
        return found

    def _cohesion(self, counts: np.ndarray) -> np.ndarray:
        total, found = max(self._census.tokens, 1), np.zeros(len(counts))
        for n in {len(w) for w in self.words}:
            rows = np.array([i for i, w in enumerate(self.words) if len(w) == n])
            words = [self.words[i] for i in rows.tolist()]
            worst = np.full(len(rows), -np.inf)
            for j in range(1, n):
                head, tail = self._counts([w[:j] for w in words]), self._counts([w[j:] for w in words])
                np.maximum(worst, np.log(head) + np.log(tail), out=worst)
            found[rows] = np.log(counts[rows]) + np.log(total) - worst
        return found

    def _counts(self, words: list[str]) -> np.ndarray:
        n = len(words[0])
        if n <= WINDOW:
            return self._levels[n].of(self._keys(words, n))
        return self._tally[[self._strings[w] for w in words]]

    def _keys(self, words: list[str], n: int) -> np.ndarray:
        table, key = self._census.numbers.table, np.zeros(len(words), np.uint64)
        for j in range(n):
            column = table[[ord(w[j]) for w in words]] if words else np.zeros(0, np.uint16)
            key = key << np.uint64(WIDTH) | column.astype(np.uint64)
        return key

    def _longer(self, text: str, at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        found = []
        for i in at.tolist():
            for n in self._lengths[text[i : i + WINDOW]]:
                word = self._strings.get(text[i : i + n])
                if word is not None:
                    found.append((i, word, n))
        rows = np.array(found, np.int64).reshape(-1, 3)
        return rows[:, 0], rows[:, 1], rows[:, 2]


def _parts(word: str) -> list[str]:
    """Heads and tails of a word that are too long for a key."""
    n = len(word)
    return [word[:j] for j in range(WINDOW + 1, n)] + [word[j:] for j in range(1, n - WINDOW)]
