"""What a hand does to a plane, as events."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets.plane.view import PlaneView

B, K, M = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier


def place(view: PlaneView, x: float, y: float) -> QPoint:
    across, down = view.viewport().to_pixels((x, y))
    return QPoint(round(across), round(down))


def drag(view: PlaneView, button: Qt.MouseButton, *places: QPoint) -> None:
    QTest.mousePress(view, button, M.NoModifier, places[0])
    for at in map(QPointF, places[1:]):
        event = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), B.NoButton, button, M.NoModifier)
        QApplication.sendEvent(view, event)
    QTest.mouseRelease(view, button, M.NoModifier, places[-1])


def wheel(view: PlaneView, at: QPoint, turn: int) -> None:
    where, none = QPointF(at), QPoint()
    event = QWheelEvent(where, where, none, QPoint(0, turn), B.NoButton, M.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(view, event)


def heard(view: PlaneView) -> list[tuple]:
    told: list[tuple] = []
    view.clicked.connect(lambda x, y: told.append(("clicked", round(x, 1), round(y, 1))))
    view.dragged.connect(lambda x, y: told.append(("dragged", round(x, 1), round(y, 1))))
    view.released.connect(lambda: told.append(("released",)))
    view.square_changed.connect(lambda: told.append(("square",)))
    return told
