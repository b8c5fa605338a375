"""The pad: the handle stands where it was put, and never outside."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from widgets.pictures.pad import Pad


def pictures(n: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (n, n, 4, 4, 3), dtype=np.uint8)


@pytest.fixture
def pad(qtbot):
    made = Pad("Pad", "Nothing")
    qtbot.addWidget(made)
    made.resize(204, 304)
    made.set_pictures(pictures(5))
    made.show()
    return made


def test_it_draws_every_picture_in_its_place(pad):
    shown = pictures(5)
    image = pad.grab().toImage()
    for row, column in ((0, 0), (1, 3), (4, 4)):
        place = pad.place(column / 4, row / 4)
        colour = image.pixelColor(round(place.x()) - 15, round(place.y()) - 15)
        found = np.array([colour.red(), colour.green(), colour.blue()])
        assert np.abs(found - shown[row, column, 0, 0]).max() <= 2


def test_hand_and_keys_move_it(pad, qtbot):
    seen = []
    pad.moved.connect(lambda *at: seen.append(at))
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=pad.place(0.25, 0.75).toPoint())
    assert seen[-1] == pytest.approx((0.25, 0.75), abs=0.01)
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert seen[-1] == (0.0, 0.0)
    qtbot.keyClick(pad, Qt.Key.Key_Up)
    assert pad.at() == (0.0, 0.0)
    qtbot.keyClick(pad, Qt.Key.Key_Right)
    assert pad.at() == (0.05, 0.0)
    assert "5 % across" in pad.accessibleDescription()
    qtbot.keyClick(pad, Qt.Key.Key_Home)
    assert seen[-1] == (0.5, 0.5)
    count = len(seen)
    pad.set_at(2, -1)
    assert pad.at() == (1.0, 0.0)
    assert len(seen) == count


def test_without_pictures_it_says_so(pad):
    full = pad.grab().toImage()
    pad.set_pictures(None)
    assert not pad.has_pictures()
    assert pad.grab().toImage() != full
