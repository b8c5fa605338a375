"""What a lesson looks for in a person's own model."""

from __future__ import annotations

from collections.abc import Iterator

from engines.layers.graph.node import Graph, Model, Node, everywhere
from engines.layers.graph.order import after, before
from engines.layers.graph.shapes import live
from engines.layers.graph.ties import counted, keys


def most_uses(model: Model, *kinds: str) -> int:
    """How often the layer that is used most is used; of these kinds alone, if some are named."""
    nodes = everywhere(model.graph)
    found = {node.weights for node in nodes if node.weights and (not kinds or node.kind in kinds)}
    uses = counted(model.graph)
    return max((uses[key] for key in found), default=0)


def layers(model: Model, *kinds: str) -> int:
    """How many nodes have weights, or are of these kinds."""
    return sum(n.kind in kinds if kinds else bool(n.weights) for n in everywhere(model.graph))


def copies(model: Model) -> bool:
    """Whether two layers of the same kind hold the same numbers and are not the same layer."""
    held: dict[str, set[str]] = {}
    for node in everywhere(model.graph):
        if node.weights:
            held.setdefault(node.kind, set()).add(node.weights)
    for found in held.values():
        weights = [(model.weights[key].seed, model.weights[key].values) for key in found]
        if len(set(weights)) < len(weights):
            return True
    return False


def blocks(graph: Graph, depth: int = 1) -> Iterator[tuple[Node, int]]:
    """All blocks and how deep they lie."""
    for node in graph.nodes:
        if node.inner is not None:
            yield node, depth
            yield from blocks(node.inner, depth + 1)


def twins(model: Model, *, shared: bool) -> tuple[str, str] | None:
    """Two blocks of the same layers: with the same weights, or with none in common."""
    found = [n for n in model.graph.nodes if n.inner is not None and keys(n)]
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            mine, theirs = set(keys(one)), set(keys(other))
            if _kinds(one) == _kinds(other) and (mine == theirs if shared else not mine & theirs):
                return one.id, other.id
    return None


def _kinds(node: Node) -> list[str]:
    return [] if node.inner is None else [n.kind for n in everywhere(node.inner)]


def joined(model: Model) -> bool:
    """Whether two uses of one block with the same weights come together in a join."""
    pair = twins(model, shared=True)
    if pair is None:
        return False
    graph = model.graph
    joins = graph.of_kind("difference", "add", "multiply", "concat")
    return any(set(pair) <= {edge.source for edge in graph.incoming[join.id]} for join in joins)


def writes_with_table(model: Model) -> bool:
    """Whether an output layer reads the table of an embedding."""
    tables = {n.weights for n in everywhere(model.graph) if n.kind == "embedding"}
    return any(n.kind == "tied_output" and n.table in tables for n in everywhere(model.graph))


def has_own_table(model: Model) -> bool:
    """Whether there is an embedding, and a tied output with a table of its own."""
    tables = {n.weights for n in everywhere(model.graph) if n.kind == "embedding"}
    outs = [n for n in everywhere(model.graph) if n.kind == "tied_output"]
    return bool(tables and outs) and not any(n.table in tables for n in outs)


def picture_outputs(model: Model) -> int:
    """How many outputs answer channels of pictures: what an inner layer sees."""
    types = live(model.graph).types
    outs = [types.get(n.id) for n in model.graph.of_kind("output")]
    return sum(bool(t) and t is not None and len(t[0].shape) == 4 for t in outs)


def begins_inside(model: Model) -> bool:
    """Whether the input is what an inner layer would answer, and layers lead from it to the output."""
    inputs = [n for n in model.graph.of_kind("input") if n.id.endswith("_cut")]
    return any(model.graph.node(name).kind == "output" for n in inputs for name in after(model.graph, n.id))


def on_wire(model: Model, *functions: str) -> bool:
    """Whether an activation of one of these functions stands between an input and an output."""
    ends = [n.id for n in model.graph.of_kind("output")]
    if not ends:
        return False
    led = before(model.graph, *ends)
    return any(
        n.id in led and n["function"] in functions and bool(model.graph.incoming[n.id])
        for n in model.graph.of_kind("activation")
    )


def frozen(model: Model) -> tuple[int, int]:
    """How many layers training leaves alone, and how many there are."""
    return sum(weights.frozen for weights in model.weights.values()), len(model.weights)
