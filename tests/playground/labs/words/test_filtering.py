"""Which words pass."""

from __future__ import annotations

import pytest

from engines.words import Filters
from engines.words.filters import OPEN
from playground.labs.words.filtering import Filtering


@pytest.fixture
def filtering(qapp) -> Filtering:
    return Filtering()


def test_without_a_result_nothing_passes_and_filters_wait(filtering, qtbot):
    told: list[int] = []
    filtering.passed.connect(lambda: told.append(1))
    filtering.set_filters(OPEN)
    assert told == []
    assert (filtering.result, len(filtering.mask), filtering.row("阿青")) == (None, 0, -1)


def test_a_result_is_seen_through_the_filters_set_before(filtering, asked):
    result = asked.count()
    filtering.set_filters(Filters(text="栖霜"))
    filtering.set_result(result, 4)
    assert filtering.result is result
    assert filtering.revision == 4
    assert filtering.mask.tolist() == ["栖霜" in word for word in result.words]


def test_every_change_is_told_once(filtering, asked):
    told: list[int] = []
    filtering.passed.connect(lambda: told.append(int(filtering.mask.sum())))
    filtering.set_result(result := asked.count(), 0)
    filtering.set_filters(OPEN)
    filtering.set_filters(Filters(text="没有"))
    assert told[1:] == [len(result), 0]
    assert len(told) == 3


def test_a_row_is_that_of_a_word_that_passes(filtering, asked):
    filtering.set_result(result := asked.count(), 0)
    filtering.set_filters(OPEN)
    assert filtering.row("栖霜阁") == result.row("栖霜阁") >= 0
    assert filtering.row("没有") == -1
    filtering.set_filters(Filters(ignore=frozenset(["栖霜阁"])))
    assert filtering.row("栖霜阁") == -1


def test_the_filter_to_loosen_is_named_only_where_none_passes(filtering, asked):
    filtering.set_result(asked.count(), 0)
    assert filtering.loosest == ""
    filtering.set_filters(Filters(False, False, False, (1, 9), text="没有"))
    assert filtering.loosest == "text"
    filtering.set_filters(filtering.filters.loosened("text"))
    assert filtering.loosest == ""


def test_where_no_word_was_found_no_filter_is_to_blame(filtering, asked):
    filtering.set_filters(Filters(text="没有"))
    filtering.set_result(asked.count("茶"), 0)
    assert (len(filtering.mask), filtering.loosest) == (0, "")
