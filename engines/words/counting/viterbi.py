"""The best way to cut a text into scored pieces, for all its stretches at once.

Dynamic programming over the ends of pieces; step t handles the t-th character of every stretch together, so
the number of NumPy calls grows with the longest stretch and not with the text. A stretch without separators
that is longer than ``WINDOW`` is cut in overlapping windows that see ``MARGIN`` characters beyond what they
decide: within so many characters the best paths have all met.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

WINDOW = 256
MARGIN = 64
SCALE = 1 << 10  # steps of a nat that scores are rounded to
NEVER = -(1 << 28)
BLOCK = 1 << 18  # tokens cut between two chances to stop


@dataclass(frozen=True)
class Lanes:
    """Windows to be cut: int64 first token and past-last token, and from where to where each decides."""

    starts: np.ndarray
    ends: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def __getitem__(self, part: np.ndarray | slice) -> Lanes:
        return Lanes(self.starts[part], self.ends[part], self.low[part], self.high[part])


def worth(scores: np.ndarray) -> np.ndarray:
    """Scores in nats as int32: sums are exact, so that ties fall alike wherever a stretch stands."""
    finite = np.where(np.isfinite(scores), scores, 0.0)
    return np.where(np.isfinite(scores), np.rint(finite * SCALE), NEVER).astype(np.int32)


def lanes(ids: np.ndarray) -> Lanes:
    """Windows over all stretches between separators (id 0), in order of the text."""
    inside = np.concatenate([[False], ids != 0, [False]])
    edges = np.flatnonzero(inside[1:] != inside[:-1]).reshape(-1, 2)
    start, end = edges[:, 0], edges[:, 1]
    parts = -(-(end - start) // WINDOW)
    stretch = np.repeat(np.arange(len(start)), parts)
    number = np.arange(len(stretch)) - np.repeat(np.cumsum(parts) - parts, parts)
    low = start[stretch] + number * WINDOW
    high = np.minimum(low + WINDOW, end[stretch])
    return Lanes(np.maximum(low - MARGIN, start[stretch]), np.minimum(high + MARGIN, end[stretch]), low, high)


def cuts(found: Lanes, scores: list[np.ndarray]) -> np.ndarray:
    """Where pieces begin on the best path.

    Args:
        scores: for n = 1, 2, ...: int32 (N,), what a piece of n tokens is :func:`worth` at each first token,
            ``NEVER`` where there is none. Single tokens must have scores.

    Returns:
        bool (N + 1,): a piece begins at this token, or a stretch ended before it.
    """
    N = len(scores[0])
    begins = np.zeros(N + 1, bool)
    for parity in (0, 1):  # neighbouring windows overlap and must not share a column of the table
        some = found[np.arange(parity, len(found.starts), 2)]
        if len(some.starts):
            _decide(some, scores, begins)
    return begins


def _decide(some: Lanes, scores: list[np.ndarray], begins: np.ndarray) -> None:
    size = some.ends - some.starts
    some = some[np.argsort(-size, kind="stable")]
    size = some.ends - some.starts
    best = np.zeros(len(begins), np.int32)
    step = np.ones(len(begins), np.int8)
    active = np.searchsorted(-size, -np.arange(1, int(size[0]) + 1), side="right")
    for t, n_active in enumerate(active.tolist(), 1):
        at = some.starts[:n_active] + t
        top = best[at - 1] + scores[0][at - 1]
        length = np.ones(n_active, np.int8)
        for n in range(2, min(len(scores), t) + 1):
            worth = best[at - n] + scores[n - 1][at - n]
            better = worth > top
            top = np.where(better, worth, top)
            length[better] = n
        best[at], step[at] = top, length
    begins[some.low[some.low == some.starts]] = True
    at = some.ends
    while len(at):
        begins[at[(at > some.low) & (at <= some.high)]] = True
        at = at - step[at]
        left = at > some.low
        at, some = at[left], some[left]


def blocks(found: Lanes) -> Iterator[tuple[int, int, Lanes]]:
    """Lanes in groups of about ``BLOCK`` tokens, windows of one stretch together: (first token, past-last
    token, lanes counted from the first token)."""
    heads = np.flatnonzero(found.low == found.starts)
    if len(heads) == 0:
        return
    wanted = np.arange(found.low[0] + BLOCK, found.high[-1], BLOCK)
    slot = np.searchsorted(found.low[heads], wanted)
    stops = np.unique(np.append(heads[slot[slot < len(heads)]], len(found.low)))
    done = 0
    for stop in stops.tolist():
        part = found[slice(done, stop)]
        low, high = int(part.starts[0]), int(part.ends[-1])
        yield low, high, Lanes(part.starts - low, part.ends - low, part.low - low, part.high - low)
        done = stop


def spans(begins: np.ndarray, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int64 first tokens and lengths of all pieces between the marks of :func:`cuts`; ``ids`` (N + 1,)."""
    at = np.flatnonzero(begins)
    starts, lengths = at[:-1], np.diff(at)
    inside = ids[starts] != 0
    return starts[inside], lengths[inside]
