"""Which pictures, as what kind of file, how fast."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from tests.conftest import flush_deleted
from widgets.controls.combo import Combo
from widgets.controls.segmented import Segmented
from widgets.frame.film_sheet import FilmSheet

CONTENTS = [("past", "History", "All sheets."), ("walk", "Walk", "There and back.")]


def sheet(parent: QWidget) -> FilmSheet:
    made = FilmSheet(CONTENTS, [("webp", "WebP"), ("png", "PNG")], "demo.film", parent)
    made.show()
    return made


def press(made: FilmSheet, part: str, text: str) -> None:
    buttons = made.findChild(Segmented, f"demo.film.{part}").findChildren(QAbstractButton)
    next(b for b in buttons if b.text() == text).click()


def test_it_tells_what_is_chosen_and_begins_with_what_is_usual(show):
    page, told = show(QWidget(), 500, 400), []
    made = sheet(page)
    made.wanted.connect(lambda *chosen: told.append(chosen))
    made.findChild(QPushButton, "demo.film.save").click()
    assert told == [("past", "webp", 12.0)]
    flush_deleted()
    assert page.findChild(FilmSheet) is None


def test_it_says_what_each_content_is_and_a_still_sheet_has_no_rate(show):
    made, told = sheet(show(QWidget(), 500, 400)), []
    made.wanted.connect(lambda *chosen: told.append(chosen))
    combo = made.findChild(Combo)
    combo.set_key("walk")
    combo.chosen.emit("walk")
    assert "There and back." in [label.text() for label in made.findChildren(QLabel)]
    press(made, "rate", "24")
    press(made, "kind", "PNG")
    assert not made.findChild(Segmented, "demo.film.rate").isEnabled()
    made.findChild(QPushButton, "demo.film.save").click()
    assert told == [("walk", "png", 24.0)]


def test_cancelled_it_says_nothing(show):
    made, told = sheet(show(QWidget(), 500, 400)), []
    made.wanted.connect(lambda *chosen: told.append(chosen))
    made.reject()
    assert told == []
