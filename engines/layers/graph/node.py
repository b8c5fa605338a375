"""What a model is made of: nodes, edges, and the weights that nodes name by a key.

Nothing here is ever changed in place: an edit makes a new value, so undo is keeping the old one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from engines.ground.marks import mark
from engines.ground.problem import Problem

Option: TypeAlias = "int | float | bool | str | tuple[int, ...]"


@dataclass(frozen=True)
class Array:
    """An array as bytes, so that equal means equal bit for bit, NaN included.

    Attributes:
        dtype: numpy's name, little-endian, e.g. "<f4". data: in C order.
    """

    dtype: str
    shape: tuple[int, ...]
    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """How many numbers."""
        count = 1
        for extent in self.shape:
            count *= extent
        return count


@dataclass(frozen=True)
class Weights:
    """A layer's parameters, apart from the places where it is used.

    Attributes:
        seed: what they are drawn from while there are no values.
        values: arrays by name as they are now; () before the first run.
        frozen: training leaves them alone, in all places.
    """

    seed: int = 0
    values: tuple[tuple[str, Array], ...] = ()
    frozen: bool = False


@dataclass(frozen=True)
class Node:
    """One use of a layer.

    Attributes:
        id: its name, a Python name, unique in its graph.
        kind: key of :data:`engines.layers.graph.kinds.KINDS`. options: (name, value), all of the kind's.
        weights: key of its weights, "" if it has none. Nodes with the same key are the same layer.
        table: of a tied output, the key of the embedding whose table it reads.
        inner: of a block, the graph inside.
        at: where it stands on the canvas.
    """

    id: str
    kind: str
    options: tuple[tuple[str, Option], ...] = ()
    weights: str = ""
    table: str = ""
    inner: Graph | None = None
    at: tuple[float, float] = (0.0, 0.0)

    def __getitem__(self, option: str) -> Option:
        return dict(self.options)[option]

    def number(self, option: str) -> int:
        """An option that is a whole number."""
        found = self[option]
        assert isinstance(found, int)
        return found

    def share(self, option: str) -> float:
        """An option that is a number, whole or not."""
        found = self[option]
        assert isinstance(found, int | float)
        return float(found)

    def text(self, option: str) -> str:
        """An option that is a word."""
        return str(self[option])

    def extents(self, option: str) -> tuple[int, ...]:
        """An option that is a shape."""
        found = self[option]
        assert isinstance(found, tuple)
        return found

    def with_options(self, **changes: Option) -> Node:
        """The same with some options changed."""
        return replace(self, options=tuple((k, changes.get(k, v)) for k, v in self.options))

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all weights that it reads."""
        return tuple(key for key in (self.weights, self.table) if key)


@dataclass(frozen=True)
class Edge:
    """A wire from output ``port`` of ``source`` to input ``slot`` of ``target``."""

    source: str
    port: int
    target: str
    slot: int


@dataclass(frozen=True)
class Graph:
    """Nodes and wires. The order of nodes decides between those that could run at the same time."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """Nodes by their name."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[Edge, ...]]:
        """Wires into each node, by slot."""
        found: dict[str, list[Edge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.target].append(edge)
        return {name: tuple(sorted(edges, key=lambda e: e.slot)) for name, edges in found.items()}

    @cached_property
    def outgoing(self) -> Mapping[str, tuple[Edge, ...]]:
        """Wires out of each node, in the order of the graph's edges."""
        found: dict[str, list[Edge]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.source].append(edge)
        return {name: tuple(edges) for name, edges in found.items()}

    def node(self, name: str) -> Node:
        """The node of that name. Raises Problem if there is none."""
        if name not in self.by_id:
            raise Problem(mark("There is no node {node}."), node=name)
        return self.by_id[name]

    def of_kind(self, *kinds: str) -> tuple[Node, ...]:
        """Nodes of these kinds, in order."""
        return tuple(node for node in self.nodes if node.kind in kinds)

    def with_node(self, changed: Node) -> Graph:
        """The same with the node of that name exchanged."""
        return replace(self, nodes=tuple(changed if n.id == changed.id else n for n in self.nodes))


@dataclass(frozen=True)
class Model:
    """A graph and the weights its nodes name.

    Attributes:
        weights: by key; exactly the keys that are named somewhere in the graph, blocks included. Never
            changed in place.
    """

    graph: Graph = Graph()
    weights: Mapping[str, Weights] = field(default_factory=dict)

    def with_graph(self, graph: Graph, weights: Mapping[str, Weights] | None = None) -> Model:
        """Another graph; weights that nobody names any more are gone."""
        pool = {**self.weights, **(weights or {})}
        named = dict.fromkeys(key for node in everywhere(graph) for key in node.keys)
        return Model(graph, {key: pool[key] for key in named})


def everywhere(graph: Graph) -> tuple[Node, ...]:
    """All nodes, those inside blocks after their block."""
    found: list[Node] = []
    for node in graph.nodes:
        found.append(node)
        if node.inner is not None:
            found += everywhere(node.inner)
    return tuple(found)
