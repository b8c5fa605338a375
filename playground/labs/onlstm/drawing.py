"""A parse turned into what the view draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.onlstm import Comparison, Node, Parse, compare
from engines.onlstm.queries import Choice
from widgets.trees.layout import Branch


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
    """The tree, distances and gates of one choice; ``levels``: with heights in even steps."""
    layer = choice.layer_in(parse)
    distances = parse.distances(choice.source, layer)
    node = parse.tree(choice.builder, choice.source, layer) if len(parse.tokens) else None
    against = compare(node, parse.gold) if node is not None and parse.gold is not None else None
    gates = parse.gates(choice.source, layer)
    shown = None if node is None else branch(node.levelled() if levels else node)
    return Drawn(parse, node, shown, against, distances, gates)


def branch(node: Node) -> Branch:
    """An engine's tree as the view's."""
    return node.fold(
        lambda leaf: Branch(leaf.start, leaf.end),
        lambda part, children: Branch(part.start, part.end, children, part.height or 0.0),
    )
