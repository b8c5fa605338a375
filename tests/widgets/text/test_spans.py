"""What was counted stays where it belongs while the text is edited: checked against moving every letter."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from widgets.text.mirror import Edit
from widgets.text.spans import Edits, Spans, carry

REPLACED = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), st.integers(0, 12)), max_size=6)


def play(size: int, steps: list[tuple[int, int, int]]) -> tuple[list[int], list[Edit]]:
    """Letters by their first place (-1: new) after some replacements, and those as edits."""
    letters, edits = list(range(size)), []
    for start, old, new in steps:
        start = min(start, len(letters))
        stop = min(start + old, len(letters))
        letters[start:stop] = [-1] * new
        edits.append(Edit(start, stop, start + new))
    return letters, edits


@given(REPLACED, st.integers(0, 30))
def test_edits_add_up(steps: list[tuple[int, int, int]], size: int):
    letters, edits = play(size, steps)
    book = Edits()
    for edit in edits:
        book.add(edit)
    assert book.revision == len(edits)
    whole = book.since(0)
    if whole is None:
        assert not steps
        return
    assert letters[: whole.start] == list(range(whole.start))
    assert letters[whole.new_stop :] == list(range(whole.old_stop, size))
    for point in (0, whole.start, whole.new_stop, len(letters)):
        was = whole.before(point, stop=True)
        assert 0 <= was <= size


@given(REPLACED, st.integers(1, 30))
def test_spans_left_cover_the_same_letters(steps: list[tuple[int, int, int]], size: int):
    letters, edits = play(size, steps)
    book = Edits()
    for edit in edits:
        book.add(edit)
    starts = np.arange(0, size, 3)
    stops = np.minimum(starts + 2, size)
    moved, left = carry(starts, stops, book.since(0))
    for start, stop, now in zip(starts[left], stops[left], moved[left], strict=True):
        assert letters[now : now + stop - start] == list(range(start, stop))


def test_five_hundred_edits_are_kept_as_less():
    book = Edits()
    for at in range(600):
        book.add(Edit(at, at, at + 1))
    assert book.revision == 600
    assert book.since(0) == Edit(0, 0, 600)
    assert book.since(599) == Edit(599, 599, 600)
    assert book.since(600) is None
    book.clear()
    assert book.since(0) is None


def test_an_answer_is_remembered_until_more_is_in_sight():
    asked: list[tuple[int, int]] = []

    def fetch(start: int, stop: int):
        asked.append((start, stop))
        starts = np.arange(start - start % 10, stop, 10)
        return starts, starts + 3, np.zeros(len(starts), int)

    spans = Spans()
    assert len(spans.between(0, 100, None)[0]) == 0
    spans.set_fetch(fetch)
    first = spans.between(500, 600, None)
    assert first[0].tolist() == list(range(500, 600, 10))
    spans.between(520, 640, None)
    assert len(asked) == 1
    spans.between(900, 1000, None)
    assert len(asked) == 2
    moved = spans.between(905, 1005, Edit(0, 0, 5))
    assert moved[0].tolist() == list(range(905, 1005, 10))
    assert len(asked) == 2
