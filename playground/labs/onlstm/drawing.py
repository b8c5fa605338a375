"""A parse turned into what the view draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.onlstm import Comparison, Node, Parse, compare
from engines.onlstm.queries import Choice
from widgets.trees.layout import Branch, walk


@dataclass(frozen=True)
class Drawn:
    """A parse as it is drawn.

    Attributes:
        node: the tree. branch: the same for the view. against: the gold tree, where there is one.
        distances: float (n,). gates: float (n, levels).
    """

    parse: Parse
    node: Node | None
    branch: Branch | None
    against: Comparison | None
    distances: np.ndarray
    gates: np.ndarray


def drawn(parse: Parse, choice: Choice, levels: bool = False) -> Drawn:
    """The tree, distances and gates of one choice; ``levels``: see :func:`by_level`."""
    layer = choice.layer_in(parse)
    distances = parse.distances(choice.source, layer)
    node = parse.tree(choice.builder, choice.source, layer) if len(parse.tokens) else None
    against = compare(node, parse.gold) if node is not None and parse.gold is not None else None
    gates = parse.gates(choice.source, layer)
    shown = None if node is None else by_level(branch(node)) if levels else branch(node)
    return Drawn(parse, node, shown, against, distances, gates)


def branch(node: Node) -> Branch:
    """An engine's tree as the view's. A loop: a tree may be as deep as its sentence is long."""
    made: list[list[Branch]] = [[]]
    for part, entered in node.walk():
        if not part.children:
            made[-1].append(Branch(part.start, part.end))
        elif entered:
            made.append([])
        else:
            children = tuple(made.pop())
            made[-1].append(Branch(part.start, part.end, children, part.height or 0.0))
    return made[0][0]


def by_level(tree: Branch) -> Branch:
    """The same tree with heights in even steps: a node stands one step above its highest part, the root at 1.

    Gates that have made up their mind give the same distance again and again; by distance alone such a tree
    is one line.
    """
    order = list(walk(tree))
    steps: dict[int, int] = {}
    for node in reversed(order):  # parts come after their whole
        steps[id(node)] = 1 + max((steps[id(part)] for part in node.children), default=-1)
    top = max(steps[id(tree)], 1)
    made: dict[int, Branch] = {}
    for node in reversed(order):
        parts = tuple(made[id(part)] for part in node.children)
        made[id(node)] = Branch(node.start, node.end, parts, steps[id(node)] / top)
    return made[id(tree)]
