"""A pointer that rests with a tool in hand, and what the canvas shows of a stroke that is not made."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.widgets.codes.conftest import LEFT, NONE, RIGHT, B, K, M, move, spot
from widgets.codes.canvas import CodeCanvas
from widgets.codes.cells import line
from widgets.codes.resting import REST


class Rests:
    """What a canvas says of a pointer at rest; time passes when a test says so."""

    def __init__(self, canvas: CodeCanvas) -> None:
        self.said: list[object] = []
        self._timer = next(t for t in canvas.findChildren(QTimer) if t.interval() == REST)
        canvas.rested.connect(lambda cells: self.said.append(list(cells)))
        canvas.moved_on.connect(lambda: self.said.append("on"))

    def later(self) -> list[object]:
        """All that was said, after a rest."""
        if self._timer.isActive():
            self._timer.stop()
            self._timer.timeout.emit()
        found, self.said[:] = list(self.said), []
        return found


@pytest.fixture
def rests(canvas: CodeCanvas) -> Rests:
    return Rests(canvas)


def hover(canvas: CodeCanvas, row: int, col: int, keys=NONE) -> None:
    move(canvas, spot(canvas, row, col), B.NoButton, keys)


def test_each_place_is_told_once_after_a_rest(canvas: CodeCanvas, rests: Rests):
    hover(canvas, 3, 3)
    assert rests.said == []  # not yet
    hover(canvas, 3, 4)
    assert rests.later() == ["on", [(3, 4)]]
    hover(canvas, 3, 4)
    canvas.set_grid(canvas.codes() + 1, np.zeros((16, 16), bool))
    canvas.set_picture(np.full((64, 64, 3), 70, np.uint8))
    assert rests.later() == []
    canvas.rest_anew()
    assert rests.later() == ["on", [(3, 4)]]
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert rests.later() == ["on"]


def test_tool_and_brush_are_part_of_what_is_promised(canvas: CodeCanvas, rests: Rests):
    hover(canvas, 3, 3)
    rests.later()
    for change in (
        lambda: canvas.set_brush(3),
        lambda: canvas.set_tool("fill"),
        lambda: canvas.set_tool("stamp"),
        lambda: canvas.set_stamp(2, 2),
    ):
        change()
        assert rests.later() == ["on", [(3, 3)]]
    for tool in ("pick", "select", "wand", "hand"):
        canvas.set_tool(tool)
        assert rests.later() in (["on"], [])


def test_after_a_stroke_the_next_place_is_told_of(canvas: CodeCanvas, rests: Rests):
    hover(canvas, 3, 3)
    rests.later()
    QTest.mousePress(canvas, LEFT, NONE, spot(canvas, 3, 3))
    move(canvas, spot(canvas, 5, 5))
    assert rests.later() == []
    QTest.mouseRelease(canvas, LEFT, NONE, spot(canvas, 5, 5))
    assert [words for words in rests.later() if words != "on"] == []
    hover(canvas, 5, 6)
    assert rests.later()[-1] == [(5, 6)]


def test_a_line_is_told_of_while_it_is_drawn_but_not_of_the_back_code(canvas: CodeCanvas, rests: Rests):
    canvas.set_tool("line")
    for button, last in ((LEFT, [(3, 3), *line((3, 3), (6, 9))]), (RIGHT, "on")):
        QTest.mousePress(canvas, button, NONE, spot(canvas, 3, 3))
        move(canvas, spot(canvas, 6, 9), button)
        assert rests.later()[-1] == last
        QTest.mouseRelease(canvas, button, NONE, spot(canvas, 6, 9))
        rests.later()
        hover(canvas, 9, 9)
        rests.later()


def test_shift_promises_a_line_except_of_stamps(canvas: CodeCanvas, rests: Rests, ear):
    QTest.mouseClick(canvas, LEFT, NONE, spot(canvas, 1, 1))
    hover(canvas, 4, 6, M.ShiftModifier)
    assert rests.later()[-1] == [(1, 1), *line((1, 1), (4, 6))]
    canvas.set_tool("stamp")
    assert rests.later()[-1] == [(4, 6)]
    ear.take()
    QTest.mouseClick(canvas, LEFT, M.ShiftModifier, spot(canvas, 4, 6))
    assert ear.cells() == [(4, 6)]


def test_the_cursor_of_the_keyboard_rests_too(canvas: CodeCanvas, rests: Rests):
    QTest.keyClick(canvas, K.Key_Down)
    QTest.keyClick(canvas, K.Key_Right)
    assert rests.later()[-1] == [(1, 1)]


def shown(canvas: CodeCanvas) -> QImage:
    return canvas.grab().toImage()


def test_what_a_stroke_would_make_is_shown_marked_and_gone_without_a_trace(canvas: CodeCanvas):
    hover(canvas, 3, 3)
    before, codes = shown(canvas), canvas.codes().copy()
    after, cells = codes.copy(), np.zeros((16, 16), bool)
    after[3, 3], cells[3, 3] = 7, True
    picture = np.full((64, 64, 3), 90, np.uint8)
    picture[10:20, 10:20] = (200, 30, 30)
    canvas.set_foreseen(picture, after, cells)
    assert canvas.foreseen()
    seen = shown(canvas)
    x, y = canvas.cell_rect(3, 3).center().toTuple()
    assert seen.pixelColor(x, y).getRgb()[:3] == (200, 30, 30)
    assert (canvas.codes() == codes).all()
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.PaletteChange))
    assert shown(canvas) == seen  # drawn in parts as in one go
    canvas.set_foreseen(None)
    assert not canvas.foreseen()
    assert shown(canvas) == before
    canvas.set_foreseen(np.full((64, 64, 3), 90, np.uint8), after, cells)
    assert shown(canvas) != before  # a stroke that changes no pixel is marked, too


def test_the_hatch_of_a_cell_that_would_be_whole_gives_way(canvas: CodeCanvas):
    mask = np.zeros((16, 16), bool)
    mask[5, 5] = True
    canvas.set_grid(canvas.codes(), mask)
    masked = shown(canvas)
    picture = np.full((64, 64, 3), 90, np.uint8)
    canvas.set_foreseen(picture, canvas.codes(), mask)
    place = canvas.cell_rect(5, 5).center()
    assert shown(canvas).pixelColor(place).getRgb()[:3] == (90, 90, 90)
    canvas.set_foreseen(None)
    assert shown(canvas) == masked


def test_another_shape_is_refused_and_another_picture_drops_it(canvas: CodeCanvas):
    codes, cells = canvas.codes(), np.ones((16, 16), bool)
    for picture, grid in (
        (np.zeros((32, 32, 3), np.uint8), codes),
        (np.zeros((64, 64, 3), np.uint8), codes[1:]),
    ):
        with pytest.raises(ValueError, match="of"):
            canvas.set_foreseen(picture, grid, cells)
    canvas.set_foreseen(np.zeros((64, 64, 3), np.uint8), codes, cells)
    canvas.set_picture(np.zeros((32, 32, 3), np.uint8))
    assert not canvas.foreseen()
    canvas.set_foreseen(np.zeros((32, 32, 3), np.uint8), codes, cells)
    canvas.set_grid(codes[:8, :8], np.zeros((8, 8), bool))
    assert not canvas.foreseen()
