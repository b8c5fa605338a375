"""The mouse on the canvas: cards, wires, ties, frames, menus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.widgets.conftest import tip_at
from tests.widgets.graph.conftest import PLACES, small
from tests.widgets.graph.hand import B, K, M, card, click, drag, key, menu, move, port, wheel, wire
from widgets.graph.canvas import GraphCanvas
from widgets.graph.gestures import End
from widgets.graph.model import WireKey

OPEN = QPoint(300, 60)  # nothing is there


def test_a_drag_moves_the_card_on_the_grid_and_tells_once(canvas: GraphCanvas, told: list):
    start = card(canvas, "a")
    drag(canvas, start, start + QPoint(5, 40), start + QPoint(40, 101))
    scale = canvas.scale_now()
    moved = round(40 / scale / 24) * 24, round(101 / scale / 24) * 24
    assert told == [("moved", {"a": moved})]
    assert canvas.places() == PLACES | {"a": moved}
    assert canvas.selection() == [canvas.current()] == ["a"]


def test_all_selected_cards_move_together(canvas: GraphCanvas, told: list):
    click(canvas, card(canvas, "a"))
    click(canvas, card(canvas, "c"), M.ShiftModifier)
    assert canvas.selection() == ["a", "c"]
    start = card(canvas, "c")
    drag(canvas, start, start + QPoint(0, 120))
    ((name, places),) = told
    assert name == "moved"
    assert set(places) == {"a", "c"}
    assert places["a"][1] == places["c"][1] > 90
    assert canvas.places()["b"] == PLACES["b"]


def test_a_card_put_back_is_not_told_and_escape_undoes_a_drag(canvas: GraphCanvas, told: list):
    start = card(canvas, "a")
    drag(canvas, start, start + QPoint(90, 60), start)
    drag(canvas, start, start + QPoint(90, 60), drop=False)
    assert canvas.places()["a"] != PLACES["a"]
    key(canvas, K.Key_Escape)
    QTest.mouseRelease(canvas.viewport(), B.LeftButton, M.NoModifier, start)
    assert told == []
    assert canvas.places() == PLACES


def test_wires_follow_a_card_while_it_is_dragged(canvas: GraphCanvas):
    item = canvas.graph_scene.wires[WireKey("a", "y", "b", "x")]
    before = item.path()
    start = card(canvas, "b")
    drag(canvas, start, start + QPoint(30, 100), drop=False)
    assert item.path() != before
    assert item.path().pointAtPercent(1) == canvas.graph_scene.nodes["b"].port(False, 0)
    canvas.cancel()


def test_a_wire_is_drawn_from_either_end(canvas: GraphCanvas, told: list):
    drag(canvas, port(canvas, "c", True), port(canvas, "add", False, 1))
    drag(canvas, port(canvas, "add", False, 0), port(canvas, "b", True))
    assert told == [("connect_wanted", "c", "y", "add", "right"), ("connect_wanted", "b", "y", "add", "left")]
    assert len(canvas.graph().wires) == 2  # what becomes of it is the owner's


def test_a_wire_dropped_anywhere_on_a_card_takes_the_nearest_port(canvas: GraphCanvas, told: list):
    rect = canvas.graph_scene.nodes["add"].rect()
    drag(canvas, port(canvas, "a", True), canvas.mapFromScene(rect.bottomLeft() + QPointF(30, -16)))
    assert told == [("connect_wanted", "a", "y", "add", "mask")]


def test_no_wire_leads_from_output_to_output_nor_to_the_same_card(canvas: GraphCanvas, told: list):
    drag(canvas, port(canvas, "add", True), port(canvas, "add", False, 0))
    drag(canvas, port(canvas, "a", True), port(canvas, "c", True) + QPoint(14, 0))
    assert [name for name, *_ in told] == ["search_wanted"] * 2


def test_the_owner_refuses_with_a_sentence_that_is_seen(canvas: GraphCanvas, told: list):
    asked = []

    def judge(output: End, into: End) -> str:
        asked.append((output, into))
        return "Second gives 8 numbers, Add wants 4."

    canvas.set_judge(judge)
    click(canvas, OPEN)
    bare = canvas.viewport().grab().toImage()
    drag(canvas, port(canvas, "add", False, 0), port(canvas, "b", True))
    assert asked == [(End("b", True, "y"), End("add", False, "left"))]
    assert told == []
    assert canvas.accessibleDescription().startswith("Second gives 8 numbers, Add wants 4.; ")
    move(canvas, OPEN)
    assert canvas.viewport().grab().toImage() != bare
    click(canvas, OPEN)
    assert canvas.viewport().grab().toImage() == bare


def test_control_and_a_drag_tie_two_cards(canvas: GraphCanvas, told: list):
    drag(canvas, card(canvas, "a"), card(canvas, "c"), keys=M.ControlModifier)
    drag(canvas, card(canvas, "a"), OPEN, keys=M.ControlModifier)
    drag(canvas, card(canvas, "a"), card(canvas, "a") + QPoint(20, 5), keys=M.ControlModifier)
    assert told == [("tie_wanted", "a", "c")]
    assert canvas.places() == PLACES


def test_control_click_adds_and_takes_away(canvas: GraphCanvas):
    for name in ("a", "b", "a"):
        click(canvas, card(canvas, name), M.ControlModifier)
    assert canvas.selection() == ["b"]


def test_a_frame_selects_what_it_touches(canvas: GraphCanvas, told: list):
    heard = []
    canvas.selection_changed.connect(heard.append)
    corner = canvas.mapFromScene(-30, -40)
    drag(canvas, corner, canvas.mapFromScene(250, 20))
    assert canvas.selection() == ["a", "b"]
    assert heard[-1] == ["a", "b"]
    drag(canvas, canvas.mapFromScene(450, -40), canvas.mapFromScene(500, 20), keys=M.ShiftModifier)
    assert canvas.selection() == ["a", "b", "c"]
    drag(canvas, canvas.mapFromScene(450, -40), canvas.mapFromScene(500, 20), drop=False)
    key(canvas, K.Key_Escape)
    assert canvas.selection() == []
    QTest.mouseRelease(canvas.viewport(), B.LeftButton, M.NoModifier, corner)
    assert told == []


def test_a_wire_is_chosen_and_removed(canvas: GraphCanvas, told: list):
    click(canvas, wire(canvas, 1))
    assert canvas.wire_selection() == [WireKey("b", "y", "c", "x")]
    assert canvas.selection() == []
    key(canvas, K.Key_Delete)
    assert told == [("remove_wanted", [], [WireKey("b", "y", "c", "x")])]


def test_double_clicks_open_a_node_and_add_on_a_wire_or_in_the_open(canvas: GraphCanvas, told: list):
    view = canvas.viewport()
    for at in (card(canvas, "c"), wire(canvas, 0), OPEN):
        QTest.mouseDClick(view, B.LeftButton, M.NoModifier, at)
    assert told[0] == ("open_wanted", "c")
    assert [fact[0] for fact in told[1:]] == ["search_wanted"] * 2
    assert told[1][3] == WireKey("a", "y", "b", "x")
    assert told[2][3] is None
    spot = canvas.mapToScene(OPEN)
    assert told[2][1:3] == (spot.x(), spot.y())


def test_a_wire_dropped_in_the_open_asks_what_goes_there(canvas: GraphCanvas, told: list):
    drag(canvas, port(canvas, "c", True), OPEN)
    assert told[0][0] == "search_wanted"
    assert told[0][3] == End("c", True, "y")


def test_menus_say_of_what(canvas: GraphCanvas, told: list):
    for at in (card(canvas, "b"), wire(canvas, 0), OPEN):
        menu(canvas, at)
    assert canvas.wire_selection() == [WireKey("a", "y", "b", "x")]
    menu(canvas, OPEN, keyed=True)
    assert [fact[1] for fact in told] == ["b", WireKey("a", "y", "b", "x"), None, "b"]
    assert told[2][2] == canvas.viewport().mapToGlobal(OPEN)


def test_the_wheel_zooms_about_the_mouse_and_the_middle_button_pans(canvas: GraphCanvas):
    at = card(canvas, "c")
    spot = canvas.mapToScene(at)
    before = canvas.scale_now()
    wheel(canvas, at, 240)
    assert canvas.scale_now() > 1.3 * before
    kept = canvas.mapFromScene(spot) - at
    assert kept.manhattanLength() <= 2
    drag(canvas, at, at + QPoint(50, -30), button=B.MiddleButton)
    assert (canvas.mapFromScene(spot) - at - QPoint(50, -30)).manhattanLength() <= 3
    wheel(canvas, at, 120, M.ShiftModifier)
    assert canvas.mapFromScene(spot).x() > at.x() + 90
    for _ in range(60):
        wheel(canvas, at, -240)
    assert canvas.scale_now() == 0.04
    for _ in range(60):
        wheel(canvas, at, 240)
    assert canvas.scale_now() == 3.0


def test_what_is_under_the_mouse_is_told_and_lit(canvas: GraphCanvas):
    heard = []
    canvas.hovered.connect(heard.append)
    bare = canvas.viewport().grab().toImage()
    for at in (card(canvas, "a"), card(canvas, "a") + QPoint(3, 3), wire(canvas, 0), OPEN):
        move(canvas, at)
    assert heard == ["a", "", ""]
    move(canvas, wire(canvas, 0))
    assert canvas.viewport().grab().toImage() != bare
    move(canvas, port(canvas, "a", True))
    assert canvas.graph_scene.nodes["a"].lit == (True, 0)
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.viewport().grab().toImage() == bare


def test_resting_tells_shapes_ties_and_trouble(canvas: GraphCanvas):
    view = canvas.viewport()
    canvas.set_graph(small(b={"error": "Second wants 4 numbers."}))
    assert tip_at(view, port(canvas, "a", True)) == "y: 4 × 8"
    assert tip_at(view, port(canvas, "b", False)) == "x: 4 × 8"
    assert "same weights A as First" in tip_at(view, card(canvas, "b"))
    assert tip_at(view, card(canvas, "b")).startswith("Second wants 4 numbers.")
    assert tip_at(view, wire(canvas, 0)) == "First to Second: 4 × 8; a mask travels along"
    assert tip_at(view, OPEN) == ""
