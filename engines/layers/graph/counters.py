"""How many numbers a model learns: each once, and as often as they are used."""

from __future__ import annotations

from dataclasses import dataclass

from engines.layers.graph.node import Graph, Model, Node
from engines.layers.graph.shapes import live, size
from engines.layers.graph.ties import counted, keys


@dataclass(frozen=True)
class Count:
    """``unique``: numbers in all weights, shared ones once. ``untied``: if every use had its own. ``frozen``:
    of the unique ones, those that training leaves alone."""

    unique: int
    untied: int
    frozen: int


@dataclass(frozen=True)
class Branch:
    """A line of the module tree.

    Attributes:
        path, kind: of the node; "" for the whole model.
        own: numbers of the node itself that no line before it has counted. nested: those of all below it.
        shared: numbers it uses, itself or below, that others use as well.
        uses: how many nodes use its weights.
        below: the lines inside.
    """

    path: str
    kind: str
    own: int
    nested: int
    shared: int
    uses: int
    below: tuple[Branch, ...] = ()


def sizes(model: Model) -> dict[str, int]:
    """Numbers in the weights of each key; where nothing is wired yet, as many as there are
    values.

    Running means of a normalisation are not learned and not counted.
    """
    shapes = live(model.graph).parameters
    found = {}
    for key, weights in model.weights.items():
        known = shapes.get(key)
        if known:
            found[key] = size(known)
        else:
            found[key] = sum(
                a.size for n, a in weights.values if "running_" not in n and "num_batches" not in n
            )
    return found


def count(model: Model) -> Count:
    """The counter of a model."""
    numbers, uses = sizes(model), counted(model.graph)
    frozen = sum(numbers[key] for key, weights in model.weights.items() if weights.frozen)
    return Count(sum(numbers.values()), sum(n * uses[key] for key, n in numbers.items()), frozen)


def tree(model: Model) -> Branch:
    """The module tree. Shared weights are counted where they are met first, so that sums come out right."""
    numbers, uses = sizes(model), counted(model.graph)
    seen: set[str] = set()

    def branch(node: Node, path: str) -> Branch:
        fresh = [key for key in node.keys if key not in seen]
        seen.update(fresh)
        own = sum(numbers[key] for key in fresh)
        below = tuple(branch(n, f"{path}{node.id}/") for n in node.inner.nodes) if node.inner else ()
        mine = counted(Graph((node,)))
        shared = sum(numbers[key] for key in keys(node) if uses[key] > (mine[key] if node.inner else 1))
        times = max((uses[key] for key in keys(node)), default=0)
        return Branch(
            path + node.id, node.kind, own, sum(b.own + b.nested for b in below), shared, times, below
        )

    below = tuple(branch(node, "") for node in model.graph.nodes)
    shared = sum(n for key, n in numbers.items() if uses[key] > 1)
    return Branch("", "model", 0, sum(b.own + b.nested for b in below), shared, 1, below)
