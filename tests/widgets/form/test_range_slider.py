"""Two knobs: mouse, keyboard, typing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from widgets.form.range_slider import RangeRow, RangeSlider

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def row(show) -> RangeRow:
    made = RangeRow("Length", 1, 12, default=(2, 6), integer=True, unit="characters")
    return show(made, 300, 30)


@pytest.fixture
def heard(row) -> list[tuple]:
    said: list[tuple] = []
    row.changed.connect(lambda low, high: said.append((low, high)))
    row.committed.connect(lambda value: said.append(("end", *value)))
    return said


def at(slider: RangeSlider, value: float) -> QPoint:
    return QPoint(round(slider.x_of(value)), slider.height() // 2)


def drag(slider: RangeSlider, start: float, stop: float) -> None:
    QTest.mousePress(slider, LEFT, NONE, at(slider, start))
    QTest.mouseMove(slider, at(slider, stop))
    QTest.mouseRelease(slider, LEFT, NONE, at(slider, stop))


def enter(row: RangeRow, text: str) -> None:
    """Put a text in the place of the field's, and press Enter."""
    row.field.selectAll()
    row.field.insert(text)
    QTest.keyClick(row.field, Qt.Key.Key_Return)


@given(st.floats(-5, 20), st.floats(-5, 20))
def test_values_are_kept_in_order_and_within(qapp, one: float, other: float):
    slider = RangeSlider(1, 12)
    slider.set_value((one, other))
    low, high = slider.value()
    assert 1 <= low <= high <= 12


def test_the_nearer_knob_is_dragged(row, heard):
    drag(row.slider, 2, 4)
    assert row.value() == (4, 6)
    assert heard[-1] == ("end", 4, 6)
    drag(row.slider, 6, 9)
    assert row.value() == (4, 9)
    assert heard.count(("end", 4, 9)) == 1
    assert row.field.text() == "4–9"


def test_a_knob_stops_at_the_other(row):
    drag(row.slider, 2, 11)
    assert row.value() == (6, 6)
    assert row.field.text() == "6"


@pytest.mark.parametrize(("to", "end"), [(3, (3, 6)), (9, (6, 9))])
def test_knobs_that_lie_together_part_either_way(row, to: int, end: tuple[int, int]):
    row.set_value((6, 6))
    drag(row.slider, 6, to)
    assert row.value() == end


@pytest.mark.parametrize(
    ("both", "key", "end"), [(12, "Left", (11, 12)), (1, "Right", (1, 2)), (6, "Up", (6, 7))]
)
def test_keys_part_them_too(row, both: int, key: str, end: tuple[int, int]):
    row.set_value((both, both))
    QTest.keyClick(row.slider, getattr(Qt.Key, f"Key_{key}"))
    assert row.value() == end


def test_pressing_the_track_moves_the_nearer_knob_there(row, heard):
    QTest.mouseClick(row.slider, LEFT, NONE, at(row.slider, 10))
    assert row.value() == (2, 10)
    QTest.mouseClick(row.slider, LEFT, NONE, at(row.slider, 1))
    assert row.value() == (1, 10)
    QTest.mouseClick(row.slider, Qt.MouseButton.RightButton, NONE, at(row.slider, 5))
    assert row.value() == (1, 10)


def test_tab_reaches_both_knobs_and_arrows_move_the_one(show, qtbot):
    page = QWidget()
    column = QVBoxLayout(page)
    before, row, after = QLineEdit(), RangeRow("Length", 1, 12, default=(2, 6), integer=True), QLineEdit()
    for widget in (before, row, after):
        column.addWidget(widget)
    show(page, 300, 140)
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert row.slider.hasFocus()
    QTest.keyClick(row.slider, Qt.Key.Key_Right)
    assert row.value() == (3, 6)
    QTest.keyClick(row.slider, Qt.Key.Key_Tab)
    assert row.slider.hasFocus()
    QTest.keyClick(row.slider, Qt.Key.Key_Right, SHIFT)
    assert row.value() == (3, 7)
    QTest.keyClick(row.slider, Qt.Key.Key_End)
    QTest.keyClick(row.slider, Qt.Key.Key_Home)
    assert row.value() == (3, 3)
    page.grab()
    QTest.keyClick(row.slider, Qt.Key.Key_Backtab)
    assert row.slider.hasFocus()
    QTest.keyClick(row.slider, Qt.Key.Key_Home)
    assert row.value() == (1, 3)
    QTest.keyClick(row.slider, Qt.Key.Key_Tab)
    QTest.keyClick(row.slider, Qt.Key.Key_Tab)
    assert row.field.hasFocus()
    QTest.keyClick(row.field, Qt.Key.Key_Backtab)
    QTest.keyClick(row.slider, Qt.Key.Key_Up)
    assert row.value() == (1, 4)


