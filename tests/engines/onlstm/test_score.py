"""The scorer's rules, case by case, and baselines on a fixed grammar seed."""

from __future__ import annotations

import random

import pytest

from engines.onlstm import BASELINES, compare, f1
from engines.onlstm.score import balanced, baselines, chance, inner, left, right
from engines.onlstm.texts import grammar
from engines.onlstm.trees import Node, nest

RIGHT4 = nest([(1, 4), (2, 4)], 4)
PAIRS4 = nest([(0, 2), (2, 4)], 4)
FLAT4 = nest([], 4)


def test_identical_trees_reach_100() -> None:
    for mode in ("sentence", "sentence_legacy", "corpus"):
        assert f1([RIGHT4, PAIRS4], [RIGHT4, PAIRS4], mode) == 100


def test_one_common_part_of_two_and_two_is_50() -> None:
    found = compare(RIGHT4, PAIRS4)
    assert (found.right, found.wrong, found.missed) == ({(2, 4)}, {(1, 4)}, {(0, 2)})
    assert found.f1 == 50
    assert f1([RIGHT4], [PAIRS4]) == f1([RIGHT4], [PAIRS4], "corpus") == 50


def test_whole_sentences_and_words_never_count() -> None:
    assert inner(RIGHT4) == {(1, 4), (2, 4)}
    assert inner(nest([], 2)) == frozenset()
    assert compare(nest([], 2), nest([], 2)).f1 == 100


def test_flat_gold_is_skipped_or_counts_nothing() -> None:
    assert f1([RIGHT4, RIGHT4], [FLAT4, RIGHT4]) == 100
    assert f1([RIGHT4, RIGHT4], [FLAT4, RIGHT4], "sentence_legacy") == 50
    assert f1([FLAT4], [FLAT4], "sentence_legacy") == 100
    assert f1([RIGHT4], [FLAT4], "corpus") == 0


def test_corpus_f1_weighs_long_sentences_more() -> None:
    long_right, long_left = right(6), left(6)
    assert f1([RIGHT4, long_right], [RIGHT4, long_left], "sentence") == 50
    assert f1([RIGHT4, long_right], [RIGHT4, long_left], "corpus") == pytest.approx(200 * 2 / 12)


def test_a_unary_chain_counts_once() -> None:
    leaf = [Node(i, i + 1) for i in range(3)]
    pair = Node(0, 2, (leaf[0], leaf[1]))
    chain = Node(0, 2, (pair,))
    assert inner(Node(0, 3, (chain, leaf[2]))) == {(0, 2)}


def test_shapes() -> None:
    assert left(4).to_brackets("abcd") == "(((a b) c) d)"
    assert right(4).to_brackets("abcd") == "(a (b (c d)))"
    assert balanced(5).to_brackets("abcde") == "((a b) (c (d e)))"
    rng = random.Random(0)
    assert {chance(3, rng).to_brackets("abc") for _ in range(20)} == {"((a b) c)", "(a (b c))"}
    for shape in (left, right, balanced):
        assert [shape(n).end for n in range(3)] == [0, 1, 2]


def test_baselines_on_the_english_grammar() -> None:
    rng = random.Random(0)
    rules = grammar.load("english")
    found = baselines([rules.draw(rng).tree for _ in range(300)], seed=0)
    assert tuple(found) == BASELINES
    assert {k: round(v, 1) for k, v in found.items()} == STORED
    assert found["best"] > 97


STORED = {"left": 21.2, "right": 37.5, "balanced": 35.4, "random": 28.3, "best": 98.3}
