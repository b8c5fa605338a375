"""A part of a model as a model: from the input to a node, or from a node on."""

from __future__ import annotations

from dataclasses import replace

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph import blocks, edits, names
from engines.layers.graph.node import Edge, Graph, Model, Option
from engines.layers.graph.order import after, before, ports
from engines.layers.graph.shapes import live
from engines.layers.graph.types import Type


def head(model: Model, *ids: str) -> Model:
    """From the inputs to these nodes, each an output; keys of weights stay, so a network can share them.

    Raises:
        Problem: none is named, or it has no output of its own to look at.
    """
    graph = model.graph
    for name in ids:
        if not ports(graph.node(name)):
            raise Problem(
                mark("{node} is where the model ends: there is nothing to take from it."), node=name
            )
    if not ids:
        raise Problem(mark("Choose the node to extract."))
    kept = before(graph, *ids)
    nodes = [n for n in graph.nodes if n.id in kept]
    edges = [e for e in graph.edges if e.target in kept]
    taken = {n.id for n in nodes}
    for name in ids:
        source = graph.node(name)
        for port in range(ports(source)):
            end = names.fresh("output", taken)
            taken.add(end)
            nodes.append(
                replace(edits.made("output", end, {}), at=(source.at[0] + 200.0, source.at[1] + 80.0 * port))
            )
            edges.append(Edge(name, port, end, 0))
    return model.with_graph(Graph(tuple(nodes), tuple(edges)))


def tail(model: Model, name: str) -> Model:
    """What comes after a node; its output becomes the first input. Inputs that are needed beside stay.

    Raises:
        Problem: it has not one output of numbers, its shape is not known, or nothing comes after it.
    """
    graph = model.graph
    source = graph.node(name)
    types = live(graph).types.get(name)
    if (
        types is None
        or len(types) != 1
        or types[0].kind not in ("float", "tokens")
        or source.kind == "output"
    ):
        raise Problem(mark("{node} has not one answer of a known shape: nothing can begin there."), node=name)
    behind = after(graph, name) - {name}
    if not any(graph.node(n).kind == "output" for n in behind):
        raise Problem(mark("No output comes after {node}."), node=name)
    beside = before(_without(graph, name), *behind) | behind
    beside -= {name}
    taken = set(beside)
    cut = names.fresh(f"{name}_cut", taken)
    entrance = replace(edits.made("input", cut, _as_input(name, types[0])), at=source.at)
    nodes = (entrance, *(n for n in graph.nodes if n.id in beside))
    edges = tuple(
        replace(e, source=cut) if e.source == name else e for e in graph.edges if e.target in beside
    )
    return model.with_graph(Graph(nodes, edges))


def part(model: Model, path: tuple[str, ...], *ids: str) -> Model:
    """These nodes, or the inside of a block, as a model whose ends are what leads in and out.

    Args:
        model: the whole. path: of the block in which the nodes are, () for none.

    Raises:
        Problem: nothing is chosen, an end of the model, or a way leads out of them and back in.
    """
    graph = model.graph
    for name in path:
        inner = graph.node(name).inner
        assert inner is not None
        graph = inner
    first = graph.node(ids[0]) if len(ids) == 1 else None
    if first is None or first.inner is None:
        known = {node.id for node in graph.nodes} - set(ids)
        graph = blocks.nest(Model(graph, model.weights), ids, "part").graph
        first = next(node for node in graph.nodes if node.inner is not None and node.id not in known)
    assert first.inner is not None
    types = live(model.graph).types
    comes = {e.slot: (types.get("/".join((*path, e.source))), e.port) for e in graph.incoming[first.id]}
    nodes = {node.id: node for node in first.inner.nodes}
    for slot, node in enumerate(first.inner.of_kind("input")):
        found, port = comes.get(slot, (None, 0))
        if found is not None and port < len(found) and found[port].kind in ("float", "tokens"):
            nodes[node.id] = node.with_options(**_as_input(node.id, found[port]))
    return model.with_graph(replace(first.inner, nodes=tuple(nodes.values())))


def _without(graph: Graph, name: str) -> Graph:
    """The graph in which nothing feeds a node."""
    return replace(graph, edges=tuple(e for e in graph.edges if e.target != name))


def _as_input(name: str, found: Type) -> dict[str, Option]:
    if not found.shape or (found.shape[0] < 0 and found.shape[0] != -1) or any(n < 1 for n in found.inner):
        raise Problem(mark("{node} has not one answer of a known shape: nothing can begin there."), node=name)
    batch = found.shape[0] if found.shape[0] > 0 else 0
    return {"shape": found.inner, "dtype": "tokens" if found.kind == "tokens" else "float", "batch": batch}
