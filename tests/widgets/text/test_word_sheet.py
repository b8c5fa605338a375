"""A list of words to edit, and a headword."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPlainTextEdit, QWidget

from tests.conftest import flush_deleted
from widgets.text.headword import Headword
from widgets.text.word_sheet import WordSheet


def sheet(parent: QWidget) -> WordSheet:
    made = WordSheet("Ignore list", "One a line.", {"乙", "甲", "丙"}, parent)
    made.set_name("demo")
    made.show()
    return made


def press(made: WordSheet, button: QDialogButtonBox.StandardButton) -> None:
    made.findChild(QDialogButtonBox).button(button).click()


def test_words_are_shown_sorted_and_saved_as_they_are_left(show):
    made, told = sheet(show(QWidget(), 400, 400)), []
    made.saved.connect(told.append)
    text = made.findChild(QPlainTextEdit, "demo.text")
    assert text.toPlainText().split("\n") == sorted("甲乙丙")
    text.setPlainText("  甲\n\n丁 戊\n甲\n")
    press(made, QDialogButtonBox.StandardButton.Save)
    assert told == [frozenset("甲丁戊")]


def test_a_sheet_that_is_cancelled_says_nothing_and_goes(show):
    page, told = show(QWidget(), 400, 400), []
    made = sheet(page)
    made.saved.connect(told.append)
    made.findChild(QPlainTextEdit).setPlainText("")
    press(made, QDialogButtonBox.StandardButton.Cancel)
    flush_deleted()
    assert told == []
    assert page.findChild(WordSheet) is None


def test_a_headword_says_what_is_known_or_what_to_do(show):
    view = show(Headword("Choose a word.", ["Score", "Count"]), 300, 200)
    view.set_name("demo")
    word, status = view.findChild(QLabel, "demo"), view.findChild(QLabel, "demo.status")
    said = {label.text() for label in view.findChildren(QLabel) if label.isVisible() and label.text()}
    assert said == {"Choose a word."}
    view.show_word("栖霜阁")
    view.show_status("A new word", "plus-circle", "ok")
    view.show_figures(["5.51", "14"])
    said = {label.text() for label in view.findChildren(QLabel) if label.isVisible()}
    assert said == {"栖霜阁", "A new word", "Score", "Count", "5.51", "14"}
    view.show_word("")
    assert not status.isVisible()
    assert word.text() == ""
