"""Edits of wires: connect, disconnect, put a layer on a wire, exchange a layer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph import edits, names
from engines.layers.graph.kinds import MANY, kind_of
from engines.layers.graph.node import Edge, Graph, Model, Node, Weights
from engines.layers.graph.order import MOST_SLOTS, order, ports, slots
from engines.layers.graph.shapes import MISSING, live


def connect(model: Model, source: str, target: str, slot: int | None = None, port: int = 0) -> Model:
    """A wire, in place of the one that ends there. ``slot`` None is the first free input, else the first.

    Raises:
        Problem: no such node, port or slot; it would close a circle; what runs there does not fit.
    """
    graph = model.graph
    first, last = graph.node(source), graph.node(target)
    if not 0 <= port < ports(first):
        raise Problem(mark("{node} has no output {port}."), node=source, port=port + 1)
    wired = {edge.slot for edge in graph.incoming[target]}
    most = _room(last, graph, len(wired))
    if slot is None:
        slot = next((s for s in range(most) if s not in wired), 0)
    if not 0 <= slot < most:
        raise Problem(mark("{node} has no input {slot}."), node=target, slot=slot + 1)
    kept = tuple(e for e in graph.edges if (e.target, e.slot) != (target, slot))
    wanted = replace(graph, edges=(*kept, Edge(source, port, target, slot)))
    order(wanted)
    return edits.settled(model.with_graph(sound(graph, wanted)))


def _room(node: Node, graph: Graph, wired: int) -> int:
    if node.inner is None and kind_of(node.kind).slots == MANY:
        return min(MOST_SLOTS, wired + 1)
    return slots(node, graph)


def sound(before: Graph, after: Graph) -> Graph:
    """``after``, unless something does not fit there that was no problem before. Raises that Problem."""
    known = {(path, problem.template) for path, problem in live(before).problems}
    for path, problem in live(after).problems:
        if (path, problem.template) not in known and problem.template not in MISSING:
            raise problem
    return after


def disconnect(model: Model, target: str, slot: int) -> Model:
    """Without the wire into that input. Raises Problem if there is none."""
    graph = model.graph
    graph.node(target)
    edges = tuple(e for e in graph.edges if (e.target, e.slot) != (target, slot))
    if len(edges) == len(graph.edges):
        raise Problem(mark("There is no wire into {node} at input {slot}."), node=target, slot=slot + 1)
    return model.with_graph(edits.closed_up(replace(graph, edges=edges)))


def insert(model: Model, target: str, slot: int, kind: str, name: str = "", **options: Any) -> Model:
    """A new layer on the wire into that input.

    Raises:
        Problem: there is no wire, the kind takes another number of inputs, or what follows does not fit.
    """
    graph = model.graph
    wire = next((e for e in graph.incoming[graph.node(target).id] if e.slot == slot), None)
    if wire is None:
        raise Problem(mark("There is no wire into {node} at input {slot}."), node=target, slot=slot + 1)
    if kind_of(kind).slots != 1 or kind in ("output", "block"):
        raise Problem(mark("{kind} has not one input and one output: it cannot stand on a wire."), kind=kind)
    a, b = graph.node(wire.source).at, graph.node(target).at
    grown = edits.add(model, kind, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), name, **options)
    new = grown.graph.nodes[-1].id
    kept = tuple(e for e in grown.graph.edges if e != wire)
    edges = (*kept, Edge(wire.source, wire.port, new, 0), Edge(new, 0, target, slot))
    return edits.settled(grown.with_graph(sound(graph, replace(grown.graph, edges=edges))))


def exchange(model: Model, name: str, kind: str, keep: bool = True, **options: Any) -> Model:
    """Another layer in a node's place, with the node's wires and name.

    Args:
        keep: begin with a copy of the old values where kind and shapes are the same; else with fresh ones.

    Raises:
        Problem: another number of inputs, an option that is not allowed, or what follows does not fit.
    """
    graph = model.graph
    old = graph.node(name)
    if ports(old) != 1 or kind in ("input", "output", "block"):
        raise Problem(mark("{node} cannot be exchanged for {kind}."), node=name, kind=kind)
    wired = len(graph.incoming[name])
    wanted = kind_of(kind).slots
    if wanted != MANY and wanted < wired:
        raise Problem(
            mark("{node} has {wired} wires, and {kind} takes {slots}."),
            node=name,
            wired=wired,
            kind=kind,
            slots=wanted,
        )
    node = replace(edits.made(kind, name, options), at=old.at)
    pool: dict[str, Weights] = {}
    if kind_of(kind).weighted:
        key = names.fresh(old.weights or name, model.weights)
        same = keep and kind == old.kind
        pool[key] = replace(model.weights[old.weights], frozen=False) if same else Weights(names.seed(key))
        node = replace(node, weights=key)
    if kind == "tied_output":
        table = names.fresh(f"{name}_table", {*model.weights, *pool})
        pool[table] = Weights(names.seed(table))
        node = replace(node, table=table)
    wanted_graph = sound(graph, graph.with_node(node))
    return edits.settled(model.with_graph(wanted_graph, pool))
