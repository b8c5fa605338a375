"""The palette of kinds, and what is dropped from it onto the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.widgets.conftest import written_in
from tests.widgets.graph.hand import B, K, M, wire
from widgets.graph.canvas import GraphCanvas
from widgets.graph.model import WireKey
from widgets.graph.palette import NodePalette
from widgets.graph.search import Choice

GROUPS = {"Layers": [Choice("linear", "Linear"), Choice("conv", "Conv2d")], "Other": [Choice("add", "Add")]}


@pytest.fixture
def palette(show) -> NodePalette:
    palette = show(NodePalette(), 180, 240)
    palette.set_choices(GROUPS)
    return palette


def drop(widget: QWidget, at: QPoint, data: QMimeData) -> bool:
    """Bring something there and let it fall; whether it was taken."""
    view = widget.viewport()
    action, held = Qt.DropAction.CopyAction, B.LeftButton
    enter = QDragEnterEvent(at, action, data, held, M.NoModifier)
    QApplication.sendEvent(view, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(at), action, data, held, M.NoModifier)
    QApplication.sendEvent(view, event)
    return event.isAccepted()


def test_groups_and_kinds_are_written_in_either_language(palette: NodePalette, shout):
    assert {"Layers", "Linear", "Conv2d", "Other", "Add"} <= set(written_in(palette))
    shout(palette)
    assert {"LAYERS", "Linear", "OTHER"} <= set(written_in(palette))


def test_click_and_enter_choose_and_headings_do_not(palette: NodePalette):
    heard = []
    palette.chosen.connect(heard.append)
    for row in (0, 1, 4):
        at = palette.visualItemRect(palette.item(row)).center()
        QTest.mouseClick(palette.viewport(), B.LeftButton, M.NoModifier, at)
    QTest.keyClick(palette, K.Key_Up)
    QTest.keyClick(palette, K.Key_Return)
    assert heard == ["linear", "add", "conv"]


def test_a_kind_dropped_in_the_open_is_wanted_there(canvas: GraphCanvas, palette: NodePalette, told: list):
    data = palette.mimeData([palette.item(2)])
    at = QPoint(300, 60)
    assert drop(canvas, at, data)
    spot = canvas.mapToScene(at)
    assert told == [("add_wanted", "conv", spot.x(), spot.y(), None)]


def test_a_kind_dropped_on_a_wire_is_wanted_in_it(canvas: GraphCanvas, palette: NodePalette, told: list):
    assert drop(canvas, wire(canvas, 0), palette.mimeData([palette.item(1)]))
    assert told[0][4] == WireKey("a", "y", "b", "x")


def test_a_file_is_left_to_the_window(canvas: GraphCanvas, told: list):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/net.json")])
    assert not drop(canvas, QPoint(300, 60), data)
    assert told == []
