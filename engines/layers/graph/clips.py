"""Copy and paste, and whole models as layers of others."""

from __future__ import annotations

from dataclasses import replace

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph import blocks, edits, names, ties, wires
from engines.layers.graph.kinds import kind_of
from engines.layers.graph.node import Edge, Graph, Model, Node, Weights, everywhere


def copy(model: Model, *ids: str) -> Model:
    """These nodes, the wires between them and their weights. Raises Problem: none, or one is not there."""
    chosen = {model.graph.node(name).id for name in ids}
    if not chosen:
        raise Problem(mark("Choose the nodes to copy."))
    nodes = tuple(n for n in model.graph.nodes if n.id in chosen)
    edges = tuple(e for e in model.graph.edges if e.source in chosen and e.target in chosen)
    return model.with_graph(edits.closed_up(Graph(nodes, edges)))


def paste(model: Model, clip: Model, share: bool = False, by: tuple[float, float] = (40.0, 40.0)) -> Model:
    """What was copied, under new names.

    Args:
        share: layers that are still here are used once more; else, and where they are gone, copies are made.
            Nodes that were one layer in the clip are one layer again.
    """
    edits.room_for(model.graph, len(everywhere(clip.graph)))
    taken = set(model.graph.by_id)
    renamed: dict[str, str] = {}
    for node in clip.graph.nodes:
        renamed[node.id] = names.fresh(node.id, taken)
        taken.add(renamed[node.id])
    keys, pool = _pool(model, clip, share)

    def change(node: Node) -> Node:
        return replace(node, weights=keys.get(node.weights, ""), table=keys.get(node.table, ""))

    fresh = edits.mapped(clip.graph, change)
    nodes = tuple(replace(n, id=renamed[n.id], at=(n.at[0] + by[0], n.at[1] + by[1])) for n in fresh.nodes)
    edges = tuple(Edge(renamed[e.source], e.port, renamed[e.target], e.slot) for e in fresh.edges)
    graph = Graph((*model.graph.nodes, *nodes), (*model.graph.edges, *edges))
    wires.sound(model.graph, graph)
    return model.with_graph(graph, pool)


def _pool(model: Model, clip: Model, share: bool) -> tuple[dict[str, str], dict[str, Weights]]:
    """New keys for those of a clip, and the weights that come with them."""
    keys: dict[str, str] = {}
    pool: dict[str, Weights] = {}
    for key, weights in clip.weights.items():
        if share and key in model.weights:
            keys[key] = key
        else:
            keys[key] = names.fresh(key, {*model.weights, *pool})
            pool[keys[key]] = weights
    return keys, pool


def place(model: Model, other: Model, name: str = "model", at: tuple[float, float] = (0.0, 0.0)) -> Model:
    """A whole other model as one block, with weights of its own. Raises Problem: it lacks an end."""
    if not other.graph.of_kind("input") or not other.graph.of_kind("output"):
        raise Problem(mark("A model without input or output cannot be a layer."))
    block = Node(names.check(name), "block", inner=other.graph, at=at)
    return paste(model, Model(Graph((block,)), other.weights), by=(0.0, 0.0))


def siamese(model: Model, share: bool = True) -> Model:
    """Two inputs, one model for both, and how far its two answers are apart.

    Args:
        share: the second use has the same weights; else copies of them.

    Raises:
        Problem: the model has not one input and one output, or answers no numbers.
    """
    graph = model.graph
    ins, outs = graph.of_kind("input"), graph.of_kind("output")
    fed = [e.source for e in graph.incoming[outs[0].id]] if len(outs) == 1 else []
    if len(ins) != 1 or not fed or fed[0] == ins[0].id:
        raise Problem(mark("Only a model of one input and one output can be used twice."))
    body = tuple(n.id for n in graph.nodes if kind_of(n.kind).group != "ends" or n.kind == "block")
    found = blocks.nest(model, body, "model")
    block = found.graph.node(names.fresh("model", {n.id for n in (*ins, *outs)}))
    found = ties.again(found, block.id, share)
    twin = found.graph.nodes[-1].id
    x, y = ins[0].at
    second = replace(ins[0], id=names.fresh(ins[0].id, found.graph.by_id), at=(x, y + 80.0))
    found = found.with_graph(replace(found.graph, nodes=(*found.graph.nodes, second)))
    found = wires.connect(found, second.id, twin)
    found = edits.add(found, "difference", ((block.at[0] + outs[0].at[0]) / 2, y + 40.0))
    apart = found.graph.nodes[-1].id
    port = _port(found.graph, block.id, outs[0].id)
    found = wires.connect(found, block.id, apart, 0, port)
    found = wires.connect(found, twin, apart, 1, port)
    return wires.connect(found, apart, outs[0].id)


def _port(graph: Graph, source: str, target: str) -> int:
    """The output by which ``source`` feeds ``target``."""
    return next(e.port for e in graph.incoming[target] if e.source == source)
