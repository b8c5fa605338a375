"""Where the n-grams of a fixed set occur in a block of text.

Tables of hashed pairs sieve out nearly all places; whole keys decide about the rest, so it is exact.
"""

from __future__ import annotations

import numpy as np

from engines.words.large.census import WIDTH, pack

BITS = 22
MASK = (1 << BITS) - 1


class Finder:
    """The n-grams of one length to look for: ``keys`` uint64, in order."""

    def __init__(self, keys: np.ndarray, n: int) -> None:
        self.keys, self.n = keys, n
        self._sieves = []
        for j in range(n - 1) if n > 2 else ():
            sieve = np.zeros(MASK + 1, bool)
            pair = keys >> np.uint64(WIDTH * (n - 2 - j))
            sieve[_hash((pair >> np.uint64(WIDTH)) & np.uint64(0xFFFF), pair & np.uint64(0xFFFF))] = True
            self._sieves.append(sieve)
        slot = _slots(keys)
        self._slot = np.zeros(MASK + 1, np.int32)
        self._slot[slot] = np.arange(len(keys))
        self._shared = np.zeros(MASK + 1, bool)  # slots that two keys fall into
        self._shared[slot[self._slot[slot] != np.arange(len(keys))]] = True

    def __call__(self, ids: np.ndarray, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places in order, and which of the keys is at each.

        Args:
            ids: (N + 1,), 0 separates. pairs: :func:`hashes` of it.
        """
        if len(self.keys) == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        if self._sieves:
            at = np.flatnonzero(self._sieves[0][pairs])
        else:
            token = ids != 0
            at = np.flatnonzero(token[:-1] & token[1:])
        for j, sieve in enumerate(self._sieves[1:], 1):
            at = at[at + j < len(pairs)]
            at = at[sieve[pairs[at + j]]]
        key = pack(ids, at, self.n)
        slot = _slots(key)
        which = self._slot[slot]
        doubtful = np.flatnonzero((self.keys[which] != key) & self._shared[slot])
        which[doubtful] = np.minimum(np.searchsorted(self.keys, key[doubtful]), len(self.keys) - 1)
        hit = self.keys[which] == key
        return at[hit], which[hit]


def _slots(keys: np.ndarray) -> np.ndarray:
    """int32, a place in the table for each key."""
    return (keys * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(64 - BITS)).astype(np.int32)


def hashes(ids: np.ndarray) -> np.ndarray:
    """int32 (N,), of each character together with the next."""
    return _hash(ids[:-1], ids[1:])


def _hash(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (
        (a.astype(np.uint32) * np.uint32(0x9E3779B1)) >> np.uint32(32 - BITS) ^ b.astype(np.uint32)
    ).astype(np.int32) & MASK
