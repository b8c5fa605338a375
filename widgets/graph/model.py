"""What a node canvas shows, as values: ports, nodes, wires, ties. Words are in the language shown already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

import numpy as np

T = TypeVar("T")
Place = tuple[float, float]  # x, y of a node's upper left corner, in scene px
MaskState = Literal["", "keep", "drop", "needs"]


@dataclass(frozen=True)
class Port:
    """Where wires end.

    Attributes:
        name: unique among a node's inputs, or its outputs.
        shape: what is there now, ``4 × 16``; written along the wires that leave an output.
        kind: ``numbers``, ``ids`` or ``mask``; it decides the port's form.
    """

    name: str
    shape: str = ""
    kind: str = "numbers"


@dataclass(frozen=True)
class Node:
    """A card on the canvas.

    Attributes:
        id: unique in the graph.
        facts: one dim line below the title.
        tie: key of the weights that it shares with others, empty for its own.
        frozen: shows a lock.
        block: there are nodes inside, which a double-click asks for.
        error: a sentence; the card gets a red frame and tells it.
        warning: a sentence too, in yellow.
        gradient: size of the gradient that this use of the weights has sent; None draws no bar.
        picture: uint8, (H, W) or (H, W, 3), drawn small.
        quiet: it learns nothing and only moves numbers about; drawn dimmer.
    """

    id: str
    title: str
    facts: str = ""
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    tie: str = ""
    frozen: bool = False
    block: bool = False
    error: str = ""
    warning: str = ""
    gradient: float | None = None
    picture: np.ndarray | None = field(default=None, compare=False)
    quiet: bool = False

    def same(self, other: Node) -> bool:
        """Whether it looks as ``other`` does, the picture being the very same array."""
        return self == other and self.picture is other.picture


@dataclass(frozen=True)
class Wire:
    """From an output to an input, both by node and port name.

    Attributes:
        mask: ``keep`` (a mask travels along), ``drop`` (it is lost here), ``needs`` (the target wants one).
        error: why what arrives does not fit, a sentence.
    """

    source: str
    output: str
    target: str
    input: str
    mask: MaskState = ""
    error: str = ""

    @property
    def key(self) -> WireKey:
        """Its two ends, which name it."""
        return WireKey(self.source, self.output, self.target, self.input)


class WireKey(NamedTuple):
    """The two ends of a wire."""

    source: str
    output: str
    target: str
    input: str


@dataclass(frozen=True)
class Tie:
    """Weights that several nodes share.

    Attributes:
        letter: on the badge.
        category: which of the theme's categories is the colour of the band.
        gradient: size of the summed gradient; the uses are stacked below it. None while there is none.
    """

    key: str
    letter: str
    category: int = 0
    gradient: float | None = None


@dataclass(frozen=True)
class Graph:
    """All that is shown.

    Raises:
        ValueError: an id, a port or a wire twice, or a wire that ends nowhere.
    """

    nodes: tuple[Node, ...] = ()
    wires: tuple[Wire, ...] = ()
    ties: tuple[Tie, ...] = ()

    def __post_init__(self) -> None:
        if len(self.by_id) != len(self.nodes):
            raise ValueError("two nodes have the same id")
        if len(self.ends) != sum(1 + len(node.inputs) + len(node.outputs) for node in self.nodes):
            raise ValueError("two ports of a node have the same name")
        for wire in self.wires:
            ends = (wire.source, "out", wire.output), (wire.target, "in", wire.input)
            if not self.ends.issuperset(ends):
                raise ValueError(f"a wire ends nowhere: {wire.key}")
        if len({wire.key for wire in self.wires}) != len(self.wires):
            raise ValueError("the same wire twice")

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """The nodes by name."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def ends(self) -> frozenset[tuple[str, str, str]]:
        """All that a hand can hold: every node as (id, "", ""), every port as (id, "in" or "out", name)."""
        ports = ((node.id, side, port.name) for node in self.nodes for side, port in _ports(node))
        return frozenset((*ports, *((node.id, "", "") for node in self.nodes)))

    @cached_property
    def tie_of(self) -> dict[str, Tie]:
        """The ties by key."""
        return {tie.key: tie for tie in self.ties}

    @cached_property
    def uses(self) -> dict[str, tuple[Node, ...]]:
        """Which nodes share each tie's weights, in the order of the graph."""
        return _grouped((node.tie, node) for node in self.nodes if node.tie)

    @cached_property
    def incoming(self) -> dict[str, tuple[Wire, ...]]:
        """The wires that end in each node."""
        return _grouped((wire.target, wire) for wire in self.wires)

    @cached_property
    def outgoing(self) -> dict[str, tuple[Wire, ...]]:
        """The wires that begin in each node."""
        return _grouped((wire.source, wire) for wire in self.wires)

    @cached_property
    def largest_gradient(self) -> float:
        """What a full bar means: the largest of all uses and of all stacks of uses."""
        alone = [abs(node.gradient) for node in self.nodes if node.gradient is not None]
        stacks = [sum(abs(n.gradient or 0.0) for n in nodes) for nodes in self.uses.values()]
        sums = [abs(tie.gradient) for tie in self.ties if tie.gradient is not None]
        return max([*alone, *stacks, *sums], default=0.0)


def _ports(node: Node) -> list[tuple[str, Port]]:
    return [("in", port) for port in node.inputs] + [("out", port) for port in node.outputs]


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
