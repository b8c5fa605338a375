"""The canvas under mouse and keys: strokes, tools, picks, frames, zoom, pan, commands."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from widgets.codes.canvas import CodeCanvas
from widgets.codes.cells import line
from widgets.look import tokens

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


@pytest.mark.parametrize("steps", [-7, 0, 13])
@pytest.mark.parametrize("pan", [(0, 0), (-57, 31)])
def test_the_widget_hits_what_it_shows(canvas: CodeCanvas, steps: int, pan: tuple[int, int]):
    canvas.zoom(steps, QPointF(200, 300))
    canvas.pan(*pan)
    for row, col in ((0, 0), (7, 9), (15, 15)):
        rect = canvas.cell_rect(row, col)
        for place in (rect.topLeft(), rect.center(), rect.bottomRight()):
            assert canvas.cell_at(place) == (row, col)
        assert canvas.cell_at(rect.topLeft() - QPoint(1, 1)) == ((row - 1, col - 1) if row else None)


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


def test_the_wheel_zooms_about_the_pointer_and_zero_fits(canvas: CodeCanvas, ear: Ear):
    start, place = canvas.view, spot(canvas, 5, 11)
    wheel(canvas, place, 120)
    wheel(canvas, place, 60)
    assert canvas.view.scale == start.scale + 1
    wheel(canvas, place, 60)
    assert canvas.view.scale == start.scale + 2
    assert canvas.cell_at(place) == (5, 11)
    wheel(canvas, place, -120)
    assert [words[1] for words in ear.take("zoomed")] == [11, 12, 11]
    QTest.keyClick(canvas, K.Key_0)
    assert canvas.view == start
    QTest.keyClick(canvas, K.Key_Plus, M.ControlModifier)
    QTest.keyClick(canvas, K.Key_Minus, M.ControlModifier)
    assert canvas.view.scale == start.scale


def test_a_fitted_picture_stays_fitted_and_a_zoomed_one_zoomed(canvas: CodeCanvas):
    canvas.resize(400, 400)
    assert canvas.view.scale == 6
    canvas.zoom(2)
    canvas.resize(660, 660)
    assert canvas.view.scale == 8


@pytest.mark.parametrize("way", ["middle", "space", "hand"])
def test_three_ways_to_pan(canvas: CodeCanvas, ear: Ear, way: str):
    before, start, button = canvas.view, QPoint(300, 300), MIDDLE if way == "middle" else LEFT
    if way == "space":
        QTest.keyPress(canvas, K.Key_Space)
    if way == "hand":
        canvas.set_tool("hand")
    QTest.mousePress(canvas, button, NONE, start)
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    move(canvas, start + QPoint(30, -12), button)
    QTest.mouseRelease(canvas, button, NONE, start + QPoint(30, -12))
    assert (canvas.view.left - before.left, canvas.view.top - before.top) == (30, -12)
    if way == "space":
        QTest.keyRelease(canvas, K.Key_Space)
    assert ear.take("stroke_began", "command") == []


def test_space_alone_is_left_to_the_owner(canvas: CodeCanvas, ear: Ear):
    QTest.keyClick(canvas, K.Key_Space)
    assert ear.take("command") == [("command", "play")]


@pytest.mark.parametrize(("key", "keys", "want"), [
    (K.Key_B, NONE, ("key_tool", "pencil")), (K.Key_E, NONE, ("key_tool", "eraser")), (K.Key_G, NONE, ("key_tool", "fill")),
    (K.Key_I, NONE, ("key_tool", "pick")), (K.Key_M, NONE, ("key_tool", "select")), (K.Key_W, NONE, ("key_tool", "wand")),
    (K.Key_N, NONE, ("key_tool", "nudge")), (K.Key_R, NONE, ("key_tool", "noise")), (K.Key_L, NONE, ("key_tool", "line")),
    (K.Key_BracketLeft, NONE, ("command", "previous_code")), (K.Key_BracketRight, NONE, ("command", "next_code")),
    (K.Key_Plus, M.ShiftModifier, ("command", "brush_larger")), (K.Key_Plus, M.KeypadModifier, ("command", "brush_larger")),
    (K.Key_Minus, NONE, ("command", "brush_smaller")), (K.Key_X, NONE, ("command", "swap")), (K.Key_F, NONE, ("command", "fill_mask")),
    (K.Key_R, M.ShiftModifier, ("command", "replace_all")), (K.Key_D, M.ControlModifier, ("command", "deselect")),
    (K.Key_B, M.ControlModifier, ("command", "stamp")), (K.Key_Delete, NONE, ("command", "erase_selection")),
])  # fmt: skip
def test_keys_are_told_and_no_shortcut_takes_them(canvas: CodeCanvas, ear: Ear, key, keys, want):
    override = QKeyEvent(QEvent.Type.ShortcutOverride, key, keys)
    override.ignore()
    QApplication.sendEvent(canvas, override)
    assert override.isAccepted()
    QTest.keyClick(canvas, key, keys)
    assert ear.take() == [want]


def test_other_keys_go_on_to_the_window(canvas: CodeCanvas, ear: Ear):
    for key, keys in ((K.Key_Z, M.ControlModifier), (K.Key_S, M.ControlModifier), (K.Key_F5, NONE)):
        event = QKeyEvent(QEvent.Type.KeyPress, key, keys)
        QApplication.sendEvent(canvas, event)
        assert not event.isAccepted()
    assert ear.take() == []


def test_the_keyboard_paints_a_path(canvas: CodeCanvas, ear: Ear):
    QTest.keyClick(canvas, K.Key_Down)
    QTest.keyClick(canvas, K.Key_Right)
    assert canvas.accessibleDescription() == "row 2, column 2, code 17"
    assert ear.take() == [("hovered", 1, 0), ("hovered", 1, 1)]
    QTest.keyPress(canvas, K.Key_Return)
    QTest.keyClick(canvas, K.Key_Right)
    QTest.keyClick(canvas, K.Key_Right)
    QTest.keyRelease(canvas, K.Key_Return)
    said = ear.take("stroke_began", "stroke_moved", "stroke_ended")
    assert said == [
        ("stroke_began", (1, 1), LEFT, NONE),
        ("stroke_moved", [(1, 2)]),
        ("stroke_moved", [(1, 3)]),
        ("stroke_ended",),
    ]
    canvas.set_tool("select")
    QTest.keyPress(canvas, K.Key_Enter)
    QTest.keyClick(canvas, K.Key_Down)
    QTest.keyRelease(canvas, K.Key_Enter)
    assert ear.take("rect_selected") == [("rect_selected", 1, 3, 3, 4)]
    canvas.zoom(30)
    QTest.keyClick(canvas, K.Key_Up)
    assert canvas.rect().contains(canvas.cell_rect(1, 3))


def test_losing_the_focus_ends_what_the_keyboard_began(canvas: CodeCanvas, ear: Ear):
    QTest.keyPress(canvas, K.Key_Return)
    canvas.clearFocus() if canvas.hasFocus() else canvas.focusOutEvent(_focus_out())
    assert ear.take("stroke_began", "stroke_ended")[-1] == ("stroke_ended",)


def _focus_out():
    from PySide6.QtGui import QFocusEvent

    return QFocusEvent(QEvent.Type.FocusOut)


def test_the_keys_follow_the_pointer_unless_somebody_types(show, qtbot):
    page = QWidget()
    canvas, typed, other = CodeCanvas(parent=page), QLineEdit(page), CodeCanvas(parent=page)
    show(page, 400, 300)
    at = QPointF(5, 5)
    for holder, taken in ((typed, False), (other, True)):
        holder.setFocus()
        qtbot.waitUntil(holder.hasFocus)
        QApplication.sendEvent(canvas, QEnterEvent(at, at, at))
        assert canvas.hasFocus() is taken


def test_of_three_maps_the_last_wins(canvas: CodeCanvas, ear: Ear):
    canvas.set_heat(np.eye(16), "Surprise")
    canvas.set_heat(np.eye(16), "Entropy", name="entropy")
    canvas.set_overlay("surprise", True)
    canvas.set_overlay("entropy", True)
    assert (canvas.overlay("surprise"), canvas.overlay("entropy"), canvas.overlay("grid")) == (
        False,
        True,
        True,
    )
    assert ear.take() == [
        ("overlay_changed", "surprise", True),
        ("overlay_changed", "surprise", False),
        ("overlay_changed", "entropy", True),
    ]
    assert not canvas.key_rect().isEmpty()
    before = canvas.key_rect()
    move(canvas, before.center(), B.NoButton)
    assert not canvas.key_rect().intersects(before)
    with pytest.raises(KeyError):
        canvas.set_overlay("fog", True)
    with pytest.raises(ValueError):
        canvas.set_heat(np.eye(3))


def test_what_is_no_grid_or_picture_is_refused(canvas: CodeCanvas):
    good = np.zeros((4, 4), int)
    for codes, mask in (
        (good, np.zeros((4, 5), bool)),
        (good.astype(float), good > 0),
        (good[0], good[0] > 0),
    ):
        with pytest.raises(ValueError):
            canvas.set_grid(codes, mask)
    with pytest.raises(ValueError):
        canvas.set_picture(np.zeros((4, 4, 2), np.uint8))
    assert canvas.codes().shape == (16, 16)


def test_before_the_first_picture_nothing_happens(show, shout):
    canvas = show(CodeCanvas("Nothing to paint on yet"))
    ear, blank = Ear(canvas), canvas.grab().toImage()
    QTest.mouseClick(canvas, LEFT)
    wheel(canvas, QPoint(50, 50), 120)
    for key in (K.Key_Return, K.Key_Down, K.Key_0, K.Key_Plus):
        QTest.keyClick(canvas, key)
    assert ear.take("stroke_began", "hovered", "zoomed") == []
    shout(canvas)
    assert canvas.grab().toImage() != blank
    assert canvas.cell_rect(0, 0).isEmpty()


def test_it_has_a_name_and_a_cursor(canvas: CodeCanvas):
    assert canvas.accessibleName() == "Painting"
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
