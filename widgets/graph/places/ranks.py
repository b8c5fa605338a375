"""A graph in layers: every node's rank, and stand-ins where a wire passes a rank by."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MOST = 20_000  # stand-ins; with more, long wires go without


@dataclass
class Layers:
    """Nodes and stand-ins by rank, and which of the rank before and after each one touches."""

    ranks: list[list[str]]
    before: dict[str, list[str]]
    after: dict[str, list[str]]


def layered(nodes: Sequence[str], wires: Iterable[tuple[str, str]]) -> Layers:
    """Ranks by the longest path; what nothing feeds, or only what feeds others too, stands just before its
    first use: the wires of one node go together anyway."""
    known = set(nodes)
    pairs = list(dict.fromkeys((a, b) for a, b in wires if a != b and a in known and b in known))
    pairs = _without_circles(nodes, pairs)
    after: dict[str, list[str]] = {node: [] for node in nodes}
    before: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in pairs:
        after[source].append(target)
        before[target].append(source)
    rank: dict[str, int] = {}
    order = _sorted(nodes, before, after)
    for node in order:
        rank[node] = 1 + max((rank[other] for other in before[node]), default=-1)
    for node in reversed(order):
        if after[node] and all(len(after[other]) > 1 for other in before[node]):
            rank[node] = min(rank[other] for other in after[node]) - 1
    return _with_stand_ins(nodes, pairs, rank)


def _with_stand_ins(nodes: Sequence[str], pairs: Sequence[tuple[str, str]], rank: dict[str, int]) -> Layers:
    ranks: list[list[str]] = [[] for _ in range(1 + max(rank.values()))]
    layers = Layers(ranks, {node: [] for node in nodes}, {node: [] for node in nodes})
    for node in nodes:
        ranks[rank[node]].append(node)
    few = sum(rank[b] - rank[a] - 1 for a, b in pairs) <= _MOST
    lanes: dict[tuple[str, int], str] = {}  # the wires that leave a node go together as far as they can
    for source, target in sorted(pairs, key=lambda pair: rank[pair[1]] - rank[pair[0]]):
        last = source
        for at in range(rank[source] + 1, rank[target] if few else rank[source] + 1):
            lane = lanes.get((source, at))
            if lane is None:
                lane = lanes[source, at] = f"\0{source}\0{at}"  # no person's id
                ranks[at].append(lane)
                layers.before[lane], layers.after[lane] = [last], []
                layers.after[last].append(lane)
            last = lane
        if few or rank[target] == rank[source] + 1:
            layers.after[last].append(target)
            layers.before[target].append(last)
    return layers


def _without_circles(nodes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs without those that lead back to where a walk came from."""
    after: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in pairs:
        after[source].append(target)
    state: dict[str, int] = {}  # 1: on the way, 2: done
    back: set[tuple[str, str]] = set()
    for start in nodes:
        if start in state:
            continue
        state[start] = 1
        way = [(start, iter(after[start]))]
        while way:
            node, rest = way[-1]
            step = next(rest, None)
            if step is None:
                state[node] = 2
                way.pop()
            elif state.get(step) == 1:
                back.add((node, step))
            elif step not in state:
                state[step] = 1
                way.append((step, iter(after[step])))
    return [pair for pair in pairs if pair not in back]


def _sorted(nodes: Sequence[str], before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    """Every node after those that feed it (Kahn)."""
    missing = {node: len(before[node]) for node in nodes}
    ready = [node for node in nodes if not missing[node]]
    for node in ready:
        for other in after[node]:
            missing[other] -= 1
            if not missing[other]:
                ready.append(other)
    return ready


def crossings(layers: Layers) -> int:
    """How many pairs of wires cross between neighbouring ranks."""
    found = 0
    for left, right in zip(layers.ranks, layers.ranks[1:], strict=False):
        spot = {node: at for at, node in enumerate(right)}
        seen: list[int] = []
        for node in left:
            ends = sorted(spot[other] for other in layers.after[node])
            found += sum(len(seen) - bisect_left(seen, end + 1) for end in ends)
            for end in ends:
                insort(seen, end)
    return found
