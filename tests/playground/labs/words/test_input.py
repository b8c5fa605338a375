"""What reaches the engine, and which revision of the text a count is of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.labs.words.input import LIVE, PASTED, Input
from tests.playground.labs.words.conftest import Asked


class Sending:
    """An input, what it asked, and what it said."""

    def __init__(self) -> None:
        self.asked, self.worked, self.stale = Asked(), 0, list[bool]()
        self.input = Input(self.asked, self._work)
        self.input.stale.connect(self.stale.append)

    def _work(self) -> None:
        self.worked += 1


@pytest.fixture
def sending(qapp) -> Sending:
    return Sending()


def test_a_text_is_set_and_the_engine_put_to_work(sending):
    sending.input.send("阿青", "mine", 7)
    assert sending.asked.keys == ["text"]
    assert (sending.worked, sending.stale) == (1, [False])
    assert sending.input.newest() is None  # the engine has not got it yet
    sending.asked.answer()
    source: Any = sending.asked.engine.source
    assert (source.text, source.name) == ("阿青", "mine")
    assert sending.input.newest() == 7
    assert sending.input.revision_of(sending.asked.engine.generation) == 7


def test_files_are_set_with_their_encoding(sending, tmp_path):
    sending.input.send_files([str(tmp_path / "a.txt")], "big5")
    sending.asked.answer()
    source: Any = sending.asked.engine.source
    assert (source.paths, source.asked, source.name) == ((tmp_path / "a.txt",), "big5", "a.txt")
    assert (sending.asked.keys, sending.worked, sending.stale) == (["text"], 1, [False])


@pytest.mark.parametrize(
    ("before", "after", "counted"),
    [
        (LIVE, LIVE, True),
        (LIVE + 1, LIVE + 1, False),
        (LIVE + 1, LIVE + 1 + PASTED, False),
        (LIVE + 1, LIVE + 2 + PASTED, True),  # so much is not typed, but pasted
        (LIVE + 2 + PASTED, LIVE + 1, True),  # or cut
        (LIVE + 1, LIVE, True),
    ],
)
def test_a_long_text_is_not_counted_while_it_is_typed(sending, before, after, counted):
    sending.input.send("好" * before, "", 1)
    sending.input.edit("好" * after, "", 2)
    assert (sending.worked, sending.stale) == ((2, [False, False]) if counted else (1, [False, True]))
    sending.input.send_files(["a.txt"])
    assert sending.stale[-1] is False


def test_a_count_is_of_the_text_sent_last_before_it(sending):
    assert sending.input.revision_of(5) == 0
    for generation, revision in ((1, 10), (3, 20), (6, 30)):
        sending.input.note(generation, revision)
    assert sending.input.revision_of(4) == 20
    assert sending.input.revision_of(6) == 30
    assert sending.input.revision_of(99) == 30
    assert sending.input.newest() == 30
    sending.input.forget()
    assert sending.input.newest() is None
    assert sending.input.revision_of(99) == 0


@given(st.lists(st.integers(1, 4), max_size=20), st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_forgetting_what_was_counted_forgets_nothing_newer(steps, data):
    """Against the whole list, which is never forgotten; counts finish in the order of their generations."""
    sending, whole, generation = Sending(), list[tuple[int, int]](), 0
    for step in steps:
        generation += step
        sending.input.note(generation, revision := len(whole) + 1)
        whole.append((generation, revision))
        if data.draw(st.booleans()):
            expected = next(r for g, r in reversed(whole) if g <= generation)
            assert sending.input.revision_of(generation) == expected
    assert sending.input.newest() == (whole[-1][1] if whole else None)
