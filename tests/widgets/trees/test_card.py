"""Pinned sentences."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets.trees.card import TreeCards
from widgets.trees.samples import CHINESE, DISTANCES, ENGLISH, long, split

LEFT, K = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def cards(show) -> TreeCards:
    made = TreeCards()
    made.set_cards(
        [(ENGLISH, split(DISTANCES), 90.2), (CHINESE, None, None), (("hi",), split(np.array([0.5])), 100.0)]
    )
    return show(made, 280, 420)


def notes(signal) -> list:
    told = []
    signal.connect(told.append)
    return told


def test_a_card_says_its_sentence_and_its_f1(cards):
    assert cards.count() == 3
    first, second, third = (cards.card(at) for at in range(3))
    assert first.accessibleName() == f"{' '.join(ENGLISH)}, F1 90"
    assert second.accessibleName() == second.toolTip() == " ".join(CHINESE)
    assert (first.figure(), second.figure(), third.figure()) == ("90", "", "100")
    with pytest.raises(IndexError):
        cards.card(3)


def test_a_click_chooses_and_the_cross_unpins(cards):
    chosen, removed = notes(cards.chosen), notes(cards.removed)
    QTest.mouseClick(cards.card(1), LEFT)
    assert (chosen, removed, cards.current()) == ([1], [], 1)
    assert [cards.card(at).isChecked() for at in range(3)] == [False, True, False]
    QTest.mouseClick(cards.card(1), LEFT)  # chosen stays chosen
    assert cards.card(1).isChecked()
    cards.card(2).enterEvent(None)
    assert cards.card(2).unpin.isVisible()
    QTest.mouseClick(cards.card(2).unpin, LEFT)
    assert (chosen, removed) == ([1, 1], [2])


def test_the_keyboard_moves_chooses_and_unpins(cards, qtbot):
    chosen, removed = notes(cards.chosen), notes(cards.removed)
    cards.card(0).setFocus()
    qtbot.waitUntil(cards.card(0).hasFocus)
    for key in (K.Key_Down, K.Key_Return, K.Key_End, K.Key_Delete, K.Key_Up, K.Key_Space, K.Key_Home):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert (chosen, removed) == ([1, 1], [2])
    assert cards.card(0).hasFocus()


def test_cards_are_used_again_while_trees_move(cards):
    kept = [cards.card(at) for at in range(3)]
    cards.set_current(2)
    before = kept[0].grab().toImage()
    cards.set_cards([(ENGLISH, split(DISTANCES[::-1]), 71.0), (ENGLISH, None, None)])
    assert [cards.card(at) for at in range(2)] == kept[:2]
    assert kept[0].grab().toImage() != before
    assert not kept[2].isVisible()
    assert cards.current() == -1
    cards.set_cards([])
    assert cards.count() == 0
    cards.set_cards([(CHINESE, None, None)] * 5)
    assert cards.count() == 5


def test_the_focus_stays_among_the_cards_when_the_last_goes(cards, qtbot):
    cards.card(2).setFocus()
    qtbot.waitUntil(cards.card(2).hasFocus)
    cards.set_cards([(ENGLISH, None, None), (CHINESE, None, None)])
    assert cards.card(1).hasFocus()


@pytest.mark.parametrize("number", [0, 1, 2, 200])
def test_any_length_and_narrow(cards, number):
    words, tree, _ = long(number) if number else ((), None, None)
    cards.set_cards([(words, tree, 12.0)])
    for width in (280, 60, 20):
        cards.resize(width, 420)
        cards.grab()
    assert cards.card(0).accessibleName()
