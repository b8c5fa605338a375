"""The columns that three views share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from widgets.look import style
from widgets.trees.columns import LEFT, NARROWEST, PAD, WIDEST, WordColumns, is_cjk, share, word_font
from widgets.trees.samples import CHINESE, ENGLISH, long


@pytest.fixture
def columns(qapp) -> WordColumns:
    made = WordColumns()
    made.set_room(780)
    return made


widths = st.lists(st.integers(1, 90), min_size=1, max_size=30).map(lambda some: np.array(some, float))


@given(widths, st.integers(1, 3000))
def test_the_room_is_filled_alike_but_for_words_that_need_more(natural, room):
    given_ = share(natural, room)
    if natural.sum() >= room:
        assert (given_ == natural).all()
        return
    assert given_.sum() == pytest.approx(room)
    assert (given_ >= natural - 1e-9).all()
    alike = given_.min()
    assert all(
        wide == pytest.approx(alike) or wide == need for wide, need in zip(given_, natural, strict=True)
    )


def test_short_words_stand_in_equal_columns_that_fill_the_room(columns):
    columns.set_words(ENGLISH)
    edges = columns.edges()
    assert edges[0] == LEFT
    assert edges[-1] == pytest.approx(LEFT + 780)
    assert np.diff(edges) == pytest.approx(780 / 12, abs=12)
    assert columns.centres() == pytest.approx((edges[1:] + edges[:-1]) / 2)
    assert (columns.longest, columns.zoom, columns.turned) == (0, 1, False)


def test_few_words_stand_in_the_middle(columns):
    columns.set_words(("good", "morning"))
    edges = columns.edges()
    assert edges[1] == LEFT + 390
    assert edges[0] - LEFT == pytest.approx(LEFT + 780 - edges[-1]) == 262
    assert columns.word_at(LEFT + 100) == columns.word_at(LEFT - 1) == columns.word_at(LEFT + 780) == -1
    assert (columns.word_at(edges[1] - 1), columns.word_at(edges[1])) == (0, 1)


def test_the_font_is_the_largest_in_which_the_sentence_fits(columns):
    columns.set_words(ENGLISH)
    assert columns.font.pointSizeF() == style.fonts("title").pointSizeF()
    columns.set_room(430)
    assert columns.font.pointSizeF() < style.fonts("title").pointSizeF()
    own = style.fonts("headword")
    columns.set_font(own)
    assert columns.advances[0] == QFontMetricsF(own).horizontalAdvance("the")


def test_a_word_has_room_and_no_column_is_narrower_or_wider_than_fits(columns):
    columns.set_words(("a", "x" * 200, *ENGLISH * 4))
    wide = np.diff(columns.edges())
    assert (wide[0], wide[1]) == (NARROWEST, WIDEST)
    assert (wide[2:] >= columns.advances[2:] + 2 * PAD - 1e-6).all()


def test_chinese_has_its_families_first(columns):
    assert [is_cjk(text) for text in ("两", "。", "カ", "naïve", "“hm”")] == [True, True, True, False, False]
    assert "CJK" in word_font("title", CHINESE).families()[0]
    assert word_font("title", ENGLISH).families()[0] == "Inter"
    columns.set_words(CHINESE)
    assert columns.advances[5] > columns.advances[0] > 10


def test_zoom_keeps_what_is_under_the_pointer(columns):
    columns.set_words(long(200)[0])
    columns.pan(1000)
    x = 300.0
    under = (x - columns.start) / columns.zoom
    for factor in (1.2, 1.5, 1 / 1.3):
        columns.zoom_at(factor, x)
        assert (x - columns.start) / columns.zoom == pytest.approx(under)
    columns.zoom_at(1e9, x)
    assert columns.zoom == 8
    columns.zoom_at(1e-9, x)
    assert columns.zoom == columns.fitting
    assert columns.edges()[-1] == pytest.approx(LEFT + 780)
    for nonsense in (0.0, -1.0, float("nan"), float("inf")):
        columns.zoom_at(nonsense, x)
    assert columns.zoom == columns.fitting


def test_panning_stays_within_the_sentence(columns):
    told = []
    columns.changed.connect(lambda: told.append(columns.offset))
    columns.set_words(long(200)[0])
    columns.pan(-50)
    assert told == [0]
    columns.pan(1e9)
    assert columns.offset == columns.longest == pytest.approx(columns.content - 780)
    columns.set_offset(120)
    assert told[1:] == [columns.longest, 120]
    assert columns.visible()[0] == columns.word_at(LEFT)


def test_fit_shows_all_and_again_returns(columns):
    columns.set_words(long(60)[0])
    assert columns.longest > 0
    columns.fit()
    assert columns.longest == pytest.approx(0)
    assert columns.turned
    assert columns.visible() == range(60)
    columns.set_room(500)  # still all of it
    assert columns.edges()[-1] == pytest.approx(LEFT + 500)
    columns.fit()
    assert columns.zoom == 1


def test_gaps_are_where_they_are_nearest(columns):
    columns.set_words(ENGLISH)
    edges = columns.edges()
    for gap in range(1, 12):
        assert columns.gap_at(edges[gap] - 9) == columns.gap_at(edges[gap] + 9) == gap
    assert (columns.gap_at(edges[0] + 1), columns.gap_at(edges[0] + 1, 0)) == (1, 0)
    assert columns.gap_at(edges[-1] - 1) == 11
    assert columns.gap_at(edges[0] - 1) == columns.gap_at(edges[-1] + 1) == -1
    for words in ((), ("one",)):
        columns.set_words(words)
        assert columns.gap_at(400) == -1


def test_revealing_moves_no_more_than_is_needed(columns):
    columns.set_words(long(200)[0])
    columns.reveal(3)
    assert columns.offset == 0
    columns.reveal(150)
    edges = columns.edges()
    assert LEFT <= edges[149] < edges[151] <= LEFT + 780 + 1e-6
    before = columns.offset
    columns.reveal(149)
    assert columns.offset == before
    columns.reveal(1)
    assert columns.offset == 0


def test_the_same_words_keep_the_place_and_others_begin_anew(columns):
    words = long(200)[0]
    columns.set_words(words)
    columns.zoom_at(2, 300)
    columns.pan(500)
    here = columns.zoom, columns.offset
    columns.set_words(list(words))
    assert (columns.zoom, columns.offset) == here
    columns.set_words(words[1:])
    assert (columns.zoom, columns.offset) == (1, 0)
