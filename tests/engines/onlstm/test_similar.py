"""Spans with a similar gate pattern: exact distances, honest choices, weights of now and of then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.ground.problem import Problem
from engines.onlstm.similar import distances
from tests.engines.onlstm.conftest import advance

Make = Callable[..., Any]


def test_distances_are_root_mean_squares() -> None:
    draw = np.random.default_rng(0)
    gates, wanted = draw.random((30, 5)), draw.random((4, 5))
    found = distances(gates, wanted)
    assert found.shape == (27,)
    for at in range(27):
        assert found[at] == pytest.approx(np.sqrt(((gates[at : at + 4] - wanted) ** 2).mean()))
    assert distances(gates, gates[11:15])[11] == pytest.approx(0, abs=1e-7)
    assert len(distances(gates[:3], wanted)) == 0
    assert distances(np.ones((1, 4)), np.zeros((1, 4))).tolist() == [1.0]


@pytest.mark.parametrize("layer", [0, 1, "mean"])
@pytest.mark.parametrize("source", ["d_forget", "d_in"])
def test_what_is_found_is_as_alike_as_it_says(make: Make, layer: Any, source: Any) -> None:
    engine = make()
    advance(engine, 5)
    parse = engine.parse("the dog sees a cat in the garden")
    span = (2, 5)
    wanted = parse.gates(source, layer)[2:5]
    found = engine.similar.find(parse, span, layer, source).likes
    assert 3 <= len(found) <= 6
    assert [x.alike for x in found] == sorted((x.alike for x in found), reverse=True)
    for like in found:
        sentence = engine.sentence(like.index)
        assert (like.tokens, like.text) == (sentence.tokens, sentence.text)
        theirs = engine.parse(like.text).gates(source, layer)[like.start : like.end]
        assert like.alike == pytest.approx(1 - np.sqrt(((theirs - wanted) ** 2).mean()), abs=1e-5)
        assert like.end - like.start == 3


def test_the_best_is_the_best_of_all_windows(make: Make) -> None:
    engine = make()
    advance(engine, 5)
    parse = engine.parse("the dog sees a cat")
    best = engine.similar.find(parse, (0, 2), 1, "d_forget", most=1).likes[0]
    wanted = parse.gates("d_forget", 1)[:2]
    every = []
    for i in range(engine.sentences):
        tokens = engine.sentence(i).tokens
        gates = engine.parse(engine.sentence(i).text).gates("d_forget", 1)
        every += [
            1 - float(np.sqrt(((gates[s : s + 2] - wanted) ** 2).mean()))
            for s in range(len(tokens) - 1)
            if tuple(w.lower() for w in tokens[s : s + 2]) != ("the", "dog")
        ]
    assert best.alike == pytest.approx(max(every), abs=1e-5)


def test_the_average_is_of_all_windows(make: Make) -> None:
    engine = make()
    advance(engine, 5)
    parse = engine.parse("the dog sees a cat")
    wanted, every = parse.gates("d_in", 0)[1:4], []
    for i in range(engine.sentences):
        gates = engine.parse(engine.sentence(i).text).gates("d_in", 0)
        every += [
            1 - float(np.sqrt(((gates[s : s + 3] - wanted) ** 2).mean())) for s in range(len(gates) - 2)
        ]
    assert engine.similar.find(parse, (1, 4), 0, "d_in").average == pytest.approx(np.mean(every), abs=1e-5)


def test_never_the_same_words_nor_the_same_sentence_twice(make: Make) -> None:
    engine = make()
    parse = engine.parse(engine.sentence(0).text)
    found = engine.similar.find(parse, (0, 1), 0, "d_forget", most=50).likes
    words = [x.tokens[x.start] for x in found]
    assert len(set(words)) == len(words)
    assert parse.tokens[0] not in words
    assert len({x.index for x in found}) == len(found)
    assert all(x.tokens != parse.tokens for x in found)


def test_weights_of_then_and_of_the_control(make: Make) -> None:
    engine = make(control=True)
    advance(engine, 12)
    for options in ({}, {"at": 0}, {"control": True}):
        parse = engine.parse("the dog sees a cat", options.get("at"), options.get("control", False))
        found = engine.similar.find(parse, (1, 3), 1, "d_forget", **options).likes
        theirs = engine.parse(found[0].text, options.get("at"), options.get("control", False))
        gap = theirs.gates("d_forget", 1)[found[0].start : found[0].end] - parse.gates("d_forget", 1)[1:3]
        assert found[0].alike == pytest.approx(1 - np.sqrt((gap**2).mean()), abs=1e-5)
    with pytest.raises(Problem, match="no plain LSTM"):
        make().similar.find(parse, (1, 3), control=True)


def test_the_sentences_are_read_once_for_each_step(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from engines.onlstm import similar

    engine, reads = make(), []
    true = similar.read
    monkeypatch.setattr(similar, "read", lambda *a: reads.append(1) or true(*a))
    parse = engine.parse("the dog sees a cat")
    engine.similar.find(parse, (0, 2))
    first = len(reads)
    engine.similar.find(parse, (1, 4), 0, "d_in")
    assert len(reads) == first > 0
    advance(engine, 1)
    engine.similar.find(engine.parse("the dog sees a cat"), (0, 2))
    assert len(reads) == 2 * first


@pytest.mark.parametrize("span", [(0, 0), (3, 2), (-1, 2), (0, 6), (5, 9)])
def test_a_span_that_is_not_there_is_said(make: Make, span: tuple[int, int]) -> None:
    engine = make()
    with pytest.raises(Problem, match="has no words"):
        engine.similar.find(engine.parse("the dog sees a cat"), span)


def test_a_span_longer_than_all_sentences_finds_nothing(make: Make) -> None:
    engine = make()
    parse = engine.parse(" ".join(["the", "dog"] * 400))
    assert engine.similar.find(parse, (0, 800)).likes == ()


def test_asking_changes_nothing(make: Make) -> None:
    asked, unasked = make(), make()
    for engine in (asked, unasked):
        for _ in range(8):
            advance(engine, 1)
            if engine is asked:
                engine.similar.find(engine.parse("the dog sees a cat"), (1, 4))
    a, b = asked.tensors(), unasked.tensors()
    assert all((a[k] == b[k]).all() for k in a)


def test_a_caller_without_time_asks_again(make: Make) -> None:
    whole, pieces = make(), make()
    asked = 1
    while not pieces.similar.ready(seconds=1e-9) and asked < 100:
        asked += 1
    assert 1 < asked < 100
    parse = whole.parse("the dog sees a cat")
    assert whole.similar.find(parse, (0, 3)) == pieces.similar.find(parse, (0, 3))
