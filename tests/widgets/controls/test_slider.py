"""The slider alone: values, signals, mouse, wheel, keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets.form.sliders import Slider

LEFT, NONE, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def at(slider: Slider, value: float) -> QPoint:
    return QPoint(round(slider.x_of(value)), slider.height() // 2)


def wheel(widget, turns: int) -> QWheelEvent:
    event = QWheelEvent(
        QPointF(20, 12), widget.mapToGlobal(QPointF(20, 12)), QPoint(), QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event


def test_setting_a_value_is_silent_and_stays_within_the_limits(show, heard):
    slider = show(Slider(0, 1, default=0.5))
    said = heard(slider)
    slider.set_value(0.25)
    assert slider.value() == 0.25
    slider.set_value(7)
    assert slider.value() == 1
    assert said == []


def test_dragging_moves_and_letting_go_commits_once(show, heard):
    slider = show(Slider(0, 100, default=50, integer=True), 222, 24)
    said = heard(slider)
    QTest.mousePress(slider, LEFT, NONE, at(slider, 50))
    assert said == []
    for value in (60, 70, 80):
        QTest.mouseMove(slider, at(slider, value))
    QTest.mouseRelease(slider, LEFT, NONE, at(slider, 80))
    assert said == [("moved", 60), ("moved", 70), ("moved", 80), ("committed", 80)]


def test_a_drag_that_ends_where_it_began_commits_nothing(show, heard):
    slider = show(Slider(0, 100, default=50, integer=True), 222, 24)
    said = heard(slider)
    QTest.mousePress(slider, LEFT, NONE, at(slider, 50))
    QTest.mouseMove(slider, at(slider, 80))
    QTest.mouseMove(slider, at(slider, 50))
    QTest.mouseRelease(slider, LEFT, NONE, at(slider, 50))
    assert [name for name, _ in said] == ["moved", "moved"]


def test_a_press_on_the_track_jumps_there(show, heard):
    slider = show(Slider(0, 100, default=50, integer=True), 222, 24)
    said = heard(slider)
    QTest.mouseClick(slider, LEFT, NONE, at(slider, 90))
    assert said == [("moved", 90), ("committed", 90)]


def test_a_double_click_returns_to_the_default(show, heard):
    slider = show(Slider(0, 1, default=0.3), 222, 24)
    slider.set_value(0.8)
    said = heard(slider)
    QTest.mouseDClick(slider, LEFT, NONE, at(slider, 0.8))
    assert said == [("moved", 0.3), ("committed", 0.3)]


@pytest.mark.parametrize(
    ("key", "modifier", "value"),
    [
        (Qt.Key.Key_Right, NONE, 51), (Qt.Key.Key_Up, NONE, 51), (Qt.Key.Key_Left, NONE, 49),
        (Qt.Key.Key_Down, NONE, 49), (Qt.Key.Key_Right, SHIFT, 60), (Qt.Key.Key_Left, SHIFT, 40),
        (Qt.Key.Key_PageUp, NONE, 60), (Qt.Key.Key_PageDown, NONE, 40), (Qt.Key.Key_Home, NONE, 0),
        (Qt.Key.Key_End, NONE, 100),
    ],
)  # fmt: skip
def test_keys(show, heard, key, modifier, value):
    slider = show(Slider(0, 100, default=20, integer=True))
    slider.set_value(50)
    said = heard(slider)
    QTest.keyClick(slider, key, modifier)
    assert said == [("moved", value), ("committed", value)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_resets(show, heard, key):
    slider = show(Slider(0, 100, default=20, integer=True))
    slider.set_value(50)
    said = heard(slider)
    QTest.keyClick(slider, key)
    assert said == [("moved", 20), ("committed", 20)]


def test_a_held_key_commits_when_it_is_let_go(show, heard):
    slider = show(Slider(0, 100, default=20, integer=True))
    said = heard(slider)
    for _ in range(3):
        QTest.keyPress(slider, Qt.Key.Key_Right)
    assert [name for name, _ in said] == ["moved"] * 3
    QTest.keyRelease(slider, Qt.Key.Key_Right)
    assert said[-1] == ("committed", 23)


def test_the_wheel_turns_only_a_focused_slider(show, qtbot):
    slider = show(Slider(0, 100, default=50, integer=True))
    slider.clearFocus()
    assert not wheel(slider, 1).isAccepted()
    assert slider.value() == 50
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    with qtbot.waitSignal(slider.committed):
        assert wheel(slider, 1).isAccepted()
    assert slider.value() == 51


def test_losing_focus_commits_what_is_pending(show, heard, qtbot):
    slider = show(Slider(0, 100, default=50, integer=True))
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    said = heard(slider)
    wheel(slider, 2)
    slider.clearFocus()
    assert said == [("moved", 52), ("committed", 52)]
