"""Spans read alike: asked for by a click, kept true, left alone while the model learns."""

from __future__ import annotations

from typing import Any

import pytest

from engines.onlstm.queries import Choice, Looks
from engines.onlstm.similar import Found, Like
from playground.labs.onlstm import similar as subject
from playground.labs.onlstm.similar import SimilarSpans
from tests.playground.labs.onlstm.conftest import Asked, parse

SENTENCE = "the old dog sleeps"
FOLLOWED = ("a", "small", "cat", "sings")
LIKES = (Like(4, 1, 3, FOLLOWED, "a small cat sings", 0.9), Like(7, 0, 2, ("no", "cat"), "no cat", 0.8))


class Bench:
    """The model, what it looks at, and what was heard."""

    def __init__(self, ask: Asked) -> None:
        self.ask, self.looks = ask, Looks()
        self.model = SimilarSpans(ask, lambda: self.looks)
        self.heard: list[tuple[Any, ...]] = []
        for name in ("forgotten", "waiting", "found", "followed"):
            getattr(self.model, name).connect(lambda *given, name=name: self.heard.append((name, *given)))

    def click(self, start: int = 1, end: int = 3) -> None:
        self.model.choose(SENTENCE, parse(SENTENCE), start, end)

    def answer(self, step: int = 0) -> Found:
        found = Found(LIKES, 0.5)
        self.ask.answer("similar", (step, found))
        return found


@pytest.fixture
def bench(qapp, ask: Asked) -> Bench:
    return Bench(ask)


def test_a_click_asks_and_the_answer_is_told_with_the_words(bench):
    bench.click()
    assert bench.heard == []
    found = bench.answer()
    assert bench.heard == [("found", "old dog", 2, found)]


def test_a_click_on_what_is_not_read_yet_asks_nothing(bench):
    bench.model.choose(SENTENCE, None, 0, 2)
    bench.model.choose("the old", parse("the old"), 0, 4)  # a node of the sentence before
    assert bench.ask.count == 0


def test_while_held_out_sentences_are_read_it_asks_again(bench):
    bench.click()
    bench.ask.answer("similar", None)
    assert bench.heard == [("waiting",)]
    bench.answer()
    assert bench.heard[-1][0] == "found"


def test_a_late_answer_to_another_click_is_dropped(bench):
    bench.click(0, 2)
    late = bench.ask.waiting.pop("similar")[1]
    bench.click(1, 4)
    late((0, Found(LIKES)))
    late(None)
    assert bench.heard == []
    bench.answer()
    assert bench.heard[0][1:3] == ("old dog sleeps", 3)


def test_nothing_is_asked_again_while_nothing_changed(bench):
    bench.click()
    bench.answer()
    bench.model.refresh(parse(SENTENCE), learning=False)
    assert bench.ask.count == 1


@pytest.mark.parametrize("looks", [Looks(Choice(0)), Looks(at=50), Looks(control=True)], ids=str)
def test_other_looks_are_asked_for(bench, looks):
    bench.click()
    bench.answer()
    bench.looks = looks
    bench.model.refresh(parse(SENTENCE), learning=False)
    assert bench.ask.count == 2


def test_new_weights_are_asked_for_seldom_while_learning_and_at_once_at_rest(bench, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("playground.kit.throttle.time.monotonic", lambda: now[0])
    bench.click()
    bench.answer(step=1)
    bench.model.refresh(parse(SENTENCE, step=2), learning=True)
    assert bench.ask.count == 1
    now[0] += subject.SELDOM
    bench.model.refresh(parse(SENTENCE, step=3), learning=True)
    assert bench.ask.count == 2
    bench.answer(step=3)
    bench.model.refresh(parse(SENTENCE, step=4), learning=False)
    assert bench.ask.count == 3


def test_another_sentence_ends_it_but_not_one_of_the_list(bench):
    bench.click()
    bench.answer()
    bench.model.follow(0)
    assert bench.heard[-1] == ("followed", LIKES[0])
    bench.model.refresh(parse(" ".join(FOLLOWED)), learning=False)
    assert bench.heard[-1][0] == "followed"
    bench.model.refresh(parse("something else"), learning=False)
    assert bench.heard[-1] == ("forgotten",)
    bench.model.refresh(parse(SENTENCE), learning=False)
    assert bench.ask.count == 1


def test_a_row_that_is_not_there_leads_nowhere(bench):
    bench.model.follow(0)
    bench.click()
    bench.answer()
    bench.model.follow(2)
    assert [name for name, *_ in bench.heard] == ["found"]


def test_another_run_forgets_and_its_late_answer_is_dropped(bench):
    bench.click()
    bench.model.clear()
    bench.answer()
    assert bench.heard == [("forgotten",)]
