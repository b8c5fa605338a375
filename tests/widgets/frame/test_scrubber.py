"""Back in time and forth."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.widgets.conftest import written_in
from widgets.frame.scrubber import Scrubber

LEFT, K = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def scrubber(show) -> Scrubber:
    made = Scrubber("onlstm")
    made.set_steps([0, 50, 100, 150, 522])
    return show(made, 500, 40)


@pytest.fixture
def told(scrubber) -> list:
    found: list = []
    scrubber.moved.connect(found.append)
    scrubber.live.connect(lambda: found.append("live"))
    return found


def shown(scrubber: Scrubber) -> tuple[int, str, bool]:
    return scrubber.index(), written_in(scrubber)[0], scrubber.is_live()


def test_it_keeps_at_the_newest_while_live(scrubber, told):
    assert shown(scrubber) == (4, "step 522", True)
    scrubber.set_steps([*scrubber.steps(), 1600])
    assert shown(scrubber) == (5, "step 1,600", True)
    assert scrubber.slider.value() == 5
    assert told == []


def test_arrows_and_drags_go_back_and_forth(scrubber, told):
    QTest.keyClick(scrubber.slider, K.Key_Left)
    assert shown(scrubber) == (3, "step 150", False)
    QTest.keyClick(scrubber.slider, K.Key_Home)
    assert shown(scrubber) == (0, "step 0", False)
    QTest.keyClick(scrubber.slider, K.Key_Right)
    assert told == [3, 0, 1]
    QTest.keyClick(scrubber.slider, K.Key_End)  # to the newest is to the present
    assert told == [3, 0, 1, "live"]
    assert shown(scrubber) == (4, "step 522", True)


def test_the_button_and_a_double_click_return(scrubber, told):
    for way in (
        lambda: QTest.mouseClick(scrubber.button, LEFT),
        lambda: QTest.mouseDClick(scrubber.slider, LEFT),
    ):
        scrubber.set_index(1)
        assert shown(scrubber) == (1, "step 50", False)
        told.clear()
        way()
        assert told[-1] == "live"
        assert scrubber.is_live()
    told.clear()
    QTest.mouseClick(scrubber.button, LEFT)
    assert told == []


def test_the_past_stays_while_steps_come_and_go(scrubber, told):
    scrubber.set_index(2)
    scrubber.set_steps([0, 50, 100, 150, 522, 600])
    assert shown(scrubber) == (2, "step 100", False)
    scrubber.set_steps([0, 100, 522, 700])  # thinned, but not this one
    assert shown(scrubber) == (1, "step 100", False)
    assert told == []
    scrubber.set_steps([0, 90, 522, 800])  # now this one: the nearest is told
    assert shown(scrubber) == (1, "step 90", False)
    assert told == [1]
    scrubber.set_steps([])
    assert shown(scrubber) == (-1, "no step yet", True)


def test_none_and_one_step(scrubber, told):
    for steps in ([], [0]):
        scrubber.set_steps(steps)
        assert not scrubber.slider.isEnabled()
        assert scrubber.is_live()
        scrubber.set_index(3)
        assert scrubber.is_live()
        scrubber.grab()
    assert scrubber.step() == 0
    assert told == []


def test_it_speaks_the_language_shown(scrubber, shout):
    shout(scrubber)
    assert written_in(scrubber) == ["STEP 522", "LIVE"]
    assert scrubber.slider.objectName() == "onlstm.scrubber"


def test_the_present_tells_its_own_step_where_that_is_not_kept(scrubber, told):
    scrubber.set_steps(scrubber.steps(), 640)
    assert shown(scrubber) == (4, "step 640", True)
    QTest.keyClick(scrubber.slider, K.Key_Left)
    assert shown(scrubber) == (3, "step 150", False)
    scrubber.set_steps(scrubber.steps(), 650)  # the run goes on: the past stays what it is
    assert shown(scrubber) == (3, "step 150", False)
    QTest.mouseClick(scrubber.button, LEFT)
    assert shown(scrubber) == (4, "step 650", True)


def test_a_run_of_which_nothing_is_kept_tells_its_step(show):
    empty = show(Scrubber("faces"), 500, 40)
    assert written_in(empty)[0] == "no step yet"
    empty.set_steps([], 0)
    assert written_in(empty)[0] == "no step yet"
    empty.set_steps([], 3600)
    assert written_in(empty)[0] == "step 3,600"