def test_a_run_of_keys_is_committed_once(row, heard):
    for _ in range(3):
        QTest.keyPress(row.slider, Qt.Key.Key_Right)
    assert not any(said[0] == "end" for said in heard)
    QTest.keyRelease(row.slider, Qt.Key.Key_Right)
    assert heard[-1] == ("end", 5, 6)


def test_the_wheel_only_when_focused(row, qtbot):
    def wheel(turns: int) -> bool:
        event = QWheelEvent(
            QPointF(20, 12), row.slider.mapToGlobal(QPointF(20, 12)), QPoint(), QPoint(0, 120 * turns),
            Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        event.ignore()
        QApplication.sendEvent(row.slider, event)
        return event.isAccepted()

    row.slider.clearFocus()
    assert not wheel(1)
    row.slider.setFocus()
    qtbot.waitUntil(row.slider.hasFocus)
    assert wheel(1)
    assert row.value() == (3, 6)


def test_dot_and_double_click_return(row, heard):
    row.set_value((3, 9))
    assert heard == []
    assert row.dot.shown
    QTest.mouseClick(row.dot, LEFT)
    assert (row.value(), heard[-1]) == ((2, 6), ("end", 2, 6))
    row.set_value((3, 9))
    QTest.keyClick(row.slider, Qt.Key.Key_Delete)
    assert row.value() == (2, 6)
    assert not row.dot.shown
    row.set_preset([3, 4])
    assert row.dot.shown


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3-8", (3, 8)),
        ("3–8", (3, 8)),
        (" 3 ~ 8 ", (3, 8)),
        ("4", (4, 4)),
        ("３至８", (3, 8)),
        ("1..12", (1, 12)),
    ],
)
def test_a_range_can_be_typed(row, heard, typed: str, value: tuple[int, int]):
    enter(row, typed)
    assert row.value() == value
    assert row.error() == ""
    assert heard[-1] == ("end", *value)


@pytest.mark.parametrize("typed", ["", "x", "8-3", "0-5", "2-13", "2-3-4", "-", "1.5-3"])
def test_nonsense_is_told_and_changes_nothing(row, heard, typed: str):
    enter(row, typed)
    assert row.value() == (2, 6)
    assert "between 1 and 12" in row.error()
    assert heard == []
    row.set_value((2, 7))
    assert row.error() == ""


def test_fractions_and_negative_numbers(show):
    row = show(RangeRow("Share", -1, 1, default=(-0.5, 0.5)), 300, 30)
    assert row.field.text() == "−0.50–0.50"
    assert row.field.width() > 50
    enter(row, "-0.25 - 0.75")
    assert row.value() == (-0.25, 0.75)
    enter(row, "−0.3–−0.1")
    assert row.value() == (-0.3, -0.1)


def test_names(row, shout):
    row.setObjectName("words.filter.length")
    parts = [part.objectName() for part in (row.slider, row.field, row.dot)]
    assert parts == [f"words.filter.length.{part}" for part in ("slider", "value", "reset")]
    assert row.slider.accessibleName() == "Length, characters"
    assert row.slider.accessibleDescription() == "2–6"
    shout(row)
    assert row.slider.accessibleName() == "LENGTH, CHARACTERS"
    row.setEnabled(False)
    row.grab()
