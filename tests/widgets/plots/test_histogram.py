"""The small histogram: bars, ticks, the lit bin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.widgets.conftest import tip_at
from widgets.look import tokens
from widgets.plots.histogram import Histogram, ticks

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def bars(show) -> Histogram:
    made = show(Histogram("Lengths"), 240, 84)
    made.set_categories(["1", "2", "3", "4"], [0, 600, 300, 1])
    return made


def test_heights_are_counts_and_one_is_still_seen(bars):
    heights = [bars.bar(at).height() for at in range(4)]
    assert heights == [0, 60, 30, 1]
    assert len({bars.bar(at).bottom() for at in (1, 2, 3)}) == 1
    assert all(bars.bin_at(bars.bar(at).center()) == at for at in range(1, 4))
    assert bars.bin_at(QPoint(-5, 10)) == -1


def test_the_lit_bin_is_accent(bars):
    bars.set_lit(2)
    image = bars.grab().toImage()
    assert image.pixelColor(bars.bar(2).center()).name().upper() == tokens.current().accent.upper()
    assert image.pixelColor(bars.bar(1).center()).name().upper() == tokens.current().track.upper()
    bars.set_lit(9)
    assert bars.lit() == -1


def test_a_value_lights_the_bin_that_holds_it(bars):
    bars.set_bins(np.array([1.0, 2.0, 4.0, 8.0]), [5, 6, 7])
    for value, lit in ((0.5, -1), (1.0, 0), (2.0, 1), (3.9, 1), (8.0, 2), (8.1, -1), (float("nan"), -1)):
        bars.set_lit_value(value)
        assert bars.lit() == lit, value


def test_hovering_tells_and_clicking_picks(bars):
    heard: list[int] = []
    bars.picked.connect(heard.append)
    QTest.mouseClick(bars, LEFT, NONE, bars.bar(1).center())
    assert heard == [1]
    assert bars.words(1) == "2: 600"
    bars.set_bins(np.array([1.5, 2.0, 40.0]), [5, 6000])
    assert bars.words(1) == "2.00 to 40.00: 6,000"
    QTest.mouseMove(bars, bars.bar(1).center())
    pointed = bars.grab().toImage().pixelColor(bars.bar(1).center())
    assert pointed.name().upper() == tokens.current().strong.upper()
    assert tip_at(bars, bars.bar(1).center()) == "2.00 to 40.00: 6,000"


def test_what_does_not_fit_is_refused(bars):
    with pytest.raises(ValueError, match="labels"):
        bars.set_categories(["a"], [1, 2])
    with pytest.raises(ValueError, match="edges"):
        bars.set_bins(np.array([1.0]), [1, 2])


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 12))
def test_ticks_are_round_few_and_within(low: float, size: float, most: int):
    high = low + size
    found = ticks(low, high, most)
    assert len(found) <= most + 1
    slack = size * 1e-6
    assert all(low - slack <= tick <= high + slack for tick in found)
    steps = np.diff(found)
    assert len(steps) == 0 or np.allclose(steps, steps[0], rtol=1e-6)


def test_all_kinds_paint(bars, shout):
    bars.grab()
    shout(bars)
    assert bars.accessibleName() == "LENGTHS"
    bars.set_categories([], [])
    bars.grab()
    bars.set_bins(np.array([3.0]), [])
    bars.grab()
    bars.set_categories([str(n) for n in range(60)], range(60))
    bars.grab()
    bars.set_bins(np.linspace(-3, 3, 31), np.ones(30))
    bars.grab()
    assert ticks(2.0, 2.0, 5) == [2.0]
