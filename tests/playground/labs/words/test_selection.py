"""The word that is looked at."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines.words import concordance, queries
from playground.labs.words.selection import Selection
from tests.playground.labs.words.conftest import TEXT


class Looking:
    """A selection over a counted text, and what it told."""

    def __init__(self, asked: Any) -> None:
        self.asked = asked
        asked.count()
        self.selection = Selection(asked)
        self.looks, self.orders = list[Any](), list[Any]()
        self.selection.looked.connect(self.looks.append)
        self.selection.ordered.connect(self.orders.append)


@pytest.fixture
def looking(qapp, asked) -> Looking:
    return Looking(asked)


def test_a_word_is_looked_at(looking):
    looking.selection.choose("栖霜阁")
    assert (looking.selection.word, looking.selection.facts) == ("栖霜阁", None)
    looking.asked.answer()
    (look,) = looking.looks
    assert looking.selection.facts is look.facts
    assert look.facts.count == TEXT.count("栖霜阁")
    assert look.places == concordance(TEXT, "栖霜阁", queries.WIDTH, queries.LINES, "text")


def test_an_answer_about_another_word_is_dropped(looking):
    looking.selection.choose("老吴")
    looking.selection.choose("阿青")
    looking.asked.answer()
    assert [look.facts.word for look in looking.looks] == ["阿青"]
    assert looking.asked.keys == ["word", "word"]  # so that the runner drops the first itself, if it can


def test_where_there_is_no_word_there_is_nothing_to_look_at(looking):
    looking.selection.choose("老吴")
    looking.selection.forget()
    looking.asked.answer()
    assert looking.looks == [None]
    assert (looking.selection.word, looking.selection.facts) == ("", None)
    looking.selection.set_order("right")
    looking.asked.answer()
    assert looking.orders == []


def test_places_come_in_the_order_chosen_now_and_for_the_next_word(looking):
    looking.selection.choose("栖霜阁")
    looking.selection.set_order("right")
    looking.asked.answer()
    (places,) = looking.orders
    assert places == concordance(TEXT, "栖霜阁", queries.WIDTH, queries.LINES, "right")
    looking.selection.choose("老吴")
    looking.asked.answer()
    assert looking.looks[-1].places == concordance(TEXT, "老吴", queries.WIDTH, queries.LINES, "right")


def test_places_of_a_word_that_was_left_meanwhile_are_dropped(looking):
    looking.selection.choose("栖霜阁")
    looking.selection.set_order("left")
    looking.selection.choose("老吴")
    looking.asked.answer()
    assert looking.orders == []
    assert [look.facts.word for look in looking.looks] == ["老吴"]


def test_the_nearest_place_is_one_of_its_own(looking):
    assert looking.selection.nearest(0.5) is None
    looking.selection.choose("栖霜阁")
    looking.asked.answer()
    positions = looking.selection.facts.positions
    for share in np.linspace(0, 1, 21):
        found = looking.selection.nearest(float(share))
        assert found in positions
        assert abs(found / len(TEXT) - share) == pytest.approx(abs(positions / len(TEXT) - share).min())
    looking.selection.choose("没有")
    looking.asked.answer()
    assert looking.selection.nearest(0.5) is None
