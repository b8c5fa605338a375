"""Cut the text wherever no firm n-gram holds two characters together, and keep the pieces that bear it out.

The gap between two characters is glued iff some kept n-gram covers both; every other gap is a cut. A piece
of three tokens or more is a word only if it, or every window of the longest kept length in it, is itself kept
(the back-trace); a rejected piece is dropped, never cut again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.words.counting.ngrams import Level
from engines.words.progress import Work

CHUNK = 1 << 21  # tokens handled between two chances to stop


@dataclass(frozen=True)
class Pieces:
    """Pieces of the text of two tokens or more, in order.

    Attributes:
        starts, lengths: int32, first token and tokens.
        total: how many pieces there are, single characters included.
    """

    starts: np.ndarray
    lengths: np.ndarray
    total: int

    def __getitem__(self, mask: np.ndarray) -> Pieces:
        return Pieces(self.starts[mask], self.lengths[mask], self.total)


def marks(levels: list[Level], kept: list[np.ndarray]) -> Work[list[np.ndarray]]:
    """For each level from n = 2 on: bool (N,), whether a kept n-gram begins at a token.

    Args:
        kept: bool (K,) for each of these levels.
    """
    found = []
    for level, keep in zip(levels[1:], kept, strict=True):
        table = np.append(keep, False)  # rank -1 takes the last
        mask = np.zeros(len(level.rank) - 1, bool)
        for a in range(0, len(mask), CHUNK):
            mask[a : a + CHUNK] = table[level.rank[a : min(a + CHUNK, len(mask))]]
            yield None
        found.append(mask)
    return found


def glue(marked: list[np.ndarray]) -> np.ndarray:
    """bool (N,): the gap after token i is glued; ``marked`` from :func:`marks`."""
    N = len(marked[0])
    glued = np.zeros(N, bool)
    for n, mask in enumerate(marked, 2):
        for j in range(n - 1):
            glued[j:] |= mask[: N - j]
    return glued


def pieces(ids: np.ndarray, glued: np.ndarray) -> Pieces:
    """What the cuts leave of a text; ``ids`` (N + 1,), 0 separates; ``glued`` bool (N,)."""
    edge = ids[:-1] != 0
    edge[1:] &= ~glued[:-1]
    total = int(np.count_nonzero(edge))
    edge &= glued  # only tokens are glued: here a piece of two or more begins
    starts = np.flatnonzero(edge).astype(np.int32)
    np.logical_not(glued, out=edge)
    edge[1:] &= glued[:-1]
    edge[:1] = False
    return Pieces(starts, np.flatnonzero(edge).astype(np.int32) - starts + 1, total)


def traced(found: Pieces, marked: list[np.ndarray], longest: int) -> np.ndarray:
    """bool, which pieces pass the back-trace and have ``longest`` tokens at most."""
    passed = found.lengths == 2
    for n, mask in enumerate(marked[1:], 3):
        same = np.flatnonzero(found.lengths == n)
        passed[same] = mask[found.starts[same]]
    m = len(marked) + 1
    long = np.flatnonzero((found.lengths > m) & (found.lengths <= longest))
    passed[long] = True
    for j in range(longest - m + 1):
        long = long[found.lengths[long] >= j + m]
        passed[long] &= marked[-1][found.starts[long] + j]
        long = long[passed[long]]
    return passed & (found.lengths <= longest)
