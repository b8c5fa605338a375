"""Texts as people have them: endless lines, long sentences, hardly anything."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from engines.ground.problem import Problem
from engines.onlstm.texts import corpus
from engines.onlstm.texts.corpus import LONG, PIECE, Corpus
from engines.onlstm.texts.tokens import cutter
from tests.engines.onlstm.conftest import tiny


def load(text: str, **values: Any) -> Corpus:
    config = tiny(**{"corpus": "text", "sentences": 5000, **values})
    return corpus.load(config, lambda *_: None, threading.Event(), text=text)


def every(found: Corpus) -> list[tuple[str, ...]]:
    return [s.tokens for s in (*found.train, *found.held, *found.final)]


def said(found: Corpus) -> str:
    return "\n".join(map(str, found.facts.notes))


@pytest.mark.parametrize(
    ("text", "tokens"), [("we walk to the river ", "words"), ("我们去河边散步", "characters")]
)
def test_one_endless_line_is_cut_into_pieces_and_it_is_said(text: str, tokens: Any) -> None:
    found = load(text * 500, tokens=tokens)
    words = every(found)
    total = sum(map(len, words))
    assert total == 500 * len(cutter(tokens)(text))
    assert {len(w) for w in words} <= {PIECE, total % PIECE}
    assert f"cut every {PIECE} words" in said(found)
    assert "on a line of its own" in said(found)
    assert "left out" not in said(found)


def test_a_few_long_sentences_are_left_out_and_counted() -> None:
    short = "we walk to the river\n" * 200
    one = load(short + "word " * (LONG + 1))
    assert "1 sentence longer than 120 words is left out." in said(one)
    two = load(short + ("word " * (LONG + 1) + "\n") * 2)
    assert "2 sentences longer than 120 words are left out." in said(two)
    assert "cut every" not in said(two)
    assert max(map(len, every(two))) <= LONG


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("we walk", "The text has 1 sentence; at least 2 are needed."), ("...", "no sentences to learn from")],
)
def test_hardly_anything_is_refused_in_good_grammar(text: str, sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        load(text)


def test_two_megabytes_without_a_sentence_end_are_read_whole() -> None:
    line = "the river is cold today and we walk along it until the evening comes "
    found = load(line * 29_000, sentences=50_000)
    assert sum(map(len, every(found))) == 14 * 29_000
