"""What the pointer does on a canvas: strokes, tools, picks, frames, the brush and what it reaches."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from tests.widgets.codes.conftest import LEFT, NONE, RIGHT, B, Ear, K, M, move, spot
from widgets.codes.canvas import CodeCanvas
from widgets.codes.cells import line
from widgets.look import tokens


def framed(canvas: CodeCanvas) -> set[tuple[int, int]]:
    """The cells within the brush's frame: in a row of cells, each line of accent leads in or out."""
    picture, view, accent = canvas.grab().toImage(), canvas.view, QColor(tokens.current().accent)
    found = set()
    for row in range(view.rows):
        y, inside = canvas.cell_rect(row, 0).center().y(), False
        for col in range(view.cols):
            inside ^= picture.pixelColor(view.line_x(col), y) == accent
            if inside:
                found.add((row, col))
    return found


def test_a_fast_stroke_loses_no_cell(canvas: CodeCanvas, ear: Ear):
    corners = [(2, 1), (13, 14), (3, 12), (3, 0), (15, 5)]
    QTest.mousePress(canvas, LEFT, NONE, spot(canvas, *corners[0]))
    for corner in corners[1:]:
        move(canvas, spot(canvas, *corner))
    QTest.mouseRelease(canvas, LEFT, NONE, spot(canvas, *corners[-1]))
    said = list(ear.said)
    want = [corners[0]]
    for start, end in itertools.pairwise(corners):
        want += line(start, end)
    assert ear.cells() == want
    assert said[0] == ("hovered", *corners[0]) or said[0] == ("stroke_began", corners[0], LEFT, NONE)
    assert said[-1] == ("stroke_ended",)
    assert [words[0] for words in said].count("stroke_moved") == 4


def test_a_stroke_may_come_from_outside_and_leave(canvas: CodeCanvas, ear: Ear):
    row = spot(canvas, 4, 0).y()
    QTest.mousePress(canvas, RIGHT, NONE, QPoint(2, row))
    assert ear.take("stroke_began") == []
    move(canvas, QPoint(698, row), RIGHT)
    move(canvas, spot(canvas, 4, 15) + QPoint(0, 100), RIGHT)
    QTest.mouseRelease(canvas, RIGHT, NONE, QPoint(698, row))
    said = ear.take("stroke_began", "stroke_moved", "stroke_ended")
    assert said[0] == ("stroke_began", (4, 0), RIGHT, NONE)
    assert said[1] == ("stroke_moved", [(4, col) for col in range(1, 16)])
    assert said[-1] == ("stroke_ended",)
    QTest.mouseClick(canvas, LEFT, NONE, QPoint(2, row))
    assert ear.take("stroke_began", "stroke_ended") == []


def test_another_button_does_not_disturb_a_stroke(canvas: CodeCanvas, ear: Ear):
    QTest.mousePress(canvas, LEFT, NONE, spot(canvas, 1, 1))
    QTest.mousePress(canvas, RIGHT, NONE, spot(canvas, 1, 1))
    QTest.mouseRelease(canvas, RIGHT, NONE, spot(canvas, 1, 1))
    assert ear.take("stroke_began", "stroke_ended") == [("stroke_began", (1, 1), LEFT, NONE)]
    canvas.hide()
    assert ear.take("stroke_ended") == [("stroke_ended",)]


def test_two_quick_dabs_are_two(canvas: CodeCanvas, ear: Ear):
    for click in (QTest.mouseClick, QTest.mouseDClick):
        click(canvas, LEFT, NONE, spot(canvas, 5, 5))
    assert len(ear.take("stroke_began")) >= 2


@pytest.mark.parametrize(("tool", "want"), [
    ("pencil", ["stroke_began", "stroke_moved", "stroke_ended"]), ("eraser", ["stroke_began", "stroke_moved", "stroke_ended"]),
    ("nudge", ["stroke_began", "stroke_moved", "stroke_ended"]), ("stamp", ["stroke_began", "stroke_moved", "stroke_ended"]),
    ("noise", ["stroke_began", "stroke_moved", "stroke_ended"]), ("fill", ["stroke_began", "stroke_ended"]),
    ("wand", ["stroke_began", "stroke_ended"]), ("pick", ["picked", "picked"]), ("select", ["rect_selected"]),
    ("line", ["stroke_began", "stroke_moved", "stroke_ended"]), ("hand", []),
])  # fmt: skip
def test_each_tool_has_its_gesture(canvas: CodeCanvas, ear: Ear, tool: str, want: list[str]):
    canvas.set_tool(tool)
    assert canvas.tool() == tool
    QTest.mousePress(canvas, LEFT, NONE, spot(canvas, 2, 3))
    move(canvas, spot(canvas, 4, 6))
    QTest.mouseRelease(canvas, LEFT, NONE, spot(canvas, 4, 6))
    said = [words for words in ear.take() if words[0] not in ("hovered", "left")]
    assert [words[0] for words in said] == want
    if tool == "select":
        assert said == [("rect_selected", 2, 3, 5, 7)]
    if tool == "line":
        assert said[1] == ("stroke_moved", line((2, 3), (4, 6)))
    with pytest.raises(KeyError):
        canvas.set_tool("spoon")


