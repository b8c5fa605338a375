"""Cut the text wherever no firm n-gram holds two characters together, and keep the pieces that bear it out.

The gap between two characters is glued iff some kept n-gram covers both; every other gap is a cut. A piece
of three tokens or more is a word only if it, or every window of the longest kept length in it, is itself kept
(the back-trace); a rejected piece is dropped, never cut again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.words.ngrams import Level
from engines.words.work import Work

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


def glue(levels: list[Level], kept: list[np.ndarray]) -> Work[tuple[np.ndarray, np.ndarray]]:
    """Which gaps are glued, and where a kept n-gram of the longest length begins.

    Args:
        kept: bool (K,) for each level from n = 2 on.

    Returns:
        bool (N,): the gap after token i is glued; bool (N + 1,): the longest level's mask by token.
    """
    N = len(levels[0].rank) - 1
    glued, longest = np.zeros(N, bool), np.zeros(N + 1, bool)
    for level, keep in zip(levels[1:], kept, strict=True):
        table = np.append(keep, False)  # rank -1 takes the last
        for a in range(0, N, CHUNK):
            longest[a : min(a + CHUNK, N)] = table[level.rank[a : min(a + CHUNK, N)]]
            yield None
        for j in range(level.n - 1):
            glued[j:] |= longest[: N - j]
        yield None
    return glued, longest


def pieces(ids: np.ndarray, glued: np.ndarray) -> Pieces:
    """What the cuts leave of a text; ``ids`` (N + 1,), 0 separates; ``glued`` bool (N,)."""
    token = ids[:-1] != 0
    edge = token.copy()
    edge[1:] &= ~glued[:-1]
    starts = np.flatnonzero(edge).astype(np.int32)
    np.logical_and(token, ~glued, out=edge)
    lengths = np.flatnonzero(edge).astype(np.int32) - starts + 1
    return Pieces(starts, lengths, len(starts))[lengths > 1]


def traced(found: Pieces, levels: list[Level], kept: list[np.ndarray], longest: np.ndarray) -> np.ndarray:
    """bool, which pieces pass the back-trace; ``longest`` from :func:`glue`."""
    passed = found.lengths == 2
    for level, keep in zip(levels[2:], kept[1:], strict=True):
        same = np.flatnonzero(found.lengths == level.n)
        passed[same] = np.append(keep, False)[level.rank[found.starts[same]]]
    m = levels[-1].n
    long = np.flatnonzero(found.lengths > m)
    passed[long] = True
    for j in range(int(found.lengths.max(initial=0)) - m + 1):
        long = long[found.lengths[long] >= j + m]
        passed[long] &= longest[found.starts[long] + j]
        long = long[passed[long]]
    return passed
