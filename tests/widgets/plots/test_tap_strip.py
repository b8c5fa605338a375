"""The strip of layers: inputs stand over what they write, a place below lights what leads to it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from widgets.plots.tap_strip import TapStrip

ONES, WAYS = np.ones(4), np.array([1, 2, 1, 2, 1, 2, 1])  # kernel 3, stride 2, padding 1


@pytest.fixture
def strip(show) -> TapStrip:
    strip = TapStrip()
    strip.set_levels([ONES, WAYS], 2, 3, 1)
    return show(strip, 400, 80)


def test_inputs_stand_over_the_middle_of_what_they_write(strip):
    for i in range(4):
        middle = strip.place(1, 2 * i).center().x()  # places 2i - 1 to 2i + 1
        assert strip.place(0, i).center().x() == pytest.approx(middle)


def test_pointing_lights_what_leads_there(strip, qtbot):
    strip.pointed.connect(
        lambda at: strip.set_hits(at, [np.array([0, 1, 1, 0]), (np.arange(7) == at).astype(int)])
    )
    told: list[int] = []
    strip.pointed.connect(told.append)
    qtbot.mouseMove(strip, QPoint(round(strip.place(1, 3).center().x()), 8))  # over any row
    assert (told, strip.lit()) == ([3], [1, 2])
    assert strip.accessibleDescription() == "pixel 4: 2 inputs, 2 ways"
    for key in (Qt.Key.Key_Right, *[Qt.Key.Key_Left] * 9):
        qtbot.keyClick(strip, key)
    assert told[1:] == [4, 3, 2, 1, 0, 0, 0, 0, 0, 0]


def test_other_levels_forget_what_was_lit(strip):
    strip.set_hits(3, [np.array([0, 1, 1, 0]), np.eye(7, dtype=int)[3]])
    strip.set_levels([ONES, ONES, WAYS], 2, 3, 1)
    assert strip.lit() == []
    with pytest.raises(ValueError, match="lengths"):
        strip.set_hits(3, [ONES, WAYS])
    assert strip.grab().height() == 80
