"""A model as JSON and back: every bit of it, and nothing is ever unpickled.

``{"format": "seven-labs-layers", "version": 1, "graph": {...}, "weights": {...}}``; values in base64.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, Final

from engines.ground.files import json_text
from engines.ground.marks import mark
from engines.ground.problem import FileProblem, Problem
from engines.layers.graph import edits, names
from engines.layers.graph.kinds import kind_of
from engines.layers.graph.node import Array, Edge, Graph, Model, Node, Weights, everywhere
from engines.layers.graph.order import MOST_SLOTS, ports

FORMAT, VERSION = "seven-labs-layers", 1
DEEPEST = 20  # blocks inside blocks
DTYPES: Final = {"<f2": 2, "<f4": 4, "<f8": 8, "<i8": 8, "<i4": 4, "|b1": 1, "|u1": 1}


def to_json(model: Model, indent: int | None = 1) -> str:
    """The text of a model."""
    return json_text(
        {
            "format": FORMAT,
            "version": VERSION,
            "graph": _graph(model.graph),
            "weights": {key: _weights(weights) for key, weights in model.weights.items()},
        },
        indent,
    )


def _graph(graph: Graph) -> dict[str, Any]:
    return {
        "nodes": [_node(node) for node in graph.nodes],
        "edges": [[e.source, e.port, e.target, e.slot] for e in graph.edges],
    }


def _node(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"id": node.id, "kind": node.kind, "at": list(node.at)}
    if node.options:
        found["options"] = {k: list(v) if isinstance(v, tuple) else v for k, v in node.options}
    for name in ("weights", "table"):
        if getattr(node, name):
            found[name] = getattr(node, name)
    if node.inner is not None:
        found["inner"] = _graph(node.inner)
    return found


def _weights(weights: Weights) -> dict[str, Any]:
    return {
        "seed": weights.seed,
        "frozen": weights.frozen,
        "values": {
            name: {"dtype": a.dtype, "shape": list(a.shape), "data": base64.b64encode(a.data).decode()}
            for name, a in weights.values
        },
    }


def from_json(text: str, name: str = "model.json") -> Model:
    """The model in a text, which may come from anywhere.

    Raises:
        FileProblem: it is none, of a newer version, too large or damaged; the sentence names the node.
    """
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise KeyError(FORMAT)
        version = found["version"]
    except (ValueError, TypeError, KeyError, RecursionError) as e:
        raise FileProblem(mark("{name} is no model of this program."), name=name) from e
    if version != VERSION:
        raise FileProblem(
            mark("{name} was saved in format {version}; this program reads format {known}."),
            name=name, version=str(version)[:20], known=VERSION,
        )  # fmt: skip
    try:
        graph = _read_graph(found["graph"], 0)
        weights = {names.check(key): _read_weights(key, w) for key, w in found.get("weights", {}).items()}
        return _whole(graph, weights)
    except Problem as e:
        raise FileProblem(mark("{name} cannot be opened: {reason}"), name=name, reason=e) from e
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as e:
        raise FileProblem(mark("{name} is damaged: its contents make no sense."), name=name) from e


def _whole(graph: Graph, weights: dict[str, Weights]) -> Model:
    wanted = dict.fromkeys(key for node in everywhere(graph) for key in node.keys)
    if set(wanted) != set(weights):
        odd = sorted(set(wanted) ^ set(weights))[0]
        raise Problem(mark("the weights {key} are missing, or nobody uses them."), key=odd)
    return Model(graph, weights)


def _read_graph(found: Any, depth: int) -> Graph:
    if depth > DEEPEST:
        raise Problem(mark("blocks are nested more than {most} deep."), most=DEEPEST)
    if len(found["nodes"]) > edits.MOST_NODES:
        raise Problem(mark("A model has at most {most} nodes."), most=edits.MOST_NODES)
    nodes = tuple(_read_node(node, depth) for node in found["nodes"])
    by_id = {node.id: node for node in nodes}
    if len(by_id) < len(nodes):
        twice = next(n.id for i, n in enumerate(nodes) if n.id in {m.id for m in nodes[:i]})
        raise Problem(mark("There is a node {node} already."), node=twice)
    edges = tuple(_read_edge(edge, by_id) for edge in found["edges"])
    if len({(e.target, e.slot) for e in edges}) < len(edges):
        raise Problem(mark("two wires end at the same input."))
    graph = Graph(nodes, edges)
    if depth == 0:
        edits.room_for(graph, 0)
    return graph


def _read_edge(found: Any, nodes: dict[str, Node]) -> Edge:
    source, port, target, slot = found
    for end in (source, target):
        if end not in nodes:
            raise Problem(mark("There is no node {node}."), node=str(end)[:40])
    if type(port) is not int or not 0 <= port < ports(nodes[source]):
        raise Problem(mark("{node} has no output {port}."), node=source, port=str(port)[:20])
    if type(slot) is not int or not 0 <= slot < _most(nodes[target]):
        raise Problem(mark("{node} has no input {slot}."), node=target, slot=str(slot)[:20])
    return Edge(source, port, target, slot)


def _most(node: Node) -> int:
    if node.inner is not None:
        return len(node.inner.of_kind("input"))
    wanted = kind_of(node.kind).slots
    return wanted if wanted >= 0 else MOST_SLOTS


def _read_node(found: Any, depth: int) -> Node:
    kind = kind_of(str(found["kind"]))
    node = edits.made(kind.key, found["id"], dict(found.get("options", {})))
    x, y = found.get("at", (0.0, 0.0))
    if not all(type(v) in (int, float) and abs(v) < 1e7 for v in (x, y)):
        raise Problem(mark("{node} stands nowhere."), node=node.id)
    weights, table = (names.check(found[key]) if found.get(key) else "" for key in ("weights", "table"))
    wants = kind.weighted and not (kind.key in ("module", "activation") and not weights)
    if bool(weights) != wants or bool(table) != (kind.key == "tied_output"):
        raise Problem(mark("{node} has weights that its kind does not have, or lacks its own."), node=node.id)
    inner = found.get("inner")
    if (inner is not None) != (kind.key == "block"):
        raise Problem(mark("{node} is no block."), node=node.id)
    graph = _read_graph(inner, depth + 1) if inner is not None else None
    return Node(node.id, node.kind, node.options, weights, table, graph, (x, y))


def _read_weights(key: str, found: Any) -> Weights:
    seed, frozen = found["seed"], found["frozen"]
    if type(seed) is not int or not 0 <= seed < 2**32 or not isinstance(frozen, bool):
        raise Problem(mark("the weights {key} are damaged."), key=key[:40])
    values = tuple((str(name), _read_array(key, a)) for name, a in found["values"].items())
    return Weights(seed, values, frozen)


def _read_array(key: str, found: Any) -> Array:
    try:
        data = base64.b64decode(found["data"], validate=True)
    except (binascii.Error, ValueError, TypeError) as e:
        raise Problem(mark("the weights {key} are damaged."), key=key[:40]) from e
    dtype, shape = found["dtype"], tuple(found["shape"])
    array = Array(str(dtype), shape, data)
    sane = all(type(extent) is int and extent >= 0 for extent in shape) and len(shape) <= 8
    if dtype not in DTYPES or not sane or array.size * DTYPES[dtype] != len(data):
        raise Problem(mark("the weights {key} are damaged."), key=key[:40])
    return array
