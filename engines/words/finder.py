"""Where the n-grams of a fixed set occur in a block of text.

A table of hashed pairs sieves out nearly all places, a binary search decides about the rest: exact.
"""

from __future__ import annotations

import numpy as np

from engines.words.census import WIDTH, pack

MASK = (1 << 23) - 1


class Finder:
    """The n-grams of one length to look for: ``keys`` uint64, in order."""

    def __init__(self, keys: np.ndarray, n: int) -> None:
        self.keys, self.n = keys, n
        self._sieves = []
        for j in range(n - 1):
            sieve = np.zeros(MASK + 1, bool)
            pair = keys >> np.uint64(WIDTH * (n - 2 - j))
            sieve[_hash((pair >> np.uint64(WIDTH)) & np.uint64(0xFFFF), pair & np.uint64(0xFFFF))] = True
            self._sieves.append(sieve)

    def __call__(self, ids: np.ndarray, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places in order, and which of the keys is at each.

        Args:
            ids: (N + 1,), 0 separates. pairs: :func:`hashes` of it.
        """
        if len(self.keys) == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        at = np.flatnonzero(self._sieves[0][pairs])
        for j, sieve in enumerate(self._sieves[1:], 1):
            at = at[at + j < len(pairs)]
            at = at[sieve[pairs[at + j]]]
        key = pack(ids, at, self.n)
        slot = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        hit = self.keys[slot] == key
        return at[hit], slot[hit]


def hashes(ids: np.ndarray) -> np.ndarray:
    """int32 (N,), of each character together with the next."""
    return _hash(ids[:-1], ids[1:])


def _hash(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return ((a.astype(np.uint32) * np.uint32(0x9E3779B1)) >> np.uint32(9) ^ b.astype(np.uint32)).astype(
        np.int32
    ) & MASK
