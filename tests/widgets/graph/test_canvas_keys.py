"""The keyboard on the canvas: walking along wires, commands, wires and ties without a mouse, adding."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.conftest import flush_deleted
from tests.widgets.graph.conftest import PLACES, small
from tests.widgets.graph.hand import K, M, card, click, key
from widgets.graph.canvas import GraphCanvas
from widgets.graph.gestures import End
from widgets.graph.model import Graph
from widgets.graph.search import AddSearch, Choice

CHOICES = (Choice("linear", "Linear"), Choice("relu", "ReLU"), Choice("norm", "LayerNorm"))


def test_arrows_walk_along_the_wires(canvas: GraphCanvas):
    heard = []
    canvas.current_changed.connect(heard.append)
    key(
        canvas, K.Key_Right, K.Key_Right, K.Key_Right, K.Key_Left, K.Key_Down, K.Key_Up, K.Key_End, K.Key_Home
    )
    assert heard == ["a", "b", "c", "b", "add", "b", "c", "a"]
    assert canvas.selection() == ["a"]


def test_what_is_walked_to_comes_in_sight(canvas: GraphCanvas):
    canvas.zoom(3)
    canvas.pan(-4000, 0)
    key(canvas, K.Key_Home)
    area = canvas.mapFromScene(canvas.graph_scene.nodes["a"].rect()).boundingRect()
    assert canvas.viewport().rect().contains(area)


def test_it_says_the_node_its_shapes_and_its_ties(canvas: GraphCanvas, shout):
    assert canvas.accessibleName() == "Node canvas"
    assert canvas.accessibleDescription() == "4 nodes, 2 wires"
    key(canvas, K.Key_Right, K.Key_Right)
    said = canvas.accessibleDescription()
    for part in (
        "Second", "in x: 4 × 8 from First", "out y: 4 × 8 to Third", "same weights A as First",
        "gradient of this use 0.25", "of all uses together 0.60",
    ):  # fmt: skip
        assert part in said
    canvas.set_graph(small(b={"frozen": True, "error": "Too wide."}, c={"warning": "Unused."}))
    assert "frozen; error: Too wide." in canvas.accessibleDescription().replace(
        "; gradient of this use 0.25; of all uses together 0.60", ""
    )
    key(canvas, K.Key_Right)
    assert "a block; Enter opens it; warning: Unused." in canvas.accessibleDescription()
    shout(canvas)
    assert "WARNING: Unused." in canvas.accessibleDescription()


@pytest.mark.parametrize(("pressed", "held", "command"), [
    (K.Key_C, M.ControlModifier, "copy"), (K.Key_X, M.ControlModifier, "cut"), (K.Key_V, M.ControlModifier, "paste"),
    (K.Key_D, M.ControlModifier, "duplicate"), (K.Key_Z, M.ControlModifier, "undo"), (K.Key_Y, M.ControlModifier, "redo"),
    (K.Key_Z, M.ControlModifier | M.ShiftModifier, "redo"), (K.Key_G, M.ControlModifier, "group"),
])  # fmt: skip
def test_commands_are_told(canvas: GraphCanvas, told: list, pressed, held, command):
    override = QKeyEvent(QEvent.Type.ShortcutOverride, pressed, held)
    override.ignore()
    QApplication.sendEvent(canvas, override)
    assert override.isAccepted()  # no shortcut of the window takes it
    key(canvas, pressed, held=held)
    assert told == [("command", command)]


def test_other_keys_are_left_to_the_window(canvas: GraphCanvas):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, K.Key_Space, M.NoModifier)
    event.ignore()
    QApplication.sendEvent(canvas, event)
    assert not event.isAccepted()


def test_enter_opens_and_delete_removes(canvas: GraphCanvas, told: list):
    key(canvas, K.Key_Return, K.Key_Delete)
    assert told == []  # there is nothing to open or remove
    key(canvas, K.Key_End, K.Key_Return)
    key(canvas, K.Key_A, held=M.ControlModifier)
    key(canvas, K.Key_Backspace)
    assert told == [("open_wanted", "c"), ("remove_wanted", ["a", "b", "c", "add"], [])]


def test_shift_and_arrows_move_the_selected(canvas: GraphCanvas, told: list):
    key(canvas, K.Key_Home)
    key(canvas, K.Key_Down, held=M.ShiftModifier)
    assert told == [("moved", {"a": (0, 24)})]
    assert canvas.places() == PLACES | {"a": (0, 24)}


def test_a_wire_and_a_tie_by_key(canvas: GraphCanvas, told: list):
    key(canvas, K.Key_End, K.Key_W)
    assert canvas.accessibleDescription().startswith("a wire from Third; ")
    canvas.set_current("add")
    key(canvas, K.Key_W)
    assert told == [("connect_wanted", "c", "y", "add", "left")]
    key(canvas, K.Key_Home, K.Key_T, K.Key_Right, K.Key_T)
    assert told[1:] == [("tie_wanted", "a", "b")]
    key(canvas, K.Key_T, K.Key_Escape, K.Key_Right, K.Key_T, K.Key_T)
    assert len(told) == 2
    canvas.set_judge(lambda _out, _into: "No.")
    canvas.set_current("a")
    key(canvas, K.Key_W)
    canvas.set_current("c")
    key(canvas, K.Key_W)
    assert len(told) == 2
    assert canvas.accessibleDescription().startswith("No.; Third")


def test_t_ties_all_that_are_selected(canvas: GraphCanvas, told: list):
    canvas.select(["a", "b", "c"])
    key(canvas, K.Key_T)
    assert told == [("command", "tie")]


def test_tab_searches_and_enter_adds_behind_the_node(canvas: GraphCanvas, told: list, qtbot):
    canvas.set_choices(CHOICES)
    canvas.setFocus()
    key(canvas, K.Key_End, K.Key_Tab)
    popup = canvas.findChild(AddSearch)
    assert popup.isVisible()
    search = popup.findChild(QLineEdit)
    assert search.placeholderText() == "Add a node"
    QTest.keyClicks(search, "rel")
    assert [action.text() for action in popup.shown()] == ["ReLU"]
    QTest.keyClick(search, K.Key_Return)
    assert not popup.isVisible()
    (_, x, y, at), added = told
    assert added == ("add_wanted", "relu", x, y, at)
    assert at == End("c", True, "y")
    assert x > canvas.graph_scene.nodes["c"].rect().right()
    key(canvas, K.Key_Escape, K.Key_Tab)
    assert told[-1][3] is None  # from no node: in the middle
    popup = canvas.findChildren(AddSearch)[-1]
    assert popup.isVisible()
    popup.close()
    flush_deleted()
    assert canvas.findChildren(AddSearch) == []


def test_shift_tab_leaves_the_canvas(canvas: GraphCanvas, qtbot):
    other = QLineEdit(canvas.window())
    other.show()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    QTest.keyClick(canvas, K.Key_Backtab, M.ShiftModifier)
    assert other.hasFocus()


def test_zoom_fit_and_pan_by_key(canvas: GraphCanvas):
    whole = canvas.scale_now()
    key(canvas, K.Key_Plus, K.Key_Plus)
    assert canvas.scale_now() == pytest.approx(1.44 * whole)
    key(canvas, K.Key_Minus)
    assert canvas.scale_now() == pytest.approx(1.2 * whole)
    seen = canvas.seen()
    key(canvas, K.Key_Right, held=M.ControlModifier)
    assert canvas.seen().left() > seen.left() + 30
    key(canvas, K.Key_0)
    assert canvas.scale_now() == pytest.approx(whole)
    assert canvas.seen().contains(canvas.graph_scene.extent())
    key(canvas, K.Key_Home, K.Key_F)
    middle = canvas.seen().center() - canvas.graph_scene.nodes["a"].rect().center()
    assert abs(middle.x()) + abs(middle.y()) < 4
    assert canvas.scale_now() == 1.0  # never larger than life


def test_l_arranges_and_tells(canvas: GraphCanvas, told: list):
    canvas.set_places({"a": (999, 500), "b": (0, 0), "c": (0, 0), "add": (0, 0)})
    key(canvas, K.Key_L)
    assert [name for name, *_ in told] == ["moved"]
    places = canvas.places()
    assert places["a"][0] < places["b"][0] < places["c"][0]
    assert places["a"][1] == places["b"][1] == places["c"][1]


def test_an_empty_canvas_answers_every_key(show):
    canvas = show(GraphCanvas(), 400, 300)
    for pressed in (
        *range(K.Key_A, K.Key_Z),
        K.Key_Left,
        K.Key_Tab,
        K.Key_Delete,
        K.Key_Return,
        K.Key_0,
        K.Key_End,
    ):
        for held in (M.NoModifier, M.ControlModifier, M.ShiftModifier):
            key(canvas, Qt.Key(pressed), held=held)
    assert canvas.current() == ""
    assert canvas.graph() == Graph()


def test_a_click_puts_the_keyboard_there(canvas: GraphCanvas):
    click(canvas, card(canvas, "b"))
    key(canvas, K.Key_Right)
    assert canvas.current() == "c"
