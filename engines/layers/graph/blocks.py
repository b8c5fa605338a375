"""Layers within layers: several nodes as one block, and back (kexue.fm archives/6810)."""

from __future__ import annotations

from dataclasses import replace

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph import edits, names
from engines.layers.graph.node import Edge, Graph, Model, Node
from engines.layers.graph.order import after, before, order


def nest(model: Model, ids: tuple[str, ...], name: str = "block") -> Model:
    """These nodes as one block, wired as they were. What nobody reads becomes an output of the block too.

    Raises:
        Problem: nothing is chosen; one of them is an input or output; a way leads out of them and back in.
    """
    graph = model.graph
    chosen = {graph.node(i).id for i in ids}
    if not chosen:
        raise Problem(mark("Choose the nodes that shall be one block."))
    for node in graph.nodes:
        if node.id in chosen and node.kind in ("input", "output"):
            raise Problem(mark("{node} is an end of the model and stays outside of blocks."), node=node.id)
    order(graph)
    around = (after(graph, *chosen) & before(graph, *chosen)) - chosen
    if around:
        raise Problem(
            mark("A way leads out of the block and back by {node}: choose it as well."), node=min(around)
        )
    edits.room_for(graph, 2 * len(chosen))
    return _nested(model, chosen, names.fresh(names.check(name), set(graph.by_id) - chosen))


def _nested(model: Model, chosen: set[str], name: str) -> Model:
    graph = model.graph
    inside = [n for n in graph.nodes if n.id in chosen]
    crossing_in = [
        e for n in graph.nodes if n.id in chosen for e in graph.incoming[n.id] if e.source not in chosen
    ]
    crossing_out = [e for e in graph.edges if e.source in chosen and e.target not in chosen]
    entrances = list(dict.fromkeys((e.source, e.port) for e in crossing_in))
    exits = list(dict.fromkeys((e.source, e.port) for e in crossing_out))
    exits += [(n.id, 0) for n in inside if not graph.outgoing[n.id]]
    taken = set(chosen)
    ends: list[Node] = []
    for kind, count in (("input", len(entrances)), ("output", len(exits))):
        for _ in range(count):
            ends.append(edits.made(kind, names.fresh(kind, taken), {}))
            taken.add(ends[-1].id)
    into, out = ends[: len(entrances)], ends[len(entrances) :]
    left, right = min(n.at[0] for n in inside) - 200.0, max(n.at[0] for n in inside) + 200.0
    into = [replace(n, at=(left, 80.0 * i)) for i, n in enumerate(into)]
    out = [replace(n, at=(right, 80.0 * i)) for i, n in enumerate(out)]
    kept = [e for e in graph.edges if e.source in chosen and e.target in chosen]
    kept += [Edge(into[entrances.index((e.source, e.port))].id, 0, e.target, e.slot) for e in crossing_in]
    kept += [Edge(source, port, node.id, 0) for node, (source, port) in zip(out, exits, strict=True)]
    middle = tuple(sum(n.at[axis] for n in inside) / len(inside) for axis in (0, 1))
    inner = Graph((*into, *inside, *out), tuple(kept))
    block = Node(name, "block", inner=inner, at=(middle[0], middle[1]))
    first = min(i for i, n in enumerate(graph.nodes) if n.id in chosen)
    nodes = [n for n in graph.nodes if n.id not in chosen]
    nodes.insert(sum(n.id not in chosen for n in graph.nodes[:first]), block)
    edges = [e for e in graph.edges if e.source not in chosen and e.target not in chosen]
    edges += [Edge(source, port, name, slot) for slot, (source, port) in enumerate(entrances)]
    edges += [Edge(name, exits.index((e.source, e.port)), e.target, e.slot) for e in crossing_out]
    return model.with_graph(Graph(tuple(nodes), tuple(edges)))


def flatten(model: Model, name: str) -> Model:
    """A block's nodes in its place.

    Raises:
        Problem: it is no block, or a way leads straight through it to nowhere.
    """
    graph = model.graph
    block = graph.node(name)
    if block.inner is None:
        raise Problem(mark("{node} is no block."), node=name)
    inner = block.inner
    taken = set(graph.by_id) - {name}
    renamed: dict[str, str] = {}
    body: list[Node] = []
    for node in inner.nodes:
        if node.kind not in ("input", "output"):
            renamed[node.id] = names.fresh(node.id, taken)
            taken.add(renamed[node.id])
            body.append(replace(node, id=renamed[node.id]))
    feeds = {e.slot: (e.source, e.port) for e in graph.incoming[name]}
    entrances = {node.id: feeds.get(i) for i, node in enumerate(inner.of_kind("input"))}

    def source(edge: Edge) -> tuple[str, int] | None:
        if edge.source in entrances:
            return entrances[edge.source]
        return renamed[edge.source], edge.port

    exits = [
        source(inner.incoming[n.id][0]) if inner.incoming[n.id] else None for n in inner.of_kind("output")
    ]
    edges = [e for e in graph.edges if name not in (e.source, e.target)]
    found = [(source(e), renamed[e.target], e.slot) for e in inner.edges if e.target in renamed]
    found += [(exits[e.port], e.target, e.slot) for e in graph.outgoing[name]]
    edges += [Edge(*start, target, slot) for start, target, slot in found if start is not None]
    place = [n.id for n in graph.nodes].index(name)
    nodes = (*graph.nodes[:place], *body, *graph.nodes[place + 1 :])
    return model.with_graph(edits.closed_up(Graph(nodes, tuple(edges))))