def test_a_frame_is_cut_at_the_rim_and_escape_drops_it(canvas: CodeCanvas, ear: Ear):
    canvas.set_tool("select")
    QTest.mousePress(canvas, LEFT, NONE, spot(canvas, 12, 12))
    move(canvas, QPoint(699, 659))
    QTest.mouseRelease(canvas, LEFT)
    assert ear.take("rect_selected") == [("rect_selected", 12, 12, 16, 16)]
    QTest.mousePress(canvas, LEFT, NONE, spot(canvas, 1, 1))
    move(canvas, spot(canvas, 3, 3))
    QTest.keyClick(canvas, K.Key_Escape)
    QTest.mouseRelease(canvas, LEFT)
    assert ear.take("rect_selected", "command") == []
    QTest.keyClick(canvas, K.Key_Escape)
    assert ear.take("command") == [("command", "deselect")]


def test_alt_picks_with_any_tool(canvas: CodeCanvas, ear: Ear):
    QTest.mouseClick(canvas, LEFT, M.AltModifier, spot(canvas, 9, 4))
    QTest.mouseClick(canvas, RIGHT, M.AltModifier, spot(canvas, 9, 5))
    assert ear.take("picked", "picked_back", "stroke_began") == [("picked", 9, 4), ("picked_back", 9, 5)]


def test_shift_draws_from_the_last_point(canvas: CodeCanvas, ear: Ear):
    QTest.mouseClick(canvas, LEFT, NONE, spot(canvas, 1, 1))
    ear.take()
    move(canvas, spot(canvas, 8, 12), B.NoButton, M.ShiftModifier)
    assert framed(canvas) == {(1, 1), *line((1, 1), (8, 12))}  # the line that is to come
    QTest.mouseClick(canvas, LEFT, M.ShiftModifier, spot(canvas, 8, 12))
    assert ear.cells() == [(1, 1), *line((1, 1), (8, 12))]


def test_hover_tells_each_cell_once_and_leaving(canvas: CodeCanvas, ear: Ear):
    for place in (
        spot(canvas, 3, 3),
        spot(canvas, 3, 3) + QPoint(3, 3),
        spot(canvas, 3, 4),
        QPoint(1, 1),
        QPoint(2, 1),
    ):
        move(canvas, place, B.NoButton)
    assert ear.take() == [("hovered", 3, 3), ("hovered", 3, 4), ("left",)]


def test_the_brush_covers_what_it_shows(canvas: CodeCanvas):
    canvas.set_brush(5, "round")
    move(canvas, spot(canvas, 0, 8), B.NoButton)
    assert framed(canvas) == set(map(tuple, np.argwhere(canvas.covered([(0, 8)])).tolist()))
    assert len(framed(canvas)) == 13
    canvas.set_brush(99)
    assert canvas.covered([(8, 8)]).sum() == 25
    canvas.set_tool("pick")
    assert canvas.covered([(8, 8)]).sum() == 1
    canvas.set_tool("stamp")
    canvas.set_stamp(2, 4)
    assert np.argwhere(canvas.covered([(0, 0)])).tolist() == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]


def test_influence_is_asked_for_the_brush_and_cut_at_the_picture(canvas: CodeCanvas):
    asked = []

    def influence(box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        asked.append(box)
        return box[1] * 4 - 10, box[0] * 4 - 10, box[3] * 4 + 10, box[2] * 4 + 10

    canvas.set_brush(3)
    move(canvas, spot(canvas, 1, 14), B.NoButton)
    bare = canvas.grab().toImage()
    canvas.set_influence_function(influence)
    assert asked[-1] == (0, 13, 3, 16)
    dotted = canvas.grab().toImage()
    places = [(x, y) for x in range(700) for y in range(660) if dotted.pixel(x, y) != bare.pixel(x, y)]
    (left, top), (right, bottom) = np.min(places, 0), np.max(places, 0)
    assert (left, top, right - left + 1, bottom - top + 1) == canvas.view.pixels(42, 0, 64, 22)
    canvas.set_overlay("influence", False)
    canvas.set_brush(3)
    assert canvas.grab().toImage() == bare
