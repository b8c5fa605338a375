"""Where the nodes of a graph go: layers from left to right, wrapped into rows as text is.

Ranks by the longest path, the order within a rank by barycentres with stand-ins for wires that pass through
(Sugiyama, Tagawa & Toda 1981), heights by the median of the neighbours. A graph much longer than it is high
is cut into rows, where few wires cross the cut.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from widgets.graph.model import Place
from widgets.graph.places.ranks import Layers, crossings, layered
from widgets.graph.places.rows import Rank, wrap

GRID = 24.0
ACROSS, DOWN = 96.0, 36.0  # px between layers, for the shapes written there, and between nodes of one
_LEAST = 60.0  # px behind a layer where nothing stands
_STAND_IN = 12.0  # px of height that a wire passing through a layer takes
_BETWEEN = 84.0  # px between rows, for the wires that lead from one to the next
_ASPECT = 1.7  # width over height to aim at
_SWEEPS, _SMOOTHS = 8, 8

Size = tuple[float, float, float]  # width, height, and how far below the top its wires begin
Column = tuple[float, float]  # width of the widest card of a layer, and px behind it


def arrange(
    sizes: Mapping[str, Size], wires: Iterable[tuple[str, str]], aspect: float = _ASPECT,
    behind: Mapping[str, float] | None = None,
) -> dict[str, Place]:  # fmt: skip
    """Upper left corners on the grid, of nodes of these sizes joined by (source, target) pairs.

    Wires that close a circle are taken as if they were not there.

    Args:
        aspect: width over height of the window that is to be filled.
        behind: px to keep free behind a node, for what is written there; ``ACROSS`` unless told.
    """
    if not sizes:
        return {}
    layers = layered(list(sizes), wires)
    _order(layers)
    parts = {node: _parts(sizes.get(node)) for rank in layers.ranks for node in rank}
    y = _heights(layers, parts)
    widths = [max((sizes[n][0] for n in rank if n in sizes), default=0.0) for rank in layers.ranks]
    told = behind or {}
    gaps = [max((told.get(n, ACROSS) for n in rank if n in sizes), default=_LEAST) for rank in layers.ranks]
    columns = [(width, gap) for width, gap in zip(widths, gaps, strict=True)]
    rows = wrap(_ranks(layers, columns, y, parts), _BETWEEN, aspect)
    return _placed(layers, rows, columns, sizes, y, parts)


def _parts(size: Size | None) -> tuple[float, float]:
    """What of a node is above its wires, and what below."""
    return (size[2], size[1] - size[2]) if size is not None else (_STAND_IN / 2, _STAND_IN / 2)


def _order(layers: Layers) -> None:
    """Put the nodes of each rank where few wires cross."""
    best, fewest = [list(rank) for rank in layers.ranks], crossings(layers)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        down = sweep % 2 == 0
        order = range(1, len(layers.ranks)) if down else range(len(layers.ranks) - 2, -1, -1)
        sides = layers.before if down else layers.after
        for at in order:
            beside = layers.ranks[at - 1 if down else at + 1]
            spot = {node: float(index) for index, node in enumerate(beside)}
            mine = {node: float(index) for index, node in enumerate(layers.ranks[at])}
            centre = {n: _mean([spot[m] for m in sides[n] if m in spot], mine[n]) for n in layers.ranks[at]}
            layers.ranks[at].sort(key=centre.__getitem__)
        now = crossings(layers)
        if now < fewest:
            best, fewest = [list(rank) for rank in layers.ranks], now
    layers.ranks[:] = best


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _heights(layers: Layers, parts: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Where the wires of every node begin: near its neighbours' median, and none over another."""
    y: dict[str, float] = {}
    for rank in layers.ranks:
        _spread(rank, dict.fromkeys(rank, 0.0), parts, y)
    for sweep in range(_SMOOTHS):
        forth = sweep % 2 == 0
        ranks = layers.ranks if forth else layers.ranks[::-1]
        for rank in ranks:
            wish = {}
            for node in rank:
                near = layers.before[node] if forth else layers.after[node]
                near = near or (layers.after[node] if forth else layers.before[node])
                wish[node] = median(y[other] for other in near) if near else y[node]
            _spread(rank, wish, parts, y)
    return y


def _spread(
    rank: Sequence[str],
    wish: Mapping[str, float],
    parts: Mapping[str, tuple[float, float]],
    y: dict[str, float],
) -> None:
    """The heights nearest to the wishes (least squares) with gaps kept: what collides goes together."""
    offset, pools = 0.0, []  # sum of wishes less offsets, and how many nodes
    offsets, last = [], 0.0
    for at, node in enumerate(rank):
        above, below = parts[node]
        gap = DOWN if min(below, last) > _STAND_IN / 2 else DOWN / 2
        offset += last + above + gap if at else 0.0
        last = below
        offsets.append(offset)
        pools.append((wish[node] - offset, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            total, count = pools.pop()
            pools[-1] = (pools[-1][0] + total, pools[-1][1] + count)
    at = 0
    for total, count in pools:
        for _ in range(count):
            y[rank[at]] = total / count + offsets[at]
            at += 1


def _ranks(
    layers: Layers, columns: Sequence[Column], y: Mapping[str, float],
    parts: Mapping[str, tuple[float, float]],
) -> list[Rank]:  # fmt: skip
    """What wrapping needs to know of every rank; the wires of one node count once."""
    found = []
    for (width, gap), rank in zip(columns, layers.ranks, strict=True):
        top, bottom = min(y[n] - parts[n][0] for n in rank), max(y[n] + parts[n][1] for n in rank)
        found.append(Rank(width + gap, top, bottom, sum(bool(layers.after[node]) for node in rank)))
    return found


def _placed(
    layers: Layers, rows: Sequence[range], columns: Sequence[Column], sizes: Mapping[str, Size],
    y: Mapping[str, float], parts: Mapping[str, tuple[float, float]],
) -> dict[str, Place]:  # fmt: skip
    found: dict[str, Place] = {}
    top = 0.0
    for row in rows:
        nodes = [node for at in row for node in layers.ranks[at]]
        high = min(y[node] - parts[node][0] for node in nodes)
        low = max(y[node] + parts[node][1] for node in nodes)
        x = 0.0
        for at in row:
            for node in layers.ranks[at]:
                if node in sizes:
                    across = x + (columns[at][0] - sizes[node][0]) / 2
                    down = top + y[node] - parts[node][0] - high
                    found[node] = (GRID * round(across / GRID), GRID * round(down / GRID))
            x += sum(columns[at])
        top += GRID * math.ceil((low - high + _BETWEEN) / GRID)
    return found
