"""Whatever is pressed, dragged and changed meanwhile: the canvas stays what the graph says."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.widgets.graph.hand import B, K, M, key, menu, move, wheel
from widgets.graph import samples
from widgets.graph.canvas import GraphCanvas
from widgets.graph.keys import ARROWS, OWN
from widgets.graph.model import Graph, Port, Tie, Wire

KEYS = [pressed for _, pressed in OWN if pressed != K.Key_Tab] + list(ARROWS)
HELD = [M.NoModifier, M.NoModifier, M.ShiftModifier, M.ControlModifier]


def changed(graph: Graph, dice: random.Random) -> Graph:
    """Another graph: a node less or other, wires less, other ties."""
    nodes = list(graph.nodes)
    if nodes and dice.random() < 0.5:
        nodes.pop(dice.randrange(len(nodes)))
    if nodes and dice.random() < 0.7:
        at = dice.randrange(len(nodes))
        nodes[at] = replace(
            nodes[at], error=dice.choice(["", "No."]), inputs=(Port("other"),), gradient=dice.random()
        )
    ends = (
        {(n.id, p.name) for n in nodes for p in n.inputs},
        {(n.id, p.name) for n in nodes for p in n.outputs},
    )
    wires = [w for w in graph.wires if (w.target, w.input) in ends[0] and (w.source, w.output) in ends[1]]
    wires = [
        replace(wire, mask=dice.choice(["", "keep", "drop", "needs"]))
        for wire in wires
        if dice.random() < 0.9
    ]
    return Graph(tuple(nodes), tuple(wires), graph.ties)


def owner(canvas: GraphCanvas) -> None:
    """Do what is wanted, as a lab does."""

    def connect(*ends: str) -> None:
        graph = canvas.graph()
        if ends not in {tuple(wire.key) for wire in graph.wires}:
            canvas.set_graph(replace(graph, wires=(*graph.wires, Wire(*ends))))

    def remove(names: list[str], keys: list) -> None:
        graph = canvas.graph()
        nodes = tuple(node for node in graph.nodes if node.id not in names)
        wires = tuple(w for w in graph.wires if w.key not in keys and not {w.source, w.target} & set(names))
        canvas.set_graph(Graph(nodes, wires, graph.ties))

    def tie(a: str, b: str) -> None:
        graph = canvas.graph()
        nodes = tuple(replace(node, tie="new") if node.id in (a, b) else node for node in graph.nodes)
        canvas.set_graph(
            Graph(nodes, graph.wires, (*(t for t in graph.ties if t.key != "new"), Tie("new", "C", 4)))
        )

    canvas.connect_wanted.connect(connect)
    canvas.remove_wanted.connect(remove)
    canvas.tie_wanted.connect(tie)


@pytest.mark.parametrize("seed", range(4))
def test_a_monkey(show, seed: int):
    dice = random.Random(seed)
    canvas = show(GraphCanvas(), 700, 420)
    owner(canvas)
    graphs = [samples.tied(), samples.transformer(1), samples.residual(2), Graph()]
    canvas.set_graph(graphs[0])
    view, down = canvas.viewport(), False
    for _ in range(250):
        at = QPoint(dice.randrange(-20, 720), dice.randrange(-20, 440))
        if canvas.graph_scene.nodes and dice.random() < 0.7:
            item = dice.choice(list(canvas.graph_scene.nodes.values()))
            spots = [item.rect().center(), item.port(True, 0), item.port(False, 0)]
            at = canvas.mapFromScene(dice.choice(spots))
        deed, held = dice.randrange(9), dice.choice(HELD)
        if deed == 0:
            key(canvas, dice.choice(KEYS), held=held)
        elif deed == 1:
            QTest.mousePress(view, B.LeftButton, held, at)
            down = True
        elif deed in (2, 3):
            move(canvas, at, B.LeftButton if down else B.NoButton, held)
        elif deed == 4:
            QTest.mouseRelease(view, B.LeftButton, held, at)
            down = False
        elif deed == 5:
            wheel(canvas, at, dice.choice([-120, 120]), held)
        elif deed == 6:
            QTest.mouseDClick(view, B.LeftButton, held, at)
        elif deed == 7:
            menu(canvas, at, keyed=dice.random() < 0.3)
        else:
            new = changed(canvas.graph(), dice) if dice.random() < 0.8 else dice.choice(graphs)
            canvas.set_graph(new)
        if dice.random() < 0.2:
            view.grab()
        scene, graph = canvas.graph_scene, canvas.graph()
        assert set(scene.nodes) == set(graph.by_id)
        assert set(scene.wires) == {wire.key for wire in graph.wires}
        assert len(scene.items()) == len(scene.nodes) + len(scene.wires)
        assert set(canvas.selection()) <= set(graph.by_id)
        assert canvas.current() in {"", *graph.by_id}
    QApplication.processEvents()
