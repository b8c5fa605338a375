"""What the ON-LSTM view asks of its engine, and trees turned into what the view draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engines.onlstm import Marks, Node, Parse, compare
from widgets.trees.layout import Branch, walk

if TYPE_CHECKING:
    from engines.onlstm.engine import OnLstmEngine
    from engines.onlstm.similar import Found
    from engines.onlstm.snapshot import Source, Which
    from engines.onlstm.trees import Builder


AT_ONCE = 0.1  # seconds that a job may read held-out sentences for


@dataclass(frozen=True)
class Choice:
    """How distances become a tree: which layer, which builder, which gate."""

    layer: Which = 1
    builder: Builder = "paper"
    source: Source = "d_forget"

    def key(self) -> tuple[Which, Builder, Source]:
        """As the engine's scores are keyed."""
        return self.layer, self.builder, self.source


@dataclass(frozen=True)
class Drawn:
    """A parse as it is drawn.

    Attributes:
        node: the tree. branch: the same for the view. marks: against gold, where there is a gold tree.
        distances: float (n,). gates: float (n, levels).
    """

    parse: Parse
    node: Node | None
    branch: Branch | None
    marks: Marks | None
    distances: np.ndarray
    gates: np.ndarray


def parsed(engine: OnLstmEngine, text: str, at: int | None, control: bool) -> Parse:
    """How the model, or the control beside it, reads a line; ``at`` counts the kept weights."""
    return engine.parse(text, at, control)


def held_out(engine: OnLstmEngine, index: int) -> tuple[str, int]:
    """A held-out sentence, and how many there are."""
    return engine.sentence(index).text, engine.sentences


def similar(
    engine: OnLstmEngine, text: str, span: tuple[int, int], choice: Choice, at: int | None, control: bool
) -> tuple[int, Found] | None:
    """The step of the weights, and the spans that they read most alike; None while held-out sentences are
    still being read: ask again."""
    if not engine.similar.ready(at, control, AT_ONCE):
        return None
    from engines.onlstm.similar import Found

    parse = engine.parse(text, at, control)
    if span[1] > len(parse.tokens):
        return parse.step, Found()
    layer = choice.layer if choice.layer == "mean" else min(choice.layer, parse.layers - 1)
    return parse.step, engine.similar.find(parse, span, layer, choice.source, at, control)


def drawn(parse: Parse, choice: Choice, levels: bool = False) -> Drawn:
    """The tree, distances and gates of one choice; ``levels``: see :func:`by_level`."""
    layer = choice.layer if choice.layer == "mean" else min(choice.layer, parse.layers - 1)
    distances = parse.distances(choice.source, layer)
    node = parse.tree(choice.builder, choice.source, layer) if len(parse.tokens) else None
    marks = compare(node, parse.gold) if node is not None and parse.gold is not None else None
    gates = parse.gates(choice.source, layer)
    shown = None if node is None else by_level(branch(node)) if levels else branch(node)
    return Drawn(parse, node, shown, marks, distances, gates)


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
