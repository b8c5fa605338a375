"""Labels: what is told again in another language, and what is left out first when there is no room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from widgets.look.labels import ElidedLabel, WrappedLabel, label, plain


def test_a_place_for_later_words_keeps_them_when_the_language_changes(show, shout):
    for first in ("", "–"):
        made = show(label(first, "dim"))
        assert made.text() == first
        made.setText("9,612 places")
        shout(made)
        assert made.text() == "9,612 places"
    title = show(label("Cohesion", "caption"))
    shout(title)
    assert title.text() == "COHESION"


def test_a_file_may_be_called_h1():
    assert ElidedLabel("<h1>Big").textFormat() == Qt.TextFormat.PlainText
    assert plain("<h1>Big") == "<p style='white-space:pre-wrap'>&lt;h1&gt;Big</p>"
    assert plain("Big") == "Big"


def test_the_shorter_words_come_before_anything_is_cut(show):
    facts = show(ElidedLabel("1,234 places, first 200 shown"), 400, 20)
    whole = facts.grab().toImage()
    facts.set_shorter("1,234 places")
    assert facts.grab().toImage() == whole
    assert not facts.elided
    short = show(ElidedLabel("1,234 places"), 120, 20)
    facts.resize(120, 20)
    assert facts.grab().toImage() == short.grab().toImage()
    assert facts.elided
    assert not short.elided
    QTest.mouseMove(facts)


def test_a_wrapped_label_grows_and_shrinks_with_its_width_and_its_words(show):
    words = WrappedLabel("A sentence that takes one line where there is room, and more where there is none.")
    show(words, 700, 200)
    one = words.minimumHeight()
    words.resize(120, 200)
    assert words.minimumHeight() > 2 * one
    words.resize(700, 200)
    assert words.minimumHeight() == one
    words.resize(120, 200)
    words.setText("Short")
    assert words.minimumHeight() == one


def test_labels_keep_within_their_room(show):
    label = show(ElidedLabel("a sentence that will not fit"), 60, 20)
    label.grab()
    assert label.elided
    label.resize(400, 20)
    label.grab()
    assert not label.elided
    wrapped = show(WrappedLabel("a sentence that will not fit " * 5), 100, 20)
    assert wrapped.minimumHeight() > 40
