"""The sentence that is read: when the engine is asked, with what, and when the view hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from engines.onlstm.queries import Choice
from playground.labs.onlstm.reading import Reading
from tests.playground.labs.onlstm.conftest import Asked, parse

SENTENCE = "the old dog sleeps"


class Engine:
    """Notes what it is asked to read."""

    sentences = 3

    def parse(self, text: str, at: int | None, control: bool) -> Any:
        return text, at, control

    def sentence(self, index: int) -> Any:
        return type("Sentence", (), {"text": f"sentence {index % 3}"})


@pytest.fixture
def reading(qapp, ask: Asked) -> Reading:
    return Reading(ask)


@pytest.fixture
def heard(reading: Reading) -> list[str]:
    found: list[str] = []
    reading.changed.connect(lambda: found.append("changed"))
    reading.found.connect(found.append)
    return found


def test_a_sentence_is_asked_for_and_drawn(reading, ask, heard):
    reading.read(SENTENCE)
    assert ask.of("parse", Engine()) == (SENTENCE, None, False)
    assert (heard, reading.drawn) == ([], None)
    ask.answer("parse", parse(SENTENCE))
    assert heard == ["changed"]
    assert reading.drawn.branch.span == (0, 4)
    assert reading.drawn.parse is reading.parse


def test_looking_back_reads_with_kept_weights_until_another_run(reading, ask):
    reading.read(SENTENCE)
    reading.look_back(150)
    assert ask.of("parse", Engine()) == (SENTENCE, 150, False)
    reading.look_back(None)
    assert ask.of("parse", Engine()) == (SENTENCE, None, False)
    reading.look_back(150)
    reading.forget()
    reading.refresh()
    assert ask.of("parse", Engine()) == (SENTENCE, None, False)


def test_another_choice_draws_the_same_parse_and_asks_nothing(reading, ask, heard):
    reading.read(SENTENCE)
    ask.answer("parse", parse(SENTENCE))
    before, asked = reading.drawn, ask.count
    reading.choose(Choice(0, "gap", "d_in"), control=False, levels=True)
    assert (ask.count, heard) == (asked, ["changed", "changed"])
    assert reading.drawn.parse is before.parse
    assert (reading.drawn.distances == before.parse.distances("d_in", 0)).all()


def test_heights_in_even_steps_or_by_distance(reading, ask):
    reading.read(SENTENCE)
    ask.answer("parse", parse(SENTENCE))
    assert reading.drawn.branch.height == 1.0
    reading.choose(Choice(), control=False, levels=False)
    assert reading.drawn.branch.height == pytest.approx(max(reading.drawn.distances[1:]))


def test_another_model_reads_anew(reading, ask, heard):
    reading.read(SENTENCE)
    ask.answer("parse", parse(SENTENCE))
    reading.choose(Choice(), control=True, levels=True)
    assert heard == ["changed"]
    assert ask.of("parse", Engine()) == (SENTENCE, None, True)


def test_before_the_first_parse_a_choice_draws_nothing(reading, ask, heard):
    reading.choose(Choice(0), control=False, levels=False)
    assert (ask.count, heard, reading.drawn) == (0, [], None)


def test_a_layer_that_a_parse_lacks_is_its_last(reading, ask):
    reading.choose(Choice(3), control=False, levels=True)
    reading.read(SENTENCE)
    ask.answer("parse", parse(SENTENCE, layers=2))
    assert (reading.drawn.distances == reading.parse.distances("d_forget", 1)).all()


@pytest.mark.parametrize(("text", "branch"), [("", None), ("dog", (0, 1))])
def test_hardly_a_sentence(reading, ask, text, branch):
    reading.read(text)
    ask.answer("parse", parse(text))
    drawn = reading.drawn
    assert (None if drawn.branch is None else drawn.branch.span) == branch
    assert len(drawn.gates) == len(drawn.distances) == len(text.split())


def test_held_out_sentences_go_round(reading, ask, heard):
    for by, text, index in (
        (1, "sentence 1", 1),
        (1, "sentence 2", 2),
        (1, "sentence 0", 0),
        (-1, "sentence 2", 2),
    ):
        reading.step(by)
        ask.answer("held", ask.of("held", Engine()))
        assert (heard[-1], reading.index) == (text, index)


def test_a_sentence_found_elsewhere_is_where_stepping_goes_on(reading, ask, heard):
    reading.go_to(1, "found by a like")
    assert heard == ["found by a like"]
    reading.step(1)
    ask.answer("held", ask.of("held", Engine()))
    assert (heard[-1], reading.index) == ("sentence 2", 2)


def test_a_run_without_held_out_sentences(reading, ask, heard):
    reading.show_held(0)
    ask.answer("held", ("", 0))
    assert (heard, reading.index) == ([""], 0)
