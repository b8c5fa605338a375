"""The canvas under the keyboard: commands, tools, painting, and who gets the keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.widgets.codes.conftest import LEFT, NONE, Ear, K, M
from widgets.codes.canvas import CodeCanvas


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
