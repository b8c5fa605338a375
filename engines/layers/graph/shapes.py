"""Live shapes: what runs along every wire, or why nothing does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph.formulas import SHAPES, Inputs, Shapes, needed
from engines.layers.graph.node import Graph, Node
from engines.layers.graph.order import order, slots
from engines.layers.graph.types import Type

MISSING = (
    mark("{node} has no input: draw a wire to it."),
    mark("{node} has nothing at input {slot} of {slots}: draw a wire to it."),
)
MOST_NUMBERS = 64 << 20  # numbers that one example may have anywhere, and that weights may have together


@dataclass(frozen=True)
class Live:
    """What is known of a graph as it stands, sound or not.

    Attributes:
        types: of the outputs of each node by its path ("block/linear"), as far as they are known.
        inputs: likewise of its inputs.
        problems: (path, why) of nodes that cannot run; those after them are silent.
        parameters: shapes of the weights, by key and name.
    """

    types: Mapping[str, tuple[Type, ...]] = field(default_factory=dict)
    inputs: Mapping[str, Inputs] = field(default_factory=dict)
    problems: tuple[tuple[str, Problem], ...] = ()
    parameters: Mapping[str, Shapes] = field(default_factory=dict)

    def unique(self) -> int:
        """Numbers in all weights, shared ones once."""
        return sum(size(shapes) for shapes in self.parameters.values())


def size(shapes: Shapes) -> int:
    """Numbers in weights of these shapes."""
    total = 0
    for shape in shapes.values():
        count = 1
        for extent in shape:
            count *= extent
        total += count
    return total


class _Walk:
    """Goes through a graph in order and notes what it finds."""

    def __init__(self) -> None:
        self.types: dict[str, tuple[Type, ...]] = {}
        self.inputs: dict[str, Inputs] = {}
        self.problems: list[tuple[str, Problem]] = []
        self.parameters: dict[str, Shapes] = {}
        self.owner: dict[str, tuple[str, str]] = {}
        self.numbers = 0

    def graph(self, graph: Graph, path: str, given: Inputs | None) -> tuple[Type, ...] | None:
        """Types of the outputs; None where something is missing. ``given``: into the block that it is."""
        try:
            nodes = order(graph)
        except Problem as e:
            self.problems.append((path + str(e.facts["node"]), e))
            return None
        entrances = iter(given or ())
        for node in nodes:
            if node.kind == "input" and given is not None:
                self.types[path + node.id] = (next(entrances),)
                self.inputs[path + node.id] = ()
                continue
            self._one(node, graph, path)
        exits = [self.types.get(path + node.id) for node in graph.of_kind("output")]
        return tuple(found[0] for found in exits if found) if all(exits) and exits else None

    def _one(self, node: Node, graph: Graph, path: str) -> None:
        wired = {edge.slot: edge for edge in graph.incoming[node.id]}
        wanted = slots(node, graph)
        missing = [slot for slot in range(wanted) if slot not in wired]
        if missing:
            self._note(node, path, _missing(node, missing[0], wanted))
            return
        sources = [self.types.get(path + wired[slot].source) for slot in range(wanted)]
        if any(found is None for found in sources):
            return
        inputs = tuple(found[wired[slot].port] for slot, found in enumerate(sources) if found is not None)
        self.inputs[path + node.id] = inputs
        if node.inner is not None:
            found = self.graph(node.inner, f"{path}{node.id}/", inputs)
            if found is not None:
                self.types[path + node.id] = found
            return
        try:
            types = (SHAPES[node.kind](node, inputs),)
            _small_enough(node, types[0])
            self._weigh(node, inputs, path)
        except Problem as e:
            self._note(node, path, e)
        else:
            self.types[path + node.id] = types

    def _weigh(self, node: Node, inputs: Inputs, path: str) -> None:
        """Note the weights of a use; all uses of a key must need the same."""
        for key, shapes in needed(node, inputs).items():
            label = "embedding" if key == node.table else node.kind
            if key not in self.parameters:
                self.parameters[key], self.owner[key] = shapes, (path + node.id, label)
                self.numbers += size(shapes)
            known, owner = self.parameters[key], self.owner[key]
            if known != shapes or owner[1] != label:
                raise Problem(
                    mark("{node} cannot be the same layer as {other}: {here} here, {there} there."),
                    node=node.id, other=owner[0], here=_told(label, shapes), there=_told(owner[1], known),
                )  # fmt: skip
        if self.numbers > MOST_NUMBERS:
            raise Problem(
                mark("{node} makes the model too large: more than {most} million weights."),
                node=node.id,
                most=MOST_NUMBERS >> 20,
            )

    def _note(self, node: Node, path: str, problem: Problem) -> None:
        self.problems.append((path + node.id, problem))


def _told(kind: str, shapes: Shapes) -> str:
    return f"{kind} {next(('×'.join(map(str, shape)) for shape in shapes.values()), '')}".strip()


def _missing(node: Node, slot: int, wanted: int) -> Problem:
    if wanted == 1:
        return Problem(MISSING[0], node=node.id)
    return Problem(MISSING[1], node=node.id, slot=slot + 1, slots=wanted)


def _small_enough(node: Node, found: Type) -> None:
    count = 1
    for extent in found.shape:
        count *= abs(extent)
    if count > MOST_NUMBERS:
        raise Problem(
            mark("{node} answers {got}: more numbers than this program handles."),
            node=node.id,
            got=found.text(),
        )


def live(graph: Graph) -> Live:
    """Shapes as far as they can be known, and what is wrong elsewhere. Never raises Problem."""
    walk = _Walk()
    walk.graph(graph, "", None)
    return Live(walk.types, walk.inputs, tuple(walk.problems), walk.parameters)


def checked(graph: Graph) -> Live:
    """Shapes of a graph that can run.

    Raises:
        Problem: it cannot; the sentence names the node: a cycle, a missing input, shapes that do not fit,
            weights that cannot be shared, no input or no output.
    """
    found = live(graph)
    for _, problem in found.problems:
        raise problem
    for kind, sentence in _ENDS:
        if not graph.of_kind(kind):
            raise Problem(sentence)
    return found


_ENDS = (
    ("input", mark("The model has no input.")),
    ("output", mark("The model has no output.")),
)


def paths(graph: Graph, path: str = "") -> Iterator[tuple[str, Node]]:
    """All nodes with their path, in the order they run, a block before what is inside. Raises Problem."""
    for node in order(graph):
        yield path + node.id, node
        if node.inner is not None:
            yield from paths(node.inner, f"{path}{node.id}/")
