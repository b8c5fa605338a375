"""What is done at most so often, and always for the last asking."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.kit.throttle import Paced


def test_the_first_is_done_at_once_and_the_last_when_it_has_rested(qtbot):
    owner, asked, done = QObject(), [0], []
    paced = Paced(10, lambda: done.append(asked[0]), owner)
    for number in range(1, 30):
        asked[0] = number
        paced()
    assert done == [1]
    qtbot.waitUntil(lambda: done[-1] == 29)
    assert done == [1, 29]


def test_what_is_wanted_at_once_does_not_wait(qtbot):
    owner, done = QObject(), []
    paced = Paced(10, lambda: done.append(1), owner)
    paced()
    paced(at_once=True)
    assert done == [1, 1]


def test_what_is_asked_while_it_is_done_is_not_lost(qtbot):
    owner, done = QObject(), []

    def do() -> None:
        done.append(len(done))
        if len(done) < 3:
            paced()

    paced = Paced(1, do, owner)
    paced()
    qtbot.waitUntil(lambda: done == [0, 1, 2])
