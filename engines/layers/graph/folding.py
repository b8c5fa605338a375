"""A long model folded into blocks, so that each view shows a handful of boxes that a double click opens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from engines.ground.problem import Problem
from engines.layers.graph import edits, names
from engines.layers.graph.groups import ENDS, MOST, Group, grouped
from engines.layers.graph.node import Edge, Graph, Model, Node, everywhere
from engines.layers.graph.order import order
from engines.layers.graph.origin import Origin

PARTS: Final = 3  # of a name


def folded(model: Model, origins: Mapping[str, Origin] | None = None) -> Model:
    """The model with its calls, its repeated pieces and its long rows as blocks; it answers the same.

    Args:
        origins: of its nodes, by id. Without them only what is repeated or long is found.

    Raises:
        Problem: the wires go round in a circle.
    """
    if len(model.graph.nodes) <= MOST:
        return model
    sorted_ = replace(model.graph, nodes=order(model.graph))  # what is in a row then can be a block
    fold = _Folding(sorted_, origins or {})
    graph = fold.named(fold.inside(grouped(sorted_, origins or {}), whole=True).graph)
    return model.with_graph(graph) if len(everywhere(graph)) <= edits.MOST_NODES else model


Port: TypeAlias = tuple[str, int]


@dataclass
class _Inside:
    """A block's graph, and at which of its inputs and outputs each wire crosses its rim."""

    graph: Graph
    into: dict[Port, int]
    out: dict[Port, int]


class _Folding:
    """Makes blocks of groups. Each is a piece of the order in which the graph runs: no way leads out of it
    and back in."""

    def __init__(self, graph: Graph, origins: Mapping[str, Origin]) -> None:
        self.graph, self.origins = graph, origins
        self.groups: dict[str, Group] = {}  # by the name of the block that it became
        self.taken = set(graph.by_id)
        self.keeps = not origins  # names that a person gave

    def inside(self, group: Group, *, whole: bool = False) -> _Inside:
        """A group's graph, its own groups as blocks in it."""
        at: dict[str, str] = {}
        blocks: dict[str, _Inside] = {}
        nodes: list[Node] = []
        for item in group.items:
            if isinstance(item, str):
                at[item] = item
                nodes.append(self.graph.by_id[item])
            else:
                name = self._name(item)
                blocks[name] = self.inside(item)
                at |= dict.fromkeys(item.ids, name)
                nodes.append(Node(name, "block", inner=blocks[name].graph))
        into, out = ({}, {}) if whole else self._rim(at)
        first, last = self._ends("input", into), self._ends("output", out)

        def source(port: Port) -> Port:
            if port[0] not in at:
                return first[into[port]].id, 0
            place = at[port[0]]
            return (place, blocks[place].out[port]) if place in blocks else port

        edges: dict[Port, Port] = {}
        for edge in (edge for name in at for edge in self.graph.incoming[name]):
            place, port = at[edge.target], (edge.source, edge.port)
            if place in blocks and at.get(edge.source) == place:
                continue
            slot = blocks[place].into[port] if place in blocks else edge.slot
            edges[place, slot] = source(port)
        edges |= {(last[where].id, 0): source(port) for port, where in out.items()}
        made = Graph((*first, *nodes, *last), tuple(Edge(*a, *b) for b, a in edges.items()))
        return _Inside(made, into, out)

    def _rim(self, at: Mapping[str, str]) -> tuple[dict[Port, int], dict[Port, int]]:
        """What leads in and out of these nodes; what nobody reads leads out too."""
        into: dict[Port, int] = {}
        out: dict[Port, int] = {}
        for name in at:
            for edge in self.graph.incoming[name]:
                if edge.source not in at:
                    into.setdefault((edge.source, edge.port), len(into))
            for edge in self.graph.outgoing[name]:
                if edge.target not in at:
                    out.setdefault((name, edge.port), len(out))
            if not self.graph.outgoing[name]:
                out.setdefault((name, 0), len(out))
        return into, out

    def _ends(self, kind: str, ports: Mapping[Port, int]) -> list[Node]:
        found = []
        for _ in ports:
            found.append(edits.made(kind, names.fresh(kind, self.taken), {}))
            self.taken.add(found[-1].id)
        return found

    def _name(self, group: Group) -> str:
        name = names.fresh(clean(group.label), self.taken)
        self.taken.add(name)
        self.groups[name] = group
        return name

    def named(self, graph: Graph) -> Graph:
        """Names as short as they may be where they stand: "conv1" inside of "body_0"."""
        paths = [path.split(".")[:-1] for node in graph.nodes if (path := self._path(node)) and "." in path]
        shared = _common(paths)
        taken: set[str] = set()
        new: dict[str, str] = {}
        for node in graph.nodes:
            new[node.id] = names.fresh(self._wish(node, shared), taken)
            taken.add(new[node.id])
        nodes = tuple(
            replace(n, id=new[n.id], inner=self.named(n.inner) if n.inner is not None else None)
            for n in graph.nodes
        )
        edges = tuple(replace(e, source=new[e.source], target=new[e.target]) for e in graph.edges)
        return Graph(nodes, edges)

    def _path(self, node: Node) -> str:
        if node.id in self.groups:
            return self.groups[node.id].path or ""
        return self.origins[node.id].path if node.id in self.origins else ""

    def _wish(self, node: Node, shared: int) -> str:
        path = self._path(node)
        if node.kind in ENDS and node.id not in self.graph.by_id:
            return node.kind
        if node.kind in ENDS or not path:
            found = clean(self.groups[node.id].label) if node.id in self.groups else node.id
            return found if self.keeps or node.kind in ENDS else re.sub(r"_\d+$", "", found)
        return clean(short(path.split("."), shared if "." in path else 0))


def _common(paths: list[list[str]]) -> int:
    """How many rooms all paths share."""
    found = 0
    while paths and all(len(path) > found and path[found] == paths[0][found] for path in paths):
        found += 1
    return found


def short(parts: list[str], shared: int = 0) -> str:
    """The end of a path as a name: "blocks_0_norm". ``shared``: parts that go without saying."""
    begin = max(shared, len(parts) - PARTS)
    while begin > 0 and parts[begin].isdecimal():
        begin -= 1
    return "_".join(parts[begin:])


def clean(wish: str) -> str:
    """A name as near to a wish as may be."""
    found = re.sub(r"\W+", "_", wish, flags=re.ASCII).strip("_")[:60]
    try:
        return names.check(found)
    except Problem:
        return f"n_{found}"
