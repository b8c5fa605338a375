"""What belongs together in a long row of nodes: what one call made, what comes again and again, and where
few wires cross."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

from engines.layers.graph.node import Graph, Node
from engines.layers.graph.origin import Origin, Scope

LEAST, OPEN, MOST = (
    10,
    16,
    18,
)  # boxes of one view: with fewer it opens some up to so many, with more it folds
SMALL: Final = 3  # nodes that are worth a block
LONGEST: Final = 400  # nodes of what comes again
ENOUGH: Final = 0.8  # of what most repetition covers
DEEPEST: Final = 12  # calls inside calls that become blocks
ENDS: Final = ("input", "output")


@dataclass
class Group:
    """Nodes that shall be one block.

    Attributes:
        path: of the module whose call it is, or None. items: ids of nodes, and groups among them, in order.
    """

    label: str
    path: str | None = None
    items: list[Item] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """All nodes in it."""
        return [i for item in self.items for i in ([item] if isinstance(item, str) else item.ids)]


Item: TypeAlias = "str | Group"
Signature: TypeAlias = tuple[object, ...]


def grouped(graph: Graph, origins: Mapping[str, Origin]) -> Group:
    """The nodes of a graph, in groups of at most about ``MOST``."""
    whole = _by_calls(graph, origins)
    _simplify(whole)
    _Fold(graph).fit(whole)
    return whole


def _by_calls(graph: Graph, origins: Mapping[str, Origin]) -> Group:
    """Each call a group."""
    whole = Group("")
    known: dict[int, Group] = {}
    for node in graph.nodes:
        at = whole
        for scope in _scopes(graph, node, origins):
            if scope.number not in known:
                known[scope.number] = Group(scope.label, scope.path)
                at.items.append(known[scope.number])
            at = known[scope.number]
        at.items.append(node.id)
    return whole


def _scopes(graph: Graph, node: Node, origins: Mapping[str, Origin]) -> tuple[Scope, ...]:
    """The calls around a node; a tensor belongs to all that read it, an end of the model to none."""
    if node.kind in ENDS:
        return ()
    found = origins.get(node.id, Origin()).scopes[:DEEPEST]
    if node.kind != "parameter":
        return found
    for edge in graph.outgoing[node.id]:
        other = origins.get(edge.target, Origin()).scopes
        same = (a == b for a, b in zip(found, other, strict=False))
        found = found[: next((at for at, equal in enumerate(same) if not equal), min(len(found), len(other)))]
    return found


def _simplify(group: Group) -> None:
    """Without groups of one, or of very few."""
    found: list[Item] = []
    for item in group.items:
        if isinstance(item, str):
            found.append(item)
            continue
        _simplify(item)
        if len(item.items) == 1 or len(item.ids) < SMALL:
            found += item.items
        else:
            found.append(item)
    group.items = found


class _Fold:
    """Opens groups where too little is seen, and makes some where it is too much."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.kinds = {node.id: _kind(node) for node in graph.nodes}
        self._numbers: dict[Signature, int] = {}

    def fit(self, group: Group) -> None:
        """Do so to a group and to all inside."""
        while len(body := self._body(group)) == 1:
            (only,) = body
            if isinstance(only, str):
                break
            at = group.items.index(only)
            group.items[at : at + 1] = only.items
        while len(group.items) < LEAST and (alike := self._to_open(group)):
            group.items = [
                inner
                for item in group.items
                for inner in (item.items if item in alike else [item])  # type: ignore[union-attr]
            ]
        if len(self._body(group)) > MOST:
            tensors = [item for item in group.items if self._is(item, "parameter")]
            group.items = [item for item in group.items if item not in tensors]
            most = max(LEAST, MOST - len(tensors))
            self._fold_repeats(group, most)
            if len(self._body(group)) > most:
                group.items = self._parted(group.items)
            for tensor in tensors[::-1]:
                self._put_back(group, tensor)
        for item in group.items:
            if isinstance(item, Group):
                self.fit(item)

    def _body(self, group: Group) -> list[Item]:
        return [item for item in group.items if not self._is(item, *ENDS)]

    def _to_open(self, group: Group) -> list[Item]:
        """Groups that are alike, with few inside, which have room; opened all or none."""
        kinds: dict[int, list[Item]] = {}
        for item in group.items:
            if isinstance(item, Group):
                kinds.setdefault(self.signature(item), []).append(item)
        more = {
            key: sum(len(g.items) - 1 for g in found if isinstance(g, Group)) for key, found in kinds.items()
        }
        fits = [key for key in kinds if len(group.items) + more[key] <= OPEN]
        return kinds[min(fits, key=more.__getitem__)] if fits else []

    def signature(self, item: Item) -> int:
        """Equal for what is built alike."""
        made: Signature = (
            self.kinds[item] if isinstance(item, str) else tuple(map(self.signature, item.items))
        )
        return self._numbers.setdefault(made, len(self._numbers))

    def _fold_repeats(self, group: Group, most: int) -> None:
        """What comes several times in a row becomes a group each time."""
        while len(self._body(group)) > most:
            start, period, count = repeats([self.signature(item) for item in group.items])
            if count < 2 or period < 2:
                return
            stop = start + period * count
            made: list[Item] = [
                Group("step", None, group.items[at : at + period]) for at in range(start, stop, period)
            ]
            group.items = [*group.items[:start], *made, *group.items[stop:]]

    def _put_back(self, group: Group, tensor: Item) -> None:
        """A tensor to those that read it: inside the one group, or before the first of several."""
        assert isinstance(tensor, str)
        read = {edge.target for edge in self.graph.outgoing[tensor]}
        places = [
            at for at, item in enumerate(group.items)
            if (item in read if isinstance(item, str) else read.intersection(item.ids))
        ]  # fmt: skip
        only = group.items[places[0]] if len(places) == 1 else ""
        if isinstance(only, Group):
            self._put_back(only, tensor)
        else:
            group.items.insert(places[0] if places else 0, tensor)

    def _parted(self, items: list[Item]) -> list[Item]:
        """Cut into pieces where few wires cross (by dynamic programming); ends of the model stay outside."""
        first = [item for item in items if self._is(item, "input")]
        last = [item for item in items if self._is(item, "output")]
        row = [item for item in items if item not in first and item not in last]
        pieces = min(MOST, math.ceil(len(row) / LEAST))
        longest = math.ceil(len(row) / pieces * 1.5)
        crossed = self._crossed(row)
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(row) + 1):
            best.append(min(
                (best[start][0] + crossed[end] + len(row) / pieces / (end - start), start)
                for start in range(max(0, end - longest), end)
            ))  # fmt: skip
        cuts = [len(row)]
        while cuts[-1]:
            cuts.append(best[cuts[-1]][1])
        bounds = cuts[::-1]
        made: list[Item] = []
        for start, end in pairwise(bounds):
            made += [Group("part", None, row[start:end])] if end - start >= SMALL else row[start:end]
        return [*first, *made, *last]

    def _is(self, item: Item, *kinds: str) -> bool:
        return isinstance(item, str) and self.graph.by_id[item].kind in kinds

    def _crossed(self, row: Sequence[Item]) -> list[float]:
        """Of every place between two items, how many nodes before it are read after it."""
        at = {
            i: place
            for place, item in enumerate(row)
            for i in ([item] if isinstance(item, str) else item.ids)
        }
        found = [0.0] * (len(row) + 2)
        for name, place in at.items():
            last = max((at.get(edge.target, place) for edge in self.graph.outgoing[name]), default=place)
            found[place + 1] += 1
            found[last + 1] -= 1
        return list(accumulate(found))


def _kind(node: Node) -> Signature:
    """What a node does, whatever its weights."""
    told = [value for name, value in node.options if name in ("function", "over", "target", "of")]
    return (node.kind, *told)


def repeats(row: Sequence[int]) -> tuple[int, int, int]:
    """Where a piece comes several times in a row: (start, length, how often).

    It is the shortest that covers nearly as much as any; what is all alike is cut into about as many pieces
    as each has parts.
    """
    found = [_repeated(row, period) for period in range(1, min(LONGEST, len(row) // 2) + 1)]
    found = [one for one in found if one[2] > (1 if one[1] > 1 else 3)]
    most = max((period * count for _, period, count in found), default=0)
    start, period, count = next((one for one in found if one[1] * one[2] >= ENOUGH * most), (0, 1, 1))
    if period == 1 and count > 1:
        period = math.isqrt(count)
        count //= period
    return start, period, count


def _repeated(row: Sequence[int], period: int) -> tuple[int, int, int]:
    """The longest stretch in which a piece of that length comes again."""
    best, run = (0, period, 1), 0
    for at in range(len(row) - period - 1, -1, -1):
        run = run + 1 if row[at] == row[at + period] else 0
        if run // period + 1 > best[2]:
            best = at, period, run // period + 1
    return best
