"""What a hand does to a canvas, as events at its viewport."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets.graph.canvas import GraphCanvas

B, K, M = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier


def card(canvas: GraphCanvas, name: str) -> QPoint:
    """A place of a card where nothing but the card is."""
    rect = canvas.graph_scene.nodes[name].rect()
    return canvas.mapFromScene(QPointF(rect.center().x(), rect.top() + 8))


def port(canvas: GraphCanvas, name: str, output: bool, at: int = 0) -> QPoint:
    return canvas.mapFromScene(canvas.graph_scene.nodes[name].port(output, at))


def wire(canvas: GraphCanvas, at: int) -> QPoint:
    item = list(canvas.graph_scene.wires.values())[at]
    return canvas.mapFromScene(item.path().pointAtPercent(0.5))


def move(
    canvas: GraphCanvas,
    to: QPoint,
    held: Qt.MouseButton = B.NoButton,
    keys: Qt.KeyboardModifier = M.NoModifier,
) -> None:
    view, at = canvas.viewport(), QPointF(to)
    event = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), B.NoButton, held, keys)
    QApplication.sendEvent(view, event)


def drag(
    canvas: GraphCanvas,
    *places: QPoint,
    button: Qt.MouseButton = B.LeftButton,
    keys: Qt.KeyboardModifier = M.NoModifier,
    drop: bool = True,
) -> None:
    view = canvas.viewport()
    QTest.mousePress(view, button, keys, places[0])
    for at in places[1:]:
        move(canvas, (places[0] + at) / 2, button, keys)
        move(canvas, at, button, keys)
    if drop:
        QTest.mouseRelease(view, button, keys, places[-1])


def click(canvas: GraphCanvas, at: QPoint, keys: Qt.KeyboardModifier = M.NoModifier) -> None:
    QTest.mouseClick(canvas.viewport(), B.LeftButton, keys, at)


def key(canvas: GraphCanvas, *keys: Qt.Key, held: Qt.KeyboardModifier = M.NoModifier) -> None:
    for one in keys:
        QTest.keyClick(canvas, one, held)


def menu(canvas: GraphCanvas, at: QPoint, keyed: bool = False) -> None:
    reason = QContextMenuEvent.Reason.Keyboard if keyed else QContextMenuEvent.Reason.Mouse
    view = canvas.viewport()
    QApplication.sendEvent(view, QContextMenuEvent(reason, at, view.mapToGlobal(at)))


def wheel(canvas: GraphCanvas, at: QPoint, turn: int, keys: Qt.KeyboardModifier = M.NoModifier) -> None:
    view, where = canvas.viewport(), QPointF(at)
    event = QWheelEvent(
        where,
        view.mapToGlobal(where),
        QPoint(),
        QPoint(0, turn),
        B.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
