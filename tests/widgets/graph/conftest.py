"""A canvas with three layers, two of which share their weights, and what it tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from widgets.graph.canvas import GraphCanvas
from widgets.graph.model import Graph, Node, Port, Tie, Wire

X, Y = (Port("x"),), (Port("y", "4 × 8"),)
PLACES = {"a": (0.0, 0.0), "b": (240.0, 0.0), "c": (480.0, 0.0), "add": (240.0, 192.0)}


def small(**changed: dict) -> Graph:
    """a to b to c in a row, and an adder below with both inputs free; ``changed`` by node id."""
    nodes = [
        Node("a", "First", "8 → 8", (), Y, tie="t", gradient=0.5),
        Node("b", "Second", "8 → 8", X, Y, tie="t", gradient=0.25),
        Node("c", "Third", "", X, Y, block=True),
        Node("add", "Add", "", (Port("left"), Port("right"), Port("mask", kind="mask")), Y),
    ]
    nodes = [replace(node, **changed.get(node.id, {})) for node in nodes]
    wires = (Wire("a", "y", "b", "x", "keep"), Wire("b", "y", "c", "x"))
    return Graph(tuple(nodes), wires, (Tie("t", "A", 0, 0.6),))


@pytest.fixture
def canvas(show) -> GraphCanvas:
    canvas = show(GraphCanvas(), 900, 560)
    canvas.set_graph(small(), PLACES)
    return canvas


@pytest.fixture
def told(canvas: GraphCanvas) -> list[tuple]:
    """What the canvas wants done, in order."""
    heard: list[tuple] = []
    for name in (
        "connect_wanted", "tie_wanted", "remove_wanted", "open_wanted", "search_wanted", "add_wanted", "command",
        "moved", "menu_wanted",
    ):  # fmt: skip
        getattr(canvas, name).connect(lambda *facts, name=name: heard.append((name, *facts)))
    return heard
