"""The segmentation: words laid out, picked, and never more painted than seen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from tests.widgets.conftest import written_in
from widgets.look import tokens
from widgets.text.segments import LIMIT, Flow, SegmentsView

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
WORDS = ["贾母", "少", "歇", "，", "自然", "刘姥姥", "。", "\n", "潇湘馆", "里", "𠮷祥"]
KINDS = [1, 0, 0, 2, 0, 1, 2, 2, 1, 0, 1]


@pytest.fixture
def view(show) -> SegmentsView:
    made = show(SegmentsView("None"), 300, 200)
    made.set_segments(WORDS, KINDS)
    return made


@pytest.fixture
def picked(view) -> list[str]:
    heard: list[str] = []
    view.picked.connect(heard.append)
    return heard


@given(st.lists(st.tuples(st.integers(1, 90), st.booleans()), max_size=40), st.integers(90, 300))
def test_words_follow_each_other_within_the_room(words: list[tuple[int, bool]], room: int):
    flow = Flow.of([width for width, _ in words], [ends for _, ends in words], room)
    assert (flow.left + flow.width <= room).all()
    assert (np.diff(flow.line) >= 0).all()
    for at in range(1, len(words)):
        same = flow.line[at] == flow.line[at - 1]
        assert not (same and words[at - 1][1])
        if same:
            assert flow.left[at] > flow.left[at - 1] + flow.width[at - 1]
        else:
            assert flow.left[at] == 0
    for at in range(len(words)):
        assert flow.at(int(flow.left[at]), int(flow.line[at])) == at


def test_every_word_is_where_it_says(view):
    for at, word in enumerate(WORDS):
        if word.strip():
            assert view.word_at(view.word_rect(at).center()) == at
    assert view.word_at(QPoint(2, 2)) == -1
    assert view.word_rect(99).isEmpty()
    assert view.word_rect(8).top() > view.word_rect(5).top()
    assert view.word_rect(8).left() == view.word_rect(0).left()


def test_a_click_picks_and_a_line_end_does_not(view, picked):
    for at in (5, 10, 7):
        QTest.mouseClick(view.viewport(), LEFT, NONE, view.word_rect(at).center())
    assert picked == ["刘姥姥", "𠮷祥"]


def test_the_keyboard_walks_and_picks(view, picked):
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Left)
    for _ in range(9):
        QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert picked == ["贾母", "少", "潇湘馆"]
    assert view.accessibleDescription() in WORDS
    view.grab()


def test_only_the_first_thousands_are_laid_out_and_only_what_is_seen_is_painted(view):
    words = [chr(0x4E00 + at) + "词" for at in range(9000)]
    view.set_segments(words, np.ones(9000, int))
    assert not view.word_rect(LIMIT - 1).isEmpty()
    assert view.word_rect(LIMIT).isEmpty()
    *painted, rest = written_in(view.viewport())
    assert rest == "The first 4,000 of 9,000 words"
    assert painted == words[: len(painted)]
    assert 30 < len(painted) < 120
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    *painted, rest = written_in(view.viewport())
    assert painted == words[LIMIT - len(painted) : LIMIT]
    assert 30 < len(painted) < 120
    assert view.verticalScrollBar().value() > 1000


def test_lengths_must_agree(view):
    with pytest.raises(ValueError, match="kinds"):
        view.set_segments(["a"], [])


def test_all_states_paint(view, shout):
    view.set_chosen("潇湘馆")
    QTest.mouseMove(view.viewport(), view.word_rect(1).center())
    lit = view.viewport().grab().toImage().pixelColor(view.word_rect(1).topLeft())
    assert lit == QColor(tokens.current().hover)
    view.set_segments([], [])
    view.grab()
    view.set_segments(WORDS, KINDS, 70_000)
    shout(view)
    assert view.accessibleName() == "WORDS OF THE TEXT"
    view.resize(60, 60)
    view.grab()
