"""Numbers on which engine and views agree without knowing each other."""

from __future__ import annotations

from engines.words.filters import NAMES
from engines.words.segment import KNOWN, NEW, OTHER
from playground.labs.words.filters import LOOSEN
from widgets.text import segments


def test_kinds_of_a_piece_are_the_same_on_both_floors():
    assert (KNOWN, NEW, OTHER) == (segments.KNOWN, segments.NEW, segments.OTHER)


def test_every_filter_can_be_loosened_by_a_click():
    assert set(LOOSEN) == set(NAMES)
