"""The way back in time under a lab's curves: told in steps, whatever becomes of the places."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.kit.timeline_line import TimelineLine

STEPS = (0, 50, 100, 150, 522)


@pytest.fixture
def bar(qtbot: Any) -> TimelineLine:
    made = TimelineLine("tree")
    qtbot.addWidget(made)
    made.resize(500, 200)
    made.show()
    made.set_steps(STEPS)
    return made


@pytest.fixture
def told(bar: TimelineLine) -> list[int | None]:
    found: list[int | None] = []
    bar.scrubbed.connect(found.append)
    return found


def press(bar: TimelineLine, qtbot: Any, key: Qt.Key) -> None:
    qtbot.keyClick(bar.findChild(QWidget, "tree.scrubber"), key)


def test_objects_have_the_name_of_the_lab(bar):
    names = {part.objectName() for part in bar.findChildren(QWidget)}
    assert {"tree.scrubber", "tree.live", "tree.best_step", "tree.go_on"} <= names


def test_dragging_back_tells_the_step_and_live_tells_none(bar, told, qtbot):
    assert bar.at() is None
    press(bar, qtbot, Qt.Key.Key_Left)
    assert (told, bar.at()) == ([150], 150)
    press(bar, qtbot, Qt.Key.Key_Home)
    assert (told[-1], bar.at()) == (0, 0)
    qtbot.mouseClick(bar.findChild(QAbstractButton, "tree.live"), Qt.MouseButton.LeftButton)
    assert (told[-1], bar.at()) == (None, None)


def test_the_step_stays_when_others_come_and_go(bar, told):
    bar.look_back(100)
    bar.set_steps([0, 100, 522, 700])
    assert (told, bar.at()) == ([], 100)


def test_of_a_step_that_went_the_nearest_is_told(bar, told):
    bar.look_back(100)
    bar.set_steps([0, 90, 522, 800])
    assert (told, bar.at()) == ([90], 90)


@pytest.mark.parametrize(("wanted", "seen"), [(0, 0), (70, 50), (140, 150), (10_000, 522), (522, 522)])
def test_any_step_can_be_looked_back_on(bar, told, wanted, seen):
    bar.look_back(wanted)
    assert (bar.at(), told) == (seen, [])


def test_a_new_run_begins_in_the_present(bar, told):
    bar.look_back(50)
    bar.set_steps([])
    assert bar.at() is None
    bar.look_back(50)
    assert bar.at() is None
    bar.set_steps([0])
    assert (bar.at(), told) == (None, [])


def test_where_there_is_little_room_the_slider_gets_it_and_words_become_tips(bar, qtbot):
    parts = {name: bar.findChild(QAbstractButton, f"tree.{name}") for name in ("live", "best_step", "go_on")}
    slider = bar.findChild(QWidget, "tree.scrubber")
    bar.set_steps(STEPS, branches=STEPS, best=100)
    bar.look_back(100)
    bar.resize(900, 40)
    assert [part.text() for part in parts.values()] == ["Live", "Best", "Go on from 100"]
    bar.resize(420, 40)
    assert [part.text() for part in parts.values()] == ["", "", ""]
    assert parts["live"].accessibleName() == "Live"
    assert parts["go_on"].accessibleName() == "Go on from 100"
    assert "Go on from 100" in parts["go_on"].toolTip()
    qtbot.waitUntil(lambda: slider.width() > 120)
    bar.resize(900, 40)
    assert [part.text() for part in parts.values()] == ["Live", "Best", "Go on from 100"]
