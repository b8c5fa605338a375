"""A model as the canvas and the tree draw it: pure, and quick enough for every edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engines.ground.problem import Problem
from engines.layers.graph import counters, ties
from engines.layers.graph.carry import Masks, carried, rule
from engines.layers.graph.counters import Branch
from engines.layers.graph.kinds import MANY, kind_of
from engines.layers.graph.node import Edge, Graph, Model, Node
from engines.layers.graph.order import ports, slots
from engines.layers.graph.shapes import Live, live
from engines.layers.snapshot import UseBars
from playground.ground.i18n import message_of
from widgets.graph import model as seen
from widgets.graph.module import Module
from widgets.look.i18n import tr

ACROSS, DOWN = 1.35, 1.5  # px of the canvas to one of the model's: cards are wider than its columns

QUIET = ("call", "flatten")


@dataclass(frozen=True)
class Known:
    """What is known of a model as it stands: shapes, masks, counts, the letters of what is shared."""

    model: Model
    shapes: Live
    masks: Masks | None
    count: counters.Count
    letters: Mapping[str, int]

    @staticmethod
    def of(model: Model) -> Known:
        """Find it out; a circle has no masks."""
        shapes = live(model.graph)
        try:
            masks = carried(model.graph, shapes.types)
        except Problem:
            masks = None
        uses = ties.counted(model.graph)
        shared = [key for key in model.weights if uses[key] > 1]
        return Known(model, shapes, masks, counters.count(model), {key: at for at, key in enumerate(shared)})

    def letter(self, key: str) -> str:
        """On the badge: A to Z, then with numbers."""
        at = self.letters[key]
        return chr(65 + at % 26) + (str(at // 26) if at >= 26 else "")


def place(at: tuple[float, float]) -> seen.Place:
    """Where a node of the model stands on the canvas."""
    return at[0] * ACROSS, at[1] * DOWN


def at_of(place: seen.Place) -> tuple[float, float]:
    """The reverse of :func:`place`."""
    return place[0] / ACROSS, place[1] / DOWN


def slot_of(port: str) -> int:
    """The number of an input or output by the name of its port."""
    return int(port) - 1


def canvas(
    known: Known, graph: Graph, path: tuple[str, ...], bars: tuple[UseBars, ...],
    pictures: Mapping[str, np.ndarray] | None = None,
) -> seen.Graph:  # fmt: skip
    """The graph inside the block at ``path``, with the gradients of the next step, and of what each node
    answers a picture by its path."""
    prefix = "".join(f"{name}/" for name in path)
    why = dict(known.shapes.problems)
    warn = dict(known.masks.warnings) if known.masks is not None else {}
    sizes = {use: length for bar in bars for use, length in bar.parts}
    nodes = tuple(
        _node(known, graph, node, prefix, _sentence(why, prefix + node.id), _sentence(warn, prefix + node.id),
              sizes.get(prefix + node.id), (pictures or {}).get(prefix + node.id))
        for node in graph.nodes
    )  # fmt: skip
    wires = tuple(_wire(known, graph, edge, prefix, warn) for edge in graph.edges)
    totals = {bar.key: bar.total for bar in bars}
    used = {node.tie for node in nodes if node.tie}
    bands = tuple(
        seen.Tie(key, known.letter(key), at, totals.get(key))
        for key, at in known.letters.items() if key in used
    )  # fmt: skip
    return seen.Graph(nodes, wires, bands)


def _sentence(problems: Mapping[str, Problem], path: str) -> str:
    """Why, of a node or of the first one inside it."""
    found = problems.get(path) or next((p for n, p in problems.items() if n.startswith(f"{path}/")), None)
    return message_of(found) if found is not None else ""


def _node(
    known: Known, graph: Graph, node: Node, prefix: str, error: str, warning: str, gradient: float | None,
    picture: np.ndarray | None,
) -> seen.Node:  # fmt: skip
    path = prefix + node.id
    keys = ties.keys(node)
    own = node.table or node.weights
    tie = next((key for key in (own, *keys) if key in known.letters), "")
    pool = known.model.weights
    return seen.Node(
        node.id, node.id, facts(known, node, path), _inputs(known, graph, node, path),
        _outputs(known, node, path), tie, bool(keys) and all(pool[key].frozen for key in keys),
        node.inner is not None, error, warning, gradient, picture, node.kind in QUIET,
    )  # fmt: skip


def _inputs(known: Known, graph: Graph, node: Node, path: str) -> tuple[seen.Port, ...]:
    most = slots(node, graph)
    if node.inner is None and kind_of(node.kind).slots == MANY and kind_of(node.kind).group == "joins":
        wired = len(graph.incoming[node.id])
        most = max(most, wired + 1) if wired >= 2 else most  # one more may come
    types = known.shapes.inputs.get(path, ())
    found = []
    for slot in range(most):
        what = types[slot] if slot < len(types) else None
        kind = "ids" if what is not None and what.kind == "tokens" else "numbers"
        found.append(seen.Port(str(slot + 1), what.text() if what is not None else "", kind))
    return tuple(found)


def _outputs(known: Known, node: Node, path: str) -> tuple[seen.Port, ...]:
    types = known.shapes.types.get(path, ())
    found = []
    for port in range(ports(node)):
        what = types[port] if port < len(types) else None
        kind = "ids" if what is not None and what.kind == "tokens" else "numbers"
        found.append(seen.Port(str(port + 1), what.text() if what is not None else "", kind))
    return tuple(found)


def _wire(known: Known, graph: Graph, edge: Edge, prefix: str, warn: Mapping[str, Problem]) -> seen.Wire:
    state: seen.MaskState = ""
    runs = known.masks.carried.get(prefix + edge.source, "none") if known.masks is not None else "none"
    target = graph.by_id[edge.target]
    if prefix + target.id in warn and runs == "padded":
        state = "needs"
    elif runs == "masked":
        state = "drop" if rule(target) == "drop" else "keep"
    return seen.Wire(edge.source, str(edge.port + 1), edge.target, str(edge.slot + 1), state)


def facts(known: Known, node: Node, path: str) -> str:
    """What kind a node is, and its sizes, in the language shown."""
    return f"{tr(kind_of(node.kind).title)} {_sizes(known, node, path)}".strip()


def _sizes(known: Known, node: Node, path: str) -> str:
    if node.inner is not None:
        return str(sum(n.kind not in ("input", "output") for n in node.inner.nodes))
    options = dict(node.options)
    kind = node.kind
    types = known.shapes.inputs.get(path, ())
    last = f"{abs(types[0].shape[-1])} → " if types and types[0].shape else "→ "
    made = {
        "embedding": lambda: f"{options['vocab']} × {options['dim']}",
        "linear": lambda: f"{last}{options['out']}",
        "tied_output": lambda: f"{last}{options['vocab']}",
        "conv": lambda: f"{options['kernel']} → {options['channels']}",
        "norm": lambda: str(options["over"]),
        "activation": lambda: str(options["function"]),
        "window": lambda: f"{options['of']} {options['size']}",
        "pool": lambda: str(options["of"]),
        "lstm": lambda: f"{last}{options['units']}{' ⇄' if options['both'] else ''}",
        "attention": lambda: f"× {options['heads']}",
        "cross": lambda: f"× {options['heads']}",
        "dropout": lambda: f"{options['rate']:g}",
        "module": lambda: str(options["target"]).rpartition(".")[2],
        "call": lambda: str(options["target"]).rpartition(".")[2],
    }.get(kind)
    return made() if made is not None else ""


def tree(known: Known) -> Module:
    """The module tree of the whole model."""
    return _branch(known, counters.tree(known.model), known.model.graph, tr("Model"))


def _branch(known: Known, branch: Branch, graph: Graph, name: str) -> Module:
    below = []
    for line in branch.below:
        node = graph.by_id[line.path.rpartition("/")[2]]
        below.append(_row(known, line, node))
    return Module(branch.path, name, "", branch.own, branch.own + branch.nested, branch.shared,
                  children=tuple(below))  # fmt: skip


def _row(known: Known, branch: Branch, node: Node) -> Module:
    keys = ties.keys(node)
    tie = next((key for key in keys if key in known.letters), "") if node.inner is None else ""
    inner = _branch(known, branch, node.inner, node.id).children if node.inner is not None else ()
    return Module(
        branch.path, node.id, facts(known, node, branch.path), branch.own, branch.own + branch.nested,
        branch.shared, known.letter(tie) if tie else "", known.letters.get(tie, 0),
        bool(keys) and all(known.model.weights[key].frozen for key in keys), inner,
    )  # fmt: skip
