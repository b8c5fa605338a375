"""Edits of weights: use the same layer twice, or no longer; freeze; begin anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph import edits, names
from engines.layers.graph.kinds import kind_of
from engines.layers.graph.node import Graph, Model, Node, Weights, everywhere
from engines.layers.graph.wires import sound


def keys(node: Node) -> tuple[str, ...]:
    """Keys of all weights in a node, those inside a block too."""
    inner = everywhere(node.inner) if node.inner is not None else ()
    return tuple(dict.fromkeys(key for n in (node, *inner) for key in n.keys))


def tie(model: Model, name: str, to: str) -> Model:
    """Let ``name`` be the same layer as ``to``; its own weights are gone if nobody else uses them.

    A linear layer tied to an embedding becomes a tied output: the table transposed, and a bias of its own.

    Raises:
        Problem: they are the same already, of different kinds, or need weights of different shapes.
    """
    graph = model.graph
    node, source = graph.node(name), graph.node(to)
    pool: dict[str, Weights] = {}
    if source.kind == "embedding" and node.kind in ("linear", "tied_output"):
        changed = replace(
            edits.made("tied_output", name, {"vocab": source["vocab"]}),
            weights=node.weights, table=source.weights, at=node.at,
        )  # fmt: skip
        if node.kind == "linear":
            key = names.fresh(f"{name}_bias", model.weights)
            pool[key] = Weights(names.seed(key))
            changed = replace(changed, weights=key)
    elif node.inner is not None and source.inner is not None:
        changed = replace(node, inner=source.inner)
    elif node.kind != source.kind:
        raise Problem(
            mark("{node} and {other} are layers of different kinds: they share no weights."),
            node=name,
            other=to,
        )
    elif not source.weights:
        raise Problem(mark("{node} has no weights to share."), node=to)
    else:
        changed = replace(node, weights=source.weights, table=source.table, options=source.options)
    if name == to or keys(changed) == keys(node):
        raise Problem(mark("{node} and {other} are the same layer already."), node=name, other=to)
    return model.with_graph(sound(graph, graph.with_node(changed)), pool)


def shared(model: Model, name: str) -> tuple[str, ...]:
    """Keys of a node that are used outside it as well, or twice within. Raises Problem: no such node."""
    node = model.graph.node(name)
    uses = counted(model.graph)
    own = counted(Graph((node,)))
    return tuple(key for key in keys(node) if uses[key] > own[key])


def counted(graph: Graph) -> dict[str, int]:
    """How many nodes use each key, inside blocks too."""
    found: dict[str, int] = {}
    for node in everywhere(graph):
        for key in node.keys:
            found[key] = found.get(key, 0) + 1
    return found


def untie(model: Model, name: str) -> Model:
    """Give a node, or a block, weights of its own: copies, so that nothing changes yet.

    Raises:
        Problem: it shares none.
    """
    mine = shared(model, name)
    node = model.graph.node(name)
    if node.kind == "tied_output" and node.table in mine:
        mine = (node.table,)
    if not mine:
        raise Problem(mark("{node} shares its weights with no other node."), node=name)
    changed, pool = recopied(node, model.weights, mine)
    return model.with_graph(model.graph.with_node(changed), pool)


def recopied(
    node: Node, pool: Mapping[str, Weights], which: Collection[str]
) -> tuple[Node, dict[str, Weights]]:
    """A node with ``which`` of its keys renamed, and copies of their weights under the new keys."""
    renamed: dict[str, str] = {}
    for key in which:
        renamed[key] = names.fresh(key, {*pool, *renamed.values()})

    def change(n: Node) -> Node:
        return replace(n, weights=renamed.get(n.weights, n.weights), table=renamed.get(n.table, n.table))

    (changed,) = edits.mapped(Graph((node,)), change).nodes
    return changed, {new: pool[old] for old, new in renamed.items()}


def again(model: Model, name: str, share: bool = True) -> Model:
    """A second use of a layer or block, without wires: the same weights, or a copy of them.

    Raises:
        Problem: no such node, or it has no weights.
    """
    node = model.graph.node(name)
    if not keys(node):
        raise Problem(mark("{node} has no weights to share."), node=name)
    edits.room_for(model.graph, len(everywhere(Graph((node,)))))
    twin = replace(node, id=names.fresh(name, model.graph.by_id), at=(node.at[0], node.at[1] + 80.0))
    pool: dict[str, Weights] = {}
    if not share:
        own = [key for key in keys(node) if node.inner is not None or key == node.weights]
        twin, pool = recopied(twin, model.weights, own)
    return model.with_graph(replace(model.graph, nodes=(*model.graph.nodes, twin)), pool)


def freeze(model: Model, name: str, frozen: bool = True) -> Model:
    """Training leaves a layer alone, wherever it is used, or no longer does. Raises Problem: no weights."""
    return _each(model, name, lambda weights, key: replace(weights, frozen=frozen))


def renew(model: Model, name: str, seed: int) -> Model:
    """A layer begins anew from a seed. Raises Problem: no weights, or some that only exist as values."""
    node = model.graph.node(name)
    for n in everywhere(Graph((node,))):
        if kind_of(n.kind).group == "imported" and n.weights:
            raise Problem(mark("{node} was imported: how it begins is not known."), node=n.id)
    return _each(
        model,
        name,
        lambda weights, key: replace(weights, seed=(seed * 1000003 + names.seed(key)) % 2**32, values=()),
    )


def _each(model: Model, name: str, change: object) -> Model:
    assert callable(change)
    node = model.graph.node(name)
    mine = [key for key in keys(node) if node.inner is not None or key == node.weights]
    if not mine:
        raise Problem(mark("{node} has no weights."), node=name)
    return Model(model.graph, {**model.weights, **{key: change(model.weights[key], key) for key in mine}})


def drawn(model: Model, seed: int) -> Model:
    """All weights as a run of that seed begins: those with values stay."""
    return Model(
        model.graph,
        {
            k: w if w.values else replace(w, seed=(w.seed + seed * 1000003) % 2**32)
            for k, w in model.weights.items()
        },
    )


def untied(model: Model) -> Model:
    """Every use a layer of its own, beginning with the same values: what the model would be unshared."""
    graph, seen, pool = model.graph, set[str](), dict(model.weights)

    def change(node: Node) -> Node:
        again_ = [key for key in node.keys if key in seen]
        seen.update(node.keys)
        if not again_:
            return node
        changed, more = recopied(replace(node, inner=None), pool, again_)
        pool.update(more)
        seen.update(more)
        return replace(changed, inner=node.inner)

    return model.with_graph(edits.mapped(graph, change), pool)
