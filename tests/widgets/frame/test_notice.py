"""Notices: one shown, the others behind it, the same key replaced."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from widgets.frame import notice
from widgets.frame.notice import HEIGHT, LINKED, READ, NoticeBar
from widgets.look import motion

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(show) -> NoticeBar:
    return show(NoticeBar(), 500, 40)


def part(bar: NoticeBar, name: str) -> QWidget:
    found = bar.findChild(QWidget, f"notice.{name}")
    assert found is not None, name
    return found


def test_nothing_shows_when_there_is_nothing(bar: NoticeBar):
    bar.clear()
    assert (bar.isVisible(), bar.current(), bar.count()) == (False, "", 0)
    bar.dismiss()
    bar.dismiss("nobody")


def test_the_newest_shows_and_the_others_wait(bar: NoticeBar):
    for sentence in ("One.", "Two.", "Three."):
        bar.post("info", sentence)
    assert (bar.current(), bar.count(), bar.height(), bar.isVisible()) == ("Three.", 3, HEIGHT, True)
    assert part(bar, "more").text() == "2 more"
    QTest.mouseClick(part(bar, "more"), LEFT)
    assert (bar.current(), bar.count()) == ("Two.", 3)
    QTest.mouseClick(part(bar, "close"), LEFT)
    assert (bar.current(), bar.count()) == ("One.", 2)
    assert part(bar, "more").text() == "1 more"
    bar.dismiss()
    assert not part(bar, "more").isVisible()
    bar.dismiss()
    assert (bar.current(), bar.isVisible()) == ("", False)


def test_the_same_key_replaces(bar: NoticeBar):
    bar.post("warn", "3 files skipped.", key="skipped")
    bar.post("info", "Saved.")
    bar.post("warn", "5 files skipped.", key="skipped")
    assert (bar.current(), bar.count()) == ("5 files skipped.", 2)
    bar.dismiss("skipped")
    assert (bar.current(), bar.count()) == ("Saved.", 1)


def test_the_same_sentence_is_not_said_twice(bar: NoticeBar):
    for _ in range(3):
        bar.post("info", "Saved.")
    assert bar.count() == 1


def test_a_flood_keeps_the_newest(bar: NoticeBar):
    for number in range(200):
        bar.post("error", f"Number {number}.")
    assert bar.current() == "Number 199."
    assert bar.count() == 50


def test_links_do_what_they_say_and_close(bar: NoticeBar):
    done: list[str] = []
    links = [
        ("Use 128", lambda: done.append("128")),
        ("Details", lambda: done.append("details")),
        ("Third", list),
    ]
    bar.post("error", "Out of memory at batch 256.", links)
    assert bar.findChild(QWidget, "notice.link.2") is None  # at most two
    QTest.mouseClick(part(bar, "link.1"), LEFT)
    assert (done, bar.current()) == (["details"], "")


def test_a_link_may_post_the_next_notice(bar: NoticeBar):
    bar.post("info", "First.", [("Go on", lambda: bar.post("info", "Second."))])
    QTest.mouseClick(part(bar, "link.0"), LEFT)
    assert (bar.current(), bar.count(), bar.isVisible()) == ("Second.", 1, True)


def test_a_long_sentence_ends_in_an_ellipsis_and_tells_the_whole(bar: NoticeBar):
    bar.post("info", "Short.")
    text = part(bar, "text")
    bar.grab()
    assert not text.elided
    bar.post("warn", "This sentence is a great deal longer than the window is wide, " * 3)
    bar.grab()
    assert text.elided
    assert text.accessibleName() == bar.current()
    assert bar.width() == 500


def test_it_follows_the_language(bar: NoticeBar, shout):
    bar.post("info", "Saved.", [("Undo", list)])
    bar.post("info", "Again.")
    shout(bar)
    assert (bar.current(), part(bar, "text").text(), part(bar, "more").text()) == (
        "AGAIN.",
        "AGAIN.",
        "1 MORE",
    )


def test_what_is_posted_before_it_has_a_window_shows_with_it(show):
    bar = NoticeBar()
    bar.post("info", "Early.")
    assert not bar.isVisible()
    show(bar, 500, 40)
    assert (bar.isVisible(), bar.height(), bar.current()) == (True, HEIGHT, "Early.")


def test_it_slides_in_and_out(show, qtbot, monkeypatch):
    monkeypatch.setattr(motion, "off", False)
    monkeypatch.setattr(motion, "prefers_reduced_motion", lambda: False)
    bar = show(NoticeBar(), 500, 40)
    bar.post("info", "Hello.")
    assert bar.height() < HEIGHT
    qtbot.waitUntil(lambda: bar.height() == HEIGHT)
    bar.dismiss()
    assert bar.isVisible()
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_information_that_waited_too_long_does_not_come_back(bar: NoticeBar, monkeypatch):
    now = 0.0
    monkeypatch.setattr(notice.time, "monotonic", lambda: now)
    bar.post("info", "Nothing to paste.")
    bar.post("warn", "The disk is full.")
    bar.post("info", "A run is kept.", [("Continue it", lambda: None)])
    bar.post("info", "Saved.")
    now = READ / 1000 + 1
    bar.dismiss()
    assert (bar.current(), bar.count()) == ("A run is kept.", 2)
    now = LINKED / 1000 + 1
    bar.post("info", "Opened.")
    bar.dismiss()
    assert (bar.current(), bar.count()) == ("The disk is full.", 1)


def test_a_picture_belongs_to_one_notice(bar: NoticeBar):
    ink = np.full((4, 8), 200, np.uint8)
    bar.post("info", "Your last run is kept.", key="last")
    bar.show_picture("nobody", ink)
    assert not part(bar, "picture").isVisible()
    bar.show_picture("last", ink)
    assert part(bar, "picture").isVisible()
    bar.post("warn", "Something else.")
    assert not part(bar, "picture").isVisible()
    QTest.mouseClick(part(bar, "more"), LEFT)
    assert part(bar, "picture").isVisible()
    bar.post("info", "Your last run is another one.", key="last")
    assert not part(bar, "picture").isVisible()


def test_what_is_asked_for_others_leaves_the_time_of_the_one_that_shows(bar: NoticeBar, qtbot, monkeypatch):
    monkeypatch.setattr(notice, "READ", 300)
    for button in bar.findChildren(QPushButton):  # as if the keys were elsewhere
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clearFocus()
    bar.post("info", "Saved.")
    asking = QTimer(bar, interval=50)  # as a lab does with every snapshot
    asking.timeout.connect(lambda: bar.dismiss("unfit"))
    asking.start()
    qtbot.waitUntil(lambda: bar.current() == "", timeout=10_000)
    asking.stop()
