"""The row of nearest codes: what fits, what a click, a key and a look tell."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from pytestqt.qtbot import QtBot

from widgets.codes.strip import CodeStrip

CODES = np.array([7, 3, 9, 1])


@pytest.fixture
def strip(qtbot: QtBot) -> CodeStrip:
    made = CodeStrip("Nearest")
    qtbot.addWidget(made)
    made.resize(300, made.height())
    made.set_codes(np.zeros((4, 4, 4, 3), np.uint8), CODES)
    made.show()
    return made


def test_a_click_chooses_the_code_under_it(strip: CodeStrip, qtbot: QtBot) -> None:
    for index, code in enumerate(CODES):
        with qtbot.waitSignal(strip.chosen) as told:
            qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.code_rect(index).center())
        assert told.args == [int(code)]


def test_arrows_and_enter_choose_too_and_go_round(strip: CodeStrip, qtbot: QtBot) -> None:
    strip.setFocus()
    told: list[int] = []
    strip.chosen.connect(told.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(strip, key)
    assert told == [3, 1]


def test_only_what_fits_is_shown(strip: CodeStrip) -> None:
    strip.resize(strip.code_rect(1).right() + 1, strip.height())
    assert strip.codes() == [7, 3]


def test_looking_is_told(strip: CodeStrip) -> None:
    told: list[bool] = []
    strip.looked_at.connect(told.append)
    strip.clearFocus()
    told.clear()
    place = QPointF(5, 5)
    strip.enterEvent(QEnterEvent(place, place, place))
    strip.leaveEvent(QEvent(QEvent.Type.Leave))
    assert told == [True, False]
