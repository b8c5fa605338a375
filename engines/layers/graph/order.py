"""The order in which a graph runs, and the sentence for one that bites its own tail."""

from __future__ import annotations

import heapq

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph.kinds import MANY, kind_of
from engines.layers.graph.node import Graph, Node

MOST_SLOTS = 64


def order(graph: Graph) -> tuple[Node, ...]:
    """Nodes so that each comes after those it reads (Kahn 1962); between equals the graph's own order.

    Raises:
        Problem: there is a cycle; the sentence names a node on it.
    """
    place = {node.id: i for i, node in enumerate(graph.nodes)}
    waits = {name: len(edges) for name, edges in graph.incoming.items()}
    ready = [place[name] for name, count in waits.items() if count == 0]
    heapq.heapify(ready)
    found: list[Node] = []
    while ready:
        node = graph.nodes[heapq.heappop(ready)]
        found.append(node)
        for edge in graph.outgoing[node.id]:
            waits[edge.target] -= 1
            if waits[edge.target] == 0:
                heapq.heappush(ready, place[edge.target])
    if len(found) < len(graph.nodes):
        raise Problem(
            mark("{node} would feed on itself: the wires go round in a circle."), node=_on_cycle(graph, waits)
        )
    return tuple(found)


def _on_cycle(graph: Graph, waits: dict[str, int]) -> str:
    """A node on a cycle: walk backwards among those that never became ready until one comes again."""
    name = next(name for name, count in waits.items() if count)
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        name = next(e.source for e in graph.incoming[name] if waits[e.source])
    return name


def slots(node: Node, graph: Graph) -> int:
    """How many inputs a node has now; one that takes many has those that are wired, and at least two."""
    if node.inner is not None:
        return len(node.inner.of_kind("input"))
    wanted = kind_of(node.kind).slots
    if wanted != MANY:
        return wanted
    wired = graph.incoming.get(node.id, ())
    least = 0 if kind_of(node.kind).group == "imported" else 2
    return max([least, *(edge.slot + 1 for edge in wired)])


def ports(node: Node) -> int:
    """How many outputs a node has."""
    if node.inner is not None:
        return len(node.inner.of_kind("output"))
    return 0 if node.kind == "output" else 1


def before(graph: Graph, *names: str) -> set[str]:
    """These nodes and all that they depend on."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [edge.source for edge in graph.incoming[name]]
    return found


def after(graph: Graph, *names: str) -> set[str]:
    """These nodes and all that depend on them."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [edge.target for edge in graph.outgoing[name]]
    return found
