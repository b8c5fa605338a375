"""A slider's row: its number field, its dot, its names and its ends."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from widgets.form.sliders import DirectionRow, SliderRow

LEFT, NONE, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def test_a_row_shows_value_dot_and_tick(show):
    row = show(SliderRow("R1 weight", 0, 10, default=1))
    assert row.value() == 1
    assert row.field.text() == "1.00"
    assert not row.dot.shown
    row.set_value(2.5)
    assert (row.field.text(), row.dot.shown) == ("2.50", True)
    row.set_preset(2.5)
    assert not row.dot.shown
    assert row.slider.default() == 2.5
    row.set_default(4)
    assert row.dot.shown


def test_a_bipolar_row_shows_the_sign(show):
    row = show(SliderRow("Shift", -3, 3, default=0, bipolar=True))
    row.set_value(0.84)
    assert row.field.text() == "+0.84"
    row.set_value(-0.5)
    assert row.field.text() == "−0.50"


def test_typing_a_value_moves_and_commits(show, heard, qtbot):
    row = show(SliderRow("Rate", 1e-5, 1e-2, default=4e-4, log=True))
    said = heard(row)
    row.field.selectAll()
    qtbot.keyClicks(row.field, "2e-3")
    assert said == []
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    assert said == [("moved", 2e-3), ("committed", 2e-3)]
    assert row.slider.value() == 2e-3
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    assert len(said) == 2


@pytest.mark.parametrize("text", ["4e+4", "0", "-1", "abc", "nan", "", "1 or 2"])
def test_typing_what_cannot_be_shows_a_sentence_and_says_nothing(show, heard, qtbot, text):
    row = show(SliderRow("Rate", 1e-5, 1e-2, default=4e-4, log=True))
    said = heard(row)
    row.field.setText("")
    qtbot.keyClicks(row.field, text)
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    assert said == []
    assert row.value() == 4e-4
    assert row.error() == "Between 1e-5 and 0.01"
    assert row.field.property("state") == "invalid"
    qtbot.keyClick(row.field, Qt.Key.Key_Escape)
    assert (row.error(), row.field.text(), row.field.property("state")) == ("", "4e-4", "")
    assert said == []


def test_a_whole_number_is_asked_for(show, heard, qtbot):
    row = show(SliderRow("Batch", 4, 256, default=32, integer=True))
    said = heard(row)
    row.field.setText("33.5")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    assert row.error() == "A whole number between 4 and 256"
    row.field.setText("64")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    assert row.error() == ""
    assert said == [("moved", 64), ("committed", 64)]
    assert isinstance(row.value(), int)


def test_moving_the_slider_takes_the_sentence_away(show, qtbot):
    row = show(SliderRow("Batch", 4, 256, default=32, integer=True))
    row.field.setText("x")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    QTest.keyClick(row.slider, Qt.Key.Key_Right)
    assert row.error() == ""
    assert row.field.property("state") == ""


def test_the_dot_resets_and_then_cannot_be_clicked(show, heard):
    row = show(SliderRow("Batch", 4, 256, default=32, integer=True))
    row.set_value(64)
    said = heard(row)
    QTest.mouseClick(row.dot, LEFT)
    assert said == [("moved", 32), ("committed", 32)]
    QTest.mouseClick(row.dot, LEFT)
    assert len(said) == 2
    assert row.dot.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_the_number_is_dragged_like_a_slider(show, heard, qtbot):
    row = show(SliderRow("Batch", 0, 100, default=50, integer=True))
    row.slider.setFocus()
    qtbot.waitUntil(row.slider.hasFocus)
    said = heard(row)
    QTest.mousePress(row.field, LEFT, NONE, QPoint(10, 12))
    QTest.mouseMove(row.field, QPoint(20, 12))
    QTest.mouseMove(row.field, QPoint(30, 12))
    assert [name for name, _ in said] == ["moved", "moved"]
    QTest.mouseRelease(row.field, LEFT, NONE, QPoint(30, 12))
    assert said[-1] == ("committed", row.value())
    assert row.value() == 60
    assert not row.field.hasFocus()


def test_a_click_on_the_number_edits_it(show, qtbot):
    row = show(SliderRow("Batch", 0, 100, default=50, integer=True))
    row.slider.setFocus()
    qtbot.waitUntil(row.slider.hasFocus)
    QTest.mouseClick(row.field, LEFT, NONE, QPoint(10, 12))
    assert row.field.hasFocus()
    assert row.field.selectedText() == "50"


def test_arrows_in_the_number_field_move_too(show, heard):
    row = show(SliderRow("Batch", 0, 100, default=50, integer=True))
    said = heard(row)
    QTest.keyClick(row.field, Qt.Key.Key_Up)
    QTest.keyClick(row.field, Qt.Key.Key_Down, SHIFT)
    assert said == [("moved", 51), ("committed", 51), ("moved", 41), ("committed", 41)]


def test_names_carry_the_unit_and_follow_the_language(show, shout):
    row = show(SliderRow("Batch", 4, 256, default=32, integer=True, unit="pictures"))
    row.setObjectName("gan.batch")
    assert row.slider.accessibleName() == "Batch, pictures"
    assert row.slider.accessibleDescription() == "32"
    names = [part.objectName() for part in (row.slider, row.field, row.dot)]
    assert names == ["gan.batch.slider", "gan.batch.value", "gan.batch.reset"]
    shout(row)
    assert row.slider.accessibleName() == "BATCH, PICTURES"
    assert row.caption.text() == "BATCH"


def test_a_direction_row_shows_its_ends(show, heard, shout):
    row = show(DirectionRow(0))
    ends = np.zeros((2, 8, 8, 3), np.uint8)
    ends[0, ..., 0], ends[1, ..., 2] = 200, 200
    row.set_ends(*ends)
    low = row.low_end.grab().toImage().pixelColor(13, 13)
    high = row.high_end.grab().toImage().pixelColor(13, 13)
    assert (low.red(), high.blue()) == (200, 200)
    row.set_ends(None, None)
    row.low_end.grab()
    said = heard(row)
    QTest.keyClick(row.slider, Qt.Key.Key_End)
    assert said == [("moved", 3.0), ("committed", 3.0)]
    assert row.slider.accessibleName() == "Direction 1, sigma"
    shout(row)
    assert row.slider.accessibleName() == "DIRECTION 1, SIGMA"


def test_disabled_rows_take_nothing(show, heard):
    row = show(SliderRow("Batch", 0, 100, default=50, integer=True))
    row.setEnabled(False)
    said = heard(row)
    QTest.mouseClick(row.slider, LEFT, NONE, QPoint(12, 12))
    QTest.keyClick(row.slider, Qt.Key.Key_Right)
    assert said == []
