"""Ranks wrapped into rows as words are into lines, where few wires cross the break."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

_SHORT, _LONG = 0.6, 1.4  # of the length wanted: what a row may have
_WIRE = 0.3  # one more wire over a break is as bad as a row so much longer or shorter
_ONE_ROW = 1000.0  # px up to which there is no need to wrap
_WORTH = 0.85  # of the size in one row: what several must come to
_WORSE = 0.015  # one more wire over a break is as bad as a picture so much larger


class Rank(NamedTuple):
    """One column: its width with the gap behind it, its top and bottom, the wires that leave it."""

    width: float
    top: float
    bottom: float
    wires: int


def wrap(ranks: Sequence[Rank], gap: float, aspect: float) -> list[range]:
    """Which ranks make which row, so that all is large when fitted into a window of this ``aspect``.

    Args:
        gap: px between rows.
        aspect: width over height.
    """
    total = sum(rank.width for rank in ranks)
    if total <= _ONE_ROW:
        return [range(len(ranks))]
    row = sum(rank.bottom - rank.top for rank in ranks) / len(ranks) + gap
    likely = math.sqrt(total / (aspect * row))
    counts = range(max(1, math.floor(likely * 0.5)), math.ceil(likely * 1.3) + 1)
    tries = (_broken(ranks, total / count) for count in counts[:: max(1, len(counts) // 12)])
    rows = min(tries, key=lambda rows: _size(ranks, rows, gap, aspect))
    one = [range(len(ranks))]
    return rows if _size(ranks, rows, gap, aspect) < _WORTH * _size(ranks, one, gap, aspect) else one


def _broken(ranks: Sequence[Rank], wanted: float) -> list[range]:
    rows, start = [], 0
    while start < len(ranks):
        ends: list[tuple[float, int]] = []
        length = 0.0
        for end in range(start + 1, len(ranks) + 1):
            length += ranks[end - 1].width
            if length > _LONG * wanted and ends:
                break
            if length > _SHORT * wanted or end == len(ranks):
                crossed = ranks[end - 1].wires - 1 if end < len(ranks) else 0
                ends.append((abs(length / wanted - 1) + _WIRE * crossed, end))
        rows.append(range(start, min(ends)[1]))
        start = rows[-1].stop
    return rows


def _size(ranks: Sequence[Rank], rows: Sequence[range], gap: float, aspect: float) -> float:
    """Height of the window that shows all, worse for every wire over a break."""
    wide = max(sum(ranks[at].width for at in row) for row in rows)
    high = sum(max(ranks[at].bottom for at in row) - min(ranks[at].top for at in row) + gap for row in rows)
    crossed = sum(ranks[row.start - 1].wires - 1 for row in rows[1:])
    return max(wide / aspect, high) * (1 + _WORSE * crossed)
