"""A page of a lesson: what is to be done, whether it is, and the way on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction

from widgets.frame.lesson_strip import LessonStrip


@pytest.fixture
def strip(show) -> LessonStrip:
    strip = LessonStrip("demo")
    strip.set_lessons([("close", "Do they close?", True), ("full", "Which holds most?", False)])
    return show(strip, 900, 90)


def test_a_step_shows_its_place_and_whether_it_is_done(strip):
    strip.set_page("full", "Drag it.", 2, 4, False, where=True)
    assert strip.place.text() == "2 / 4"
    assert strip.choice.key() == "full"
    assert strip.sign.isVisible()
    assert strip.show_me.isVisible()
    assert strip.accessibleDescription() == "Drag it. not yet done"
    strip.set_page("full", "Drag it.", 2, 4, True)
    assert strip.accessibleDescription() == "Drag it. done"
    assert strip.next.property("role") == "primary"
    assert not strip.show_me.isVisible()


def test_a_question_has_no_sign_and_no_way_back(strip):
    strip.set_page("close", "Will it?", 1, 4, None)
    assert not strip.sign.isVisible()
    assert not strip.back.isEnabled()


def test_only_a_claim_that_is_true_is_green(strip):
    for done, role in ((False, ""), (True, "true")):
        strip.set_page("close", "It does.", 4, 4, done, last=True)
        assert (strip.text.property("role") or "") == role
        assert not strip.next.isEnabled()


def test_what_is_done_is_ticked_in_the_list(strip):
    assert strip.choice.itemText(0) == "✓ Do they close?"
    assert strip.choice.itemText(1) == "Which holds most?"


def test_every_lesson_is_an_entry_with_a_name_of_its_own(strip, qtbot):
    done, other = strip.findChild(QAction, "demo.lesson.close"), strip.findChild(QAction, "demo.lesson.full")
    assert done.isChecked()
    assert not other.isChecked()
    with qtbot.waitSignal(strip.chosen) as told:
        other.trigger()
    assert told.args == ["full"]


def test_buttons_tell(strip, qtbot):
    strip.set_page("close", "It does.", 2, 4, False, where=True)
    for button, signal in (
        (strip.back, strip.back_clicked), (strip.next, strip.next_clicked),
        (strip.show_me, strip.show_clicked), (strip.close_button, strip.close_clicked),
    ):  # fmt: skip
        with qtbot.waitSignal(signal):
            button.click()
