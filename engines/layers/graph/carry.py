"""Where a mask goes: each kind makes one, keeps it, drops it, or needs none after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph.kinds import Rule, kind_of
from engines.layers.graph.node import Graph, Node
from engines.layers.graph.order import order
from engines.layers.graph.types import Type

Carried = Literal[
    "none", "padded", "masked"
]  # no sequence, or one without a mask where there ought to be one
NONE: Final[Carried] = "none"


@dataclass(frozen=True)
class Masks:
    """What runs along the wires of a graph.

    Attributes:
        carried: by path, what the output of each node carries. dropped: paths of nodes where a mask ends
            that was still needed. warnings: (path, sentence).
    """

    carried: Mapping[str, Carried]
    dropped: tuple[str, ...]
    warnings: tuple[tuple[str, Problem], ...]


def rule(node: Node) -> Rule:
    """What becomes of a mask at a node, its options considered."""
    if node.kind == "embedding":
        return "make" if node["mask_zero"] else "drop"
    if node.kind == "conv":
        return "keep" if node["padding"] == "same" and node["stride"] == 1 else "drop"
    return kind_of(node.kind).mask


def carried(graph: Graph, types: Mapping[str, tuple[Type, ...]]) -> Masks:
    """Follow masks from the inputs of tokens on. Raises Problem: a cycle."""
    found = _Follower(types)
    found.graph(graph, "", ())
    return Masks(found.carried, tuple(found.dropped), tuple(found.warnings))


class _Follower:
    def __init__(self, types: Mapping[str, tuple[Type, ...]]) -> None:
        self.types = types
        self.carried: dict[str, Carried] = {}
        self.ended: dict[str, str] = {}  # where the mask ended that a path lacks
        self.dropped: list[str] = []
        self.warnings: list[tuple[str, Problem]] = []

    def graph(self, graph: Graph, path: str, given: tuple[tuple[Carried, str], ...]) -> tuple[Carried, ...]:
        """Into a block: what its inputs carry, and where what they lack has ended."""
        entrances = iter(given)
        for node in order(graph):
            name = path + node.id
            if node.kind == "input" and path:
                self.carried[name], self.ended[name] = next(entrances, (NONE, ""))
                continue
            into = [path + edge.source for edge in graph.incoming[node.id]]
            if node.inner is not None:
                kept = tuple((self.carried.get(p, NONE), self.ended.get(p, "")) for p in into)
                outs = self.graph(node.inner, f"{name}/", kept)
                self.carried[name] = outs[0] if outs else NONE
            else:
                self._one(node, name, into)
        return tuple(self.carried.get(path + node.id, NONE) for node in graph.of_kind("output"))

    def _one(self, node: Node, name: str, into: list[str]) -> None:
        if node.kind == "cross" and len(into) == 2:
            self._looks(node, name, into[1])
            into = into[:1]
        before: list[Carried] = [self.carried.get(p, NONE) for p in into]
        state: Carried = "padded" if "padded" in before else "masked" if "masked" in before else NONE
        if "masked" in before and kind_of(node.kind).group == "joins":
            state = "masked"
        self.ended[name] = next((self.ended.get(p, "") for p in into if self.ended.get(p)), "")
        if node.kind == "input":
            tokens = node["dtype"] == "tokens" and len(node.extents("shape")) > 0
            self.carried[name] = "padded" if tokens else NONE
            return
        if kind_of(node.kind).needs and node.kind != "cross":
            self._needed(node, name, state)
        what = rule(node)
        if what == "make":
            self.carried[name] = "masked"
        elif what == "reduce" or self._no_sequence(name):
            self.carried[name] = NONE
        elif what == "drop" and state != NONE:
            self.carried[name] = "padded"
            self.ended[name] = self.ended[name] or name
        else:
            self.carried[name] = state

    def _looks(self, node: Node, name: str, memory: str) -> None:
        """What is looked at needs the mask; what looks hands its own on."""
        self.ended[name] = self.ended.get(memory, "")
        self._needed(node, name, self.carried.get(memory, NONE))

    def _no_sequence(self, name: str) -> bool:
        types = self.types.get(name)
        return bool(types) and types is not None and len(types[0].shape) < 3 and types[0].kind == "float"

    def _needed(self, node: Node, name: str, state: Carried) -> None:
        off = not dict(node.options).get("masked", True)
        if state == "masked" and off:
            problem = Problem(
                mark("{node} does not look at its mask: padding counts as if it were real."), node=node.id
            )
        elif state == "padded" and not (node.kind == "lstm" and not node["both"]):
            ended = self.ended.get(name, "")
            if ended:
                self.dropped.append(ended)
            sentence = (
                mark("{node} needs a mask, and {other} has dropped it.")
                if ended
                else mark("{node} needs a mask, and none comes: padding counts as if it were real.")
            )
            problem = Problem(sentence, node=node.id, other=ended)
        else:
            return
        self.warnings.append((name, problem))
