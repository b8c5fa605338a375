"""A long model folded into blocks, so that each view shows a handful of boxes that a double click opens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from engines.ground.problem import Problem
from engines.layers.graph import blocks, names
from engines.layers.graph.groups import ENDS, MOST, Group, grouped
from engines.layers.graph.node import Graph, Model, Node
from engines.layers.graph.origin import Origin

PARTS: Final = 3  # of a name


def folded(model: Model, origins: Mapping[str, Origin] | None = None) -> Model:
    """The model with its calls, its repeated pieces and its long rows as blocks; it answers the same.

    Args:
        origins: of its nodes, by id, whose order must be the one in which they run. Without them only what
            is repeated is found.
    """
    known = origins or {}
    if len(model.graph.nodes) <= MOST:
        return model
    fold = _Folding(model, known)
    fold.put(grouped(model.graph, known))
    return fold.model.with_graph(fold.named(fold.model.graph))


class _Folding:
    """Nests groups from the innermost outwards."""

    def __init__(self, model: Model, origins: Mapping[str, Origin]) -> None:
        self.model, self.origins = model, origins
        self.groups: dict[str, Group] = {}  # by the name of the block that it became
        self.keeps = not origins  # names that a person gave

    def put(self, whole: Group) -> None:
        """Make blocks of all groups in one."""
        for item in whole.items:
            if isinstance(item, Group):
                self._nest(item)

    def _nest(self, group: Group) -> tuple[str, ...]:
        """The group as one block, or what is in it where it can be none."""
        ids: list[str] = []
        for item in group.items:
            ids += [item] if isinstance(item, str) else self._nest(item)
        before = set(self.model.graph.by_id)
        try:
            self.model = blocks.nest(self.model, tuple(ids), clean(group.label))
        except Problem:  # a way leads out of it and back, or there would be too many nodes
            return tuple(ids)
        (name,) = set(self.model.graph.by_id) - (before - set(ids))
        self.groups[name] = group
        return (name,)

    def named(self, graph: Graph) -> Graph:
        """Names as short as they may be where they stand: "conv1" inside of "body_0"."""
        paths = [path.split(".")[:-1] for node in graph.nodes if (path := self._path(node)) and "." in path]
        shared = _common(paths)
        taken: set[str] = set()
        new: dict[str, str] = {}
        for node in graph.nodes:
            new[node.id] = names.fresh(self._wish(node, shared), taken)
            taken.add(new[node.id])
        nodes = tuple(
            replace(n, id=new[n.id], inner=self.named(n.inner) if n.inner is not None else None)
            for n in graph.nodes
        )
        edges = tuple(replace(e, source=new[e.source], target=new[e.target]) for e in graph.edges)
        return Graph(nodes, edges)

    def _path(self, node: Node) -> str:
        if node.id in self.groups:
            return self.groups[node.id].path or ""
        return self.origins[node.id].path if node.id in self.origins else ""

    def _wish(self, node: Node, shared: int) -> str:
        path = self._path(node)
        if node.kind in ENDS or not path:
            found = clean(self.groups[node.id].label) if node.id in self.groups else node.id
            return found if self.keeps or node.kind in ENDS else re.sub(r"_\d+$", "", found)
        return clean(short(path.split("."), shared if "." in path else 0))


def _common(paths: list[list[str]]) -> int:
    """How many rooms all paths share."""
    found = 0
    while paths and all(len(path) > found and path[found] == paths[0][found] for path in paths):
        found += 1
    return found


def short(parts: list[str], shared: int = 0) -> str:
    """The end of a path as a name: "blocks_0_norm". ``shared``: parts that go without saying."""
    begin = max(shared, len(parts) - PARTS)
    while begin > 0 and parts[begin].isdecimal():
        begin -= 1
    return "_".join(parts[begin:])


def clean(wish: str) -> str:
    """A name as near to a wish as may be."""
    found = re.sub(r"\W+", "_", wish, flags=re.ASCII).strip("_")[:60]
    try:
        return names.check(found)
    except Problem:
        return f"n_{found}"
