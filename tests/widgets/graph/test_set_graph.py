"""A graph given whole: what stays, what goes, where what is new appears, and how all of it looks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.widgets.conftest import written_in
from tests.widgets.graph.conftest import PLACES, X, Y, small
from tests.widgets.graph.hand import B, K, M, card, click, drag, key, move
from widgets.graph import picture, samples
from widgets.graph.canvas import GraphCanvas
from widgets.graph.minimap import MiniMap
from widgets.graph.model import Graph, Node, Tie, Wire
from widgets.graph.places.routes import Router
from widgets.look import tokens


def with_node(graph: Graph, node: Node, *wires: Wire) -> Graph:
    return Graph((*graph.nodes, node), (*graph.wires, *wires), graph.ties)


def pixel(canvas: GraphCanvas, name: str, x: float, y: float) -> QColor:
    """The colour at a place of a card, in px from its upper left corner at full size."""
    at = canvas.mapFromScene(canvas.graph_scene.nodes[name].rect().topLeft())
    return canvas.viewport().grab().toImage().pixelColor(at + QPoint(round(x), round(y)))


def test_items_stay_and_so_do_places_and_selection(canvas: GraphCanvas, told: list):
    items = dict(canvas.graph_scene.nodes)
    click(canvas, card(canvas, "b"))
    canvas.set_graph(small(b={"title": "Other", "frozen": True}))
    assert dict(canvas.graph_scene.nodes) == items
    assert canvas.selection() == [canvas.current()] == ["b"]
    assert canvas.places() == PLACES
    assert {"Other", "First"} <= set(written_in(canvas.window()))
    assert told == []


def test_what_is_gone_is_gone(canvas: GraphCanvas):
    heard = []
    click(canvas, card(canvas, "b"))
    canvas.selection_changed.connect(heard.append)
    nodes = tuple(node for node in small().nodes if node.id != "b")
    canvas.set_graph(Graph(nodes, (), ()))
    assert heard == [[]]
    assert canvas.current() == ""
    assert len(canvas.graph_scene.items()) == 3
    move(canvas, QPoint(400, 200))
    key(canvas, K.Key_Right, K.Key_Delete)


def test_a_node_that_vanishes_under_the_hand_ends_the_drag(canvas: GraphCanvas, told: list):
    start = card(canvas, "c")
    drag(canvas, start, start + QPoint(60, 60), drop=False)
    canvas.set_graph(Graph(small().nodes[:2], small().wires[:1], small().ties))
    QTest.mouseRelease(canvas.viewport(), B.LeftButton, M.NoModifier, start)
    assert told == []
    drag(canvas, card(canvas, "a"), card(canvas, "b"), keys=M.ControlModifier, drop=False)
    canvas.set_graph(Graph())
    canvas.viewport().grab()
    QTest.mouseRelease(canvas.viewport(), B.LeftButton, M.NoModifier, start)
    assert told == []


def test_a_new_node_stands_behind_what_feeds_it_and_on_no_card(canvas: GraphCanvas):
    graph = with_node(small(), Node("new", "New", "", X, Y), Wire("a", "y", "new", "x"))
    canvas.set_graph(graph)
    area = canvas.graph_scene.nodes["new"].rect()
    assert area.left() > canvas.graph_scene.nodes["a"].rect().right()
    rest = [item.rect() for name, item in canvas.graph_scene.nodes.items() if name != "new"]
    assert not any(area.intersects(other) for other in rest)
    canvas.set_graph(with_node(graph, Node("lone", "Lone")), {"new": (960, 240)})
    assert canvas.places()["new"] == (960, 240)
    assert canvas.places()["lone"][1] > max(y for name, (_, y) in PLACES.items())
    assert canvas.places().items() >= PLACES.items()


def test_a_graph_of_only_new_nodes_is_arranged_and_begins_where_it_can_be_read(show):
    canvas = show(GraphCanvas(), 900, 560)
    canvas.set_graph(samples.residual())
    places = canvas.places()
    assert len(set(places.values())) == len(places) > 60
    assert canvas.scale_now() >= canvas.graph_scene.legible()
    assert canvas.seen().contains(canvas.graph_scene.start())
    assert canvas.findChild(MiniMap).isVisible()
    wanted = {
        node.title
        for node in canvas.graph().nodes
        if canvas.seen().contains(canvas.graph_scene.nodes[node.id].rect())
    }
    assert wanted <= set(written_in(canvas.window()))  # whole
    key(canvas, K.Key_0)
    assert canvas.seen().contains(canvas.graph_scene.extent())


def test_who_has_zoomed_stays_there(canvas: GraphCanvas):
    canvas.zoom(2.0)
    seen = canvas.seen()
    canvas.set_graph(with_node(small(), Node("new", "New")))
    assert canvas.seen() == seen
    canvas.fit()
    canvas.resize(500, 400)
    assert canvas.seen().contains(canvas.graph_scene.extent())


def test_news_of_numbers_lead_no_wire_anew(canvas: GraphCanvas, monkeypatch):
    routed = []

    class Counted(Router):
        def way(self, *facts):
            routed.append(facts)
            return super().way(*facts)

    monkeypatch.setattr(picture, "Router", Counted)
    canvas.set_graph(small(a={"gradient": 0.1}))
    assert routed == []
    canvas.set_graph(small(c={"gradient": 0.5}))  # a bar makes a card taller
    assert len(routed) == 2


# the look


@pytest.fixture
def near(canvas: GraphCanvas) -> GraphCanvas:
    canvas.zoom(1.0 / canvas.scale_now())
    click(canvas, QPoint(5, 5))
    return canvas


def test_cards_say_title_facts_letter_and_shapes(near: GraphCanvas):
    said = written_in(near.window())
    for text in ("First", "8 → 8", "A", "4 × 8", "left", "right", "mask"):
        assert text in said, text


def test_a_band_in_the_ties_colour(near: GraphCanvas):
    t = tokens.current()
    assert pixel(near, "a", 60, 2) == QColor(t.categories[0])
    assert pixel(near, "c", 60, 2) != QColor(t.categories[0])
    near.set_graph(replace(small(), ties=(Tie("t", "B", 2),)))
    assert pixel(near, "b", 60, 2) == QColor(t.categories[2])
    assert "B" in written_in(near.window())


def test_an_error_is_a_red_frame_and_a_warning_a_yellow_one(near: GraphCanvas):
    t = tokens.current()
    near.set_graph(small(c={"error": "Too wide."}, add={"warning": "Unused."}))
    rect = near.graph_scene.nodes["c"].rect()
    assert pixel(near, "c", rect.width() / 2, 0) == QColor(t.error)
    rect = near.graph_scene.nodes["add"].rect()
    row = [pixel(near, "add", x, rect.height()) for x in range(20, 100)]
    assert QColor(t.warn) in row


def test_frozen_blocks_and_pictures_are_seen(near: GraphCanvas):
    pictures = [near.viewport().grab().toImage()]
    for change in ({"frozen": True}, {"picture": np.full((8, 24), 255, np.uint8)}, {"block": False}):
        near.set_graph(small(c=change))
        pictures.append(near.viewport().grab().toImage())
    assert all(a != b for at, a in enumerate(pictures) for b in pictures[at + 1 :])


def bar(canvas: GraphCanvas, name: str, row: int, colour: QColor) -> float:
    """How far a bar of a card reaches, in px, by the pixels of this colour."""
    item = canvas.graph_scene.nodes[name]
    y = item.card.bars_at + 9 * row + 3
    return sum(pixel(canvas, name, x, y) == colour for x in range(int(item.rect().width())))


def test_gradients_of_uses_are_stacked_in_the_shared_bar(near: GraphCanvas):
    shade = QColor(tokens.current().categories[0])
    first, second = bar(near, "a", 0, shade), bar(near, "b", 0, shade)
    assert first == pytest.approx(2 * second, abs=3)
    assert bar(near, "a", 1, shade) == pytest.approx(first, abs=4)  # its own part is the full colour
    assert bar(near, "b", 1, shade) == pytest.approx(second, abs=4)
    near.set_graph(small(a={"gradient": 0.0}))
    assert bar(near, "a", 0, shade) == 0


def test_masks_on_wires_have_a_look_and_a_word_each(near: GraphCanvas):
    pictures, said = [], []
    for mask in ("", "keep", "drop", "needs"):
        graph = small()
        near.set_graph(replace(graph, wires=(replace(graph.wires[0], mask=mask), graph.wires[1])))
        pictures.append(near.viewport().grab().toImage())
        said.append(written_in(near.window()))
    assert all(a != b for at, a in enumerate(pictures) for b in pictures[at + 1 :])
    assert "mask dropped" in said[2]
    assert "needs a mask" in said[3]


def test_both_themes(near: GraphCanvas):
    dark = near.viewport().grab().toImage()
    tokens.use(tokens.LIGHT)
    try:
        QApplication.sendEvent(near, QEvent(QEvent.Type.PaletteChange))
        light = near.viewport().grab().toImage()
    finally:
        tokens.use(tokens.DARK)
    assert dark.pixelColor(3, 3).lightness() < 60 < 240 < light.pixelColor(3, 3).lightness()


def test_an_empty_canvas_says_what_to_do(show, shout):
    canvas = show(GraphCanvas(), 500, 400)
    assert "Tab adds a node" in written_in(canvas.window())
    shout(canvas)
    assert "TAB ADDS A NODE" in written_in(canvas.window())


@pytest.mark.parametrize("size", [(1, 1), (30, 400), (400, 30), (1600, 900)])
def test_it_paints_at_any_size_and_distance(canvas: GraphCanvas, size: tuple[int, int]):
    canvas.set_graph(samples.tied())
    canvas.resize(*size)
    for scale in (0.04, 0.2, 0.45, 0.7, 3.0):
        canvas.zoom(scale / canvas.scale_now())
        canvas.viewport().grab()
    canvas.fit()


# the map


def test_the_map_shows_when_not_all_is_in_sight_and_leads_there(canvas: GraphCanvas):
    small_map = canvas.findChild(MiniMap)
    assert not small_map.isVisible()
    canvas.zoom(4.0)
    assert small_map.isVisible()
    QTest.mouseClick(small_map, B.LeftButton, M.NoModifier, QPoint(small_map.width() - 8, 30))
    right = canvas.seen().center().x()
    QTest.mousePress(small_map, B.LeftButton, M.NoModifier, QPoint(8, 30))
    assert canvas.seen().center().x() < right - 200
    key(canvas, K.Key_M)
    assert not small_map.isVisible()
    key(canvas, K.Key_M)
    assert small_map.isVisible()


def test_aligned_cards_are_told(canvas: GraphCanvas, told: list):
    canvas.select(["a", "add"])
    canvas.align("left")
    assert told == [("moved", {"add": (0.0, 192.0)})]
    canvas.align("left")
    assert len(told) == 1


def test_chosen_ties_hang_together_and_pictures_show_no_choice(near: GraphCanvas):
    bare, picture = near.viewport().grab().toImage(), near.picture(1)
    near.select(["c"])
    untied = near.viewport().grab().toImage()
    near.select(["a"])
    below = near.mapFromScene(0, 0) + QPoint(180, 75)
    shade = QColor(tokens.current().categories[0])

    def band(image):
        area = [
            (x, y) for x in range(below.x() - 70, below.x() + 70) for y in range(below.y(), below.y() + 40)
        ]
        return sum(image.pixelColor(x, y) == shade for x, y in area)

    assert band(near.viewport().grab().toImage()) > 20 > band(untied) == band(bare) == 0
    assert near.picture(1) == picture
    assert near.scale_now() == pytest.approx(1.0)
    assert picture.size() == near.natural_size()
    assert near.picture(2).size() == 2 * near.natural_size()
    far = samples.residual(40)
    near.set_graph(far)
    assert max(near.picture(10).size().toTuple()) <= 16_000


def test_a_drag_beyond_the_rim_pans(near: GraphCanvas):
    start, seen = card(near, "a"), near.seen()
    drag(near, start, QPoint(-120, start.y()), drop=False)
    assert near.seen().left() < seen.left() - 40
    QTest.mouseRelease(near.viewport(), B.LeftButton, M.NoModifier, QPoint(-120, start.y()))
    assert near.places()["a"][0] < -100
