"""Treebank files as they come, and the place of what is wrong in them."""

from __future__ import annotations

import threading

import pytest

from engines.ground.problem import Cancelled, FileProblem
from engines.onlstm.texts import brackets

CASES = {
    "(S (NP (DT The) (NN cat)) (VP (VBZ sleeps)))": "((The cat) sleeps)",
    "( (S (NP-SBJ-1 (DT The) (NN cat)) (VP (VBZ is) (NP (-NONE- *-1)) (ADJP (JJ big))) (. .)) )": (
        "((The cat) (is big))"
    ),
    "(S (NP (NNP Mr.) (NNP Smith)) (, ,) (VP (VBZ pays) (NP ($ $) (CD 5) (-NONE- *U*))) (. .))": (
        "((Mr. Smith) (pays 5))"
    ),
    "(TOP (S (`` ``) (NP (PRP We)) (VP (VBP sleep)) ('' '')))": "(We sleep)",
    "((S (NP (NN a)) (VP (VB b))))": "(a b)",
    "(S\n  (NP (NN a)\n      (NN b))\n  (VP (VB c)))": "((a b) c)",
    "(S (NP (NN a)) (VP))": "(a)",
    "((the cat) sleeps)": "((the cat) sleeps)",
    "(a (b (c d)))": "(a (b (c d)))",
    "((一 本) 书)": "((一 本) 书)",
    "(S (NP (NN -LRB-x)) (VP (VB y)) (-LRB- -LRB-))": "(-LRB-x y)",
}


@pytest.mark.parametrize(("text", "wanted"), CASES.items(), ids=range(len(CASES)))
def test_one_tree(text: str, wanted: str) -> None:
    (found,) = brackets.read(text)
    assert found.tree.to_brackets(found.words) == wanted


def test_several_trees_on_a_line_and_words_between() -> None:
    found = list(brackets.read("# a comment\n(S (A a) (B b)) (S (A c))(S (A d) (B e))\n\n(S (. .))"))
    assert [t.words for t in found] == [("a", "b"), ("c",), ("d", "e")]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("(S (NP a) (VP b)", 1, 1),
        ("(S (A a))\n  (S (A b)\n(S (A c))", 2, 3),
        ("(S (A a))\n(S (A b)))", 2, 10),
        (")", 1, 1),
        ("(S (A a))\n\n   (", 3, 4),
    ],
)
def test_an_unpaired_bracket_is_named_by_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(FileProblem, match=f"t.mrg, line {line}, column {column}: ") as caught:
        list(brackets.read(text, "t.mrg"))
    assert caught.value.facts["line"] == line


def test_no_brackets_at_all() -> None:
    with pytest.raises(FileProblem, match=r"t.mrg holds no bracketed trees"):
        list(brackets.read("just words", "t.mrg"))


def test_deep_trees_are_no_matter() -> None:
    text = "(S (A a) " * 3000 + "(B b)" + ")" * 3000
    (found,) = brackets.read(text)
    assert len(found.words) == 3001
    assert len(found.tree.spans()) == 3000


def test_reading_can_be_cancelled() -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        list(brackets.read("(S (A a))", cancel=cancel))
