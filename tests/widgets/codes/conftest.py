"""A canvas to paint on, an ear for what it says, and hands: pointer and wheel."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from widgets.codes.canvas import CodeCanvas

B, K, M = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier
LEFT, RIGHT, MIDDLE, NONE = B.LeftButton, B.RightButton, B.MiddleButton, M.NoModifier


class Ear:
    """Notes all that a canvas says, in order."""

    def __init__(self, canvas: CodeCanvas) -> None:
        self.said: list[tuple] = []
        for name in ("stroke_began", "stroke_moved", "stroke_ended", "picked", "picked_back", "rect_selected",
                     "key_tool", "command", "hovered", "left", "zoomed", "overlay_changed"):  # fmt: skip
            getattr(canvas, name).connect(lambda *words, name=name: self.said.append((name, *words)))

    def take(self, *names: str) -> list[tuple]:
        found = [words for words in self.said if not names or words[0] in names]
        self.said.clear()
        return found

    def cells(self) -> list[tuple[int, int]]:
        """Every cell painted, in order."""
        found = []
        for words in self.take("stroke_began", "stroke_moved"):
            found += [words[1]] if words[0] == "stroke_began" else words[1]
        return found


@pytest.fixture
def canvas(show) -> CodeCanvas:
    canvas = CodeCanvas("Nothing to paint on yet")
    canvas.set_picture(np.full((64, 64, 3), 90, np.uint8))
    canvas.set_grid(np.arange(256).reshape(16, 16), np.zeros((16, 16), bool))
    return show(canvas, 700, 660)


@pytest.fixture
def ear(canvas: CodeCanvas) -> Ear:
    return Ear(canvas)


def spot(canvas: CodeCanvas, row: int, col: int) -> QPoint:
    return canvas.cell_rect(row, col).center()


def move(
    canvas: CodeCanvas, place: QPoint, held: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NONE
) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), canvas.mapToGlobal(QPointF(place)), B.NoButton, held, keys
    )
    QApplication.sendEvent(canvas, event)


def wheel(canvas: CodeCanvas, place: QPoint, turn: int) -> None:
    at = QPointF(place)
    event = QWheelEvent(
        at,
        canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, turn),
        B.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
