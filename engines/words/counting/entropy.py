"""How freely characters follow and precede a word: branching entropy, in nats.

    H_r(w) = ln c(w) - 1/c(w) sum_x c(wx) ln c(wx)

and H_l likewise for the character before. Each separator is an event of its own: a word that always ends a
line is as free as one that is followed by another character each time.
"""

from __future__ import annotations

import numpy as np

from engines.words.counting.ngrams import bits


def entropies(owner: np.ndarray, neighbour: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """float64 (W,), the entropy of what stands beside each of W words.

    Args:
        owner: int (M,), the word of each occurrence; not all words need occur.
        neighbour: (M,), the token beside it, 0 for a separator.
        counts: int64 (W,), all occurrences of each word, separators beside them included.
    """
    seen = neighbour != 0
    width = bits(int(neighbour.max(initial=0)) + 1)
    key = owner[seen].astype(np.int64)
    key <<= width
    key |= neighbour[seen]
    if len(counts).bit_length() + width < 32:
        key = key.astype(np.int32)  # half the work for the sort
    key.sort()
    heads = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])[: len(key)])
    together = np.diff(heads, append=len(key))
    some = together > 1
    word, together = key[heads[some]] >> width, together[some]
    kept = np.bincount(word, together * np.log(together), minlength=len(counts))
    return np.maximum(np.log(np.maximum(counts, 1)) - kept / np.maximum(counts, 1), 0.0)
