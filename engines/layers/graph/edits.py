"""Edits of nodes: each takes a model and gives another; the one given stays as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph import names
from engines.layers.graph.kinds import MANY, kind_of
from engines.layers.graph.node import Edge, Graph, Model, Node, Weights, everywhere
from engines.layers.graph.shapes import live

MOST_NODES = 5000


def made(kind: str, node_id: str, options: dict[str, Any], key: str = "") -> Node:
    """A node of a kind, its options checked. Raises Problem."""
    of = kind_of(kind)
    for name in options:
        if name not in of.options:
            raise Problem(
                mark("{node}: {kind} has no option {option}."), node=node_id, kind=kind, option=name[:40]
            )
    checked = tuple(
        (name, choice.check(node_id, name, options.get(name, choice.default)))
        for name, choice in of.options.items()
    )
    return Node(names.check(node_id), kind, checked, names.check(key) if key else "")


def add(
    model: Model, kind: str, at: tuple[float, float] = (0.0, 0.0), name: str = "", **options: Any
) -> Model:
    """A new node with no wires, and weights of its own if its kind has any.

    Raises:
        Problem: no such kind, an option that is not allowed, a name that is taken, or too many nodes.
    """
    graph = model.graph
    room_for(graph, 1)
    if name and name in graph.by_id:
        raise Problem(mark("There is a node {node} already."), node=name)
    node_id = name or names.fresh(kind, graph.by_id)
    node = replace(made(kind, node_id, options), at=at)
    if not kind_of(kind).weighted:
        return model.with_graph(replace(graph, nodes=(*graph.nodes, node)))
    key = names.fresh(node_id, model.weights)
    node = replace(node, weights=key)
    if kind == "tied_output":
        node = replace(node, table=names.fresh(f"{node_id}_table", {*model.weights, key}))
    fresh = {k: Weights(names.seed(k)) for k in node.keys}
    return model.with_graph(replace(graph, nodes=(*graph.nodes, node)), fresh)


def room_for(graph: Graph, more: int) -> None:
    """Raise Problem if so many more nodes are too many."""
    if len(everywhere(graph)) + more > MOST_NODES:
        raise Problem(mark("A model has at most {most} nodes."), most=MOST_NODES)


def remove(model: Model, *ids: str) -> Model:
    """Without these nodes and their wires. Raises Problem if one is not there."""
    gone = {model.graph.node(name).id for name in ids}
    nodes = tuple(node for node in model.graph.nodes if node.id not in gone)
    edges = tuple(e for e in model.graph.edges if e.source not in gone and e.target not in gone)
    return model.with_graph(closed_up(Graph(nodes, edges)))


def closed_up(graph: Graph) -> Graph:
    """Joins whose inputs have a gap close it: the sum of a and c is no longer waiting for b."""
    joins = {n.id for n in graph.nodes if kind_of(n.kind).slots == MANY and kind_of(n.kind).group == "joins"}
    place = {e: i for name in joins for i, e in enumerate(graph.incoming[name])}
    if all(e.slot == i for e, i in place.items()):
        return graph
    return replace(graph, edges=tuple(replace(e, slot=place.get(e, e.slot)) for e in graph.edges))


def move(model: Model, places: dict[str, tuple[float, float]]) -> Model:
    """Nodes somewhere else on the canvas. Raises Problem if one is not there."""
    graph = model.graph
    for name in places:
        graph.node(name)
    nodes = tuple(replace(n, at=places[n.id]) if n.id in places else n for n in graph.nodes)
    return model.with_graph(replace(graph, nodes=nodes))


def rename(model: Model, name: str, new: str) -> Model:
    """A node under another name. Raises Problem: not there, taken, or no name."""
    graph = model.graph
    node = graph.node(name)
    if names.check(new) != name and new in graph.by_id:
        raise Problem(mark("There is a node {node} already."), node=new)
    nodes = tuple(replace(node, id=new) if n.id == name else n for n in graph.nodes)

    def of(found: str) -> str:
        return new if found == name else found

    edges = tuple(Edge(of(e.source), e.port, of(e.target), e.slot) for e in graph.edges)
    return model.with_graph(Graph(nodes, edges))


def set_options(model: Model, name: str, **options: Any) -> Model:
    """Options of a node changed, and of all that are the same layer. Weights that no longer fit begin anew.

    Raises:
        Problem: not there, no such option, or not allowed.
    """
    node = model.graph.node(name)
    made(node.kind, node.id, dict(node.options) | options)
    checked = {k: kind_of(node.kind).options[k].check(name, k, v) for k, v in options.items()}

    def changed(n: Node) -> Node:
        alike = n.kind == node.kind and bool(node.weights) and n.weights == node.weights
        return n.with_options(**checked) if alike or n is node else n

    return settled(model.with_graph(mapped(model.graph, changed)))


def mapped(graph: Graph, change: Any) -> Graph:
    """The graph with ``change`` done to every node, inside blocks too."""
    nodes = []
    for node in graph.nodes:
        found: Node = change(node)
        nodes.append(replace(found, inner=mapped(found.inner, change)) if found.inner is not None else found)
    return replace(graph, nodes=tuple(nodes))


def unplaced(graph: Graph) -> Graph:
    """The graph with all nodes in one place: what is left of it but the drawing."""
    return mapped(graph, lambda node: replace(node, at=(0.0, 0.0)))


def settled(model: Model) -> Model:
    """Values whose shapes no longer fit are forgotten: such weights are drawn anew."""
    shapes = live(model.graph).parameters
    pool = {}
    for key, weights in model.weights.items():
        found = {name: array.shape for name, array in weights.values}
        wanted = shapes.get(key)
        fits = wanted is None or not found or not wanted or wanted.items() <= found.items()
        pool[key] = weights if fits else replace(weights, values=())
    return Model(model.graph, pool)


def inside(model: Model, path: Iterable[str], edit: Any) -> Model:
    """``edit``, a function from model to model, done to the graph inside the block at ``path``.

    Raises:
        Problem: what the edit raises; or there is no such block.
    """
    steps = tuple(path)
    if not steps:
        done: Model = edit(model)
        return done
    block = model.graph.node(steps[0])
    if block.inner is None:
        raise Problem(mark("{node} is no block."), node=block.id)
    changed = inside(Model(block.inner, model.weights), steps[1:], edit)
    before, after = (len(g.of_kind("input")) for g in (block.inner, changed.graph))
    outs = (len(g.of_kind("output")) for g in (block.inner, changed.graph))
    if before != after or len(set(outs)) > 1:
        raise Problem(
            mark("{node} is wired from outside: its inputs and outputs stay as they are."), node=block.id
        )
    graph = model.graph.with_node(replace(block, inner=changed.graph))
    return model.with_graph(graph, changed.weights)
