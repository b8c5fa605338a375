"""The ladder of noise levels: rungs, steps by keys, what it says."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from widgets.controls.sigma_ladder import SigmaLadder

K = Qt.Key
LEVELS = [2.0, 0.05, 0.4]  # in any order


@pytest.fixture
def ladder(show) -> SigmaLadder:
    ladder = SigmaLadder(0.05, 3.0, default=0.3)
    ladder.set_levels(LEVELS)
    return show(ladder, 300, 24)


def test_pages_go_from_rung_to_rung(ladder: SigmaLadder):
    moved, settled = [], []
    ladder.moved.connect(moved.append)
    ladder.committed.connect(settled.append)
    assert ladder.levels() == (2.0, 0.4, 0.05)
    assert ladder.rung() is None
    for key, sigma in ((K.Key_PageUp, 0.4), (K.Key_PageUp, 2.0), (K.Key_PageUp, 2.0), (K.Key_PageDown, 0.4),
                       (K.Key_PageDown, 0.05), (K.Key_PageDown, 0.05)):  # fmt: skip
        QTest.keyClick(ladder, key)
        assert ladder.value() == sigma
    assert moved == settled == [0.4, 2.0, 0.4, 0.05]
    assert not ladder.climb(1)
    assert ladder.climb(-1)


def test_arrows_stay_as_fine_as_on_any_slider(ladder: SigmaLadder):
    QTest.keyClick(ladder, K.Key_Right)
    assert 0.3 < ladder.value() < 0.33
    ladder.set_levels(())
    QTest.keyClick(ladder, K.Key_PageUp)
    assert ladder.value() > 0.4  # a tenth of the length, where there are no rungs


def test_it_says_the_level(ladder: SigmaLadder, shout):
    ladder.set_value(0.4)
    assert ladder.accessibleDescription() == "0.40, level 2 of 3"
    assert ladder.accessibleName() == "Noise, sigma"
    ladder.set_value(1.0)
    assert ladder.accessibleDescription() == "1.0"
    shout(ladder)
    assert ladder.accessibleName() == "NOISE, SIGMA"


def test_rungs_are_seen_and_the_one_it_stands_on_is_lit(ladder: SigmaLadder):
    ladder.set_value(0.4)
    lit = ladder.grab().toImage()
    ladder.set_levels([2.0, 0.05])
    assert ladder.grab().toImage() != lit
    bare = ladder.grab().toImage()
    ladder.set_levels(())
    assert ladder.grab().toImage() != bare
    x = round(ladder.x_of(2.0))
    assert bare.pixelColor(x, 4) != ladder.grab().toImage().pixelColor(x, 4)


def test_limits_and_rungs_must_be_numbers_within(qapp, ladder: SigmaLadder):
    for low, high, default in ((0, 1, 0.5), (-1, 1, 0.5), (1, 1, 1), (0.1, np.inf, 1), (0.1, 1, np.nan)):
        with pytest.raises(ValueError):
            SigmaLadder(low, high, default=default)
    for wrong in ([np.nan], [0.01], [4.0], [0.0], [np.inf]):
        with pytest.raises(ValueError):
            ladder.set_levels(wrong)
    assert ladder.levels() == (2.0, 0.4, 0.05)
