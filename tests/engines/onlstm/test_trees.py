"""Builders, and what can be done with a tree; all of it at a thousand words too."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.onlstm.texts import brackets
from engines.onlstm.trees import BUILDERS, Builder, Node, build, leaned, nest, spans_of

CATALAN = {2: 1, 3: 2, 4: 5, 5: 14, 6: 42, 7: 132}
PAPER = {2: 1, 3: 2, 4: 5, 5: 13, 6: 35, 7: 97}
DISTANCES = st.lists(st.floats(0, 1, allow_nan=False), min_size=0, max_size=12)


def shown(distances: list[float], builder: Builder) -> str:
    return build(distances, builder).to_brackets("abcdefghijkl"[: len(distances)])


@pytest.mark.parametrize(
    ("distances", "builder", "wanted"),
    [
        ([0, 3, 1, 2], "paper", "(a (b (c d)))"),
        ([0, 1, 3, 2], "paper", "((a b) (c d))"),
        ([9, 1, 3, 2], "gap", "((a b) (c d))"),
        ([4, 3, 2, 1], "paper", "(a (b (c d)))"),
        ([1, 2, 3, 4], "paper", "(((a b) c) d)"),
        ([1, 1, 1, 1], "paper", "(a (b (c d)))"),
        ([1, 1, 1, 1], "gap", "(a (b (c d)))"),
        ([9, 3, 2, 1], "gap", "(a (b (c d)))"),
        ([0, 1, 2, 3], "gap", "(((a b) c) d)"),
        ([9, 1, 3, 2], "paper", "(a ((b) (c d)))".replace("(b)", "b")),
        ([5], "paper", "(a)"),
        ([], "gap", "()"),
        ([1, 2], "paper", "(a b)"),
    ],
)
def test_cases(distances: list[float], builder: Builder, wanted: str) -> None:
    assert shown(distances, builder) == wanted


@pytest.mark.parametrize("n", range(2, 8))
def test_how_many_trees_each_builder_reaches(n: int) -> None:
    orders = [list(map(float, p)) for p in itertools.permutations(range(n))]
    assert len({frozenset(spans_of(d, "gap")) for d in orders}) == CATALAN[n]
    assert len({frozenset(spans_of(d, "paper")) for d in orders}) == PAPER[n]


def test_a_slope_is_added_to_the_gaps() -> None:
    assert leaned([9.0, 1.0, 3.0]) == [9.0, 2.5, 3.0]  # deviation 1, from the first gap to the last
    assert leaned([9.0, 2.0, 2.0, 2.0]) == [9.0, 2.0, 2.0, 2.0]
    assert leaned([9.0, 1.0]) == [9.0, 1.0]
    assert leaned([]) == []


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.lists(st.integers(0, 8), min_size=1, max_size=12), st.integers(0, 20), st.sampled_from((0.5, 1, 4)))
def test_leaning_asks_neither_where_distances_begin_nor_how_large_they_are(
    units: list[int], shift: int, scale: float
) -> None:
    d = [float(u) for u in units]
    moved = leaned([scale * (x + shift) for x in d])
    assert moved == pytest.approx([scale * (x + shift) for x in leaned(d)])


def test_leaning_says_right_where_distances_are_nearly_alike() -> None:
    d = [0.0, 0.01, 0.0, 0.01, 0.9, 0.0, 0.02, 0.01]
    assert shown(d, "gap") == "((a ((b c) d)) ((e f) (g h)))"
    assert shown(d, "lean") == "((a (b (c d))) (e (f (g h))))"


@settings(deadline=None, max_examples=100, derandomize=True)
@given(DISTANCES, st.sampled_from(BUILDERS))
def test_trees_are_binary_and_whole(distances: list[float], builder: Builder) -> None:
    tree = build(distances, builder)
    n = len(distances)
    assert (tree.start, tree.end) == (0, n)
    leaves = [node.start for node in tree.nodes() if not node.children]
    assert leaves == (list(range(n)) if n else [0])
    for node in tree.nodes():
        assert len(node.children) in (0, 2)
        if node.children:
            left, right = node.children
            assert (left.start, left.end, right.end) == (node.start, right.start, node.end)
            row = leaned(distances) if builder == "lean" else distances
            assert node.height == max(row[node.start + 1 : node.end])
            assert all(c.height is None or c.height <= node.height for c in node.children)
    assert tree.spans() == frozenset(spans_of(distances, builder))


def test_collapse_goes_from_the_whole_tree_to_a_row_of_words() -> None:
    tree = build([0, 3, 1, 2], "gap")
    assert tree.to_brackets("abcd") == "(a ((b c) d))"
    assert tree.collapse(0).to_brackets("abcd") == "(a ((b c) d))"
    assert tree.collapse(1.5).to_brackets("abcd") == "(a ((b c) d))"
    assert tree.collapse(2.5).to_brackets("abcd") == "(a (b c d))"
    assert tree.collapse(9).to_brackets("abcd") == "(a b c d)"


def test_binarise_adds_parts_and_loses_none() -> None:
    gold = nest([(1, 5), (2, 4)], 6)
    assert gold.to_brackets("abcdef") == "(a (b (c d) e) f)"
    binary = gold.binarise()
    assert binary.to_brackets("abcdef") == "(a ((b ((c d) e)) f))"
    assert gold.spans() <= binary.spans()


@settings(deadline=None, max_examples=100, derandomize=True)
@given(DISTANCES, st.sampled_from(BUILDERS))
def test_even_heights_keep_the_tree(distances: list[float], builder: Builder) -> None:
    plain = build(distances, builder)
    even = plain.levelled()
    assert [(n.start, n.end) for n in plain.nodes()] == [(n.start, n.end) for n in even.nodes()]
    inner = [node for node in even.nodes() if node.children]
    levels = max((node.height for node in inner), default=1) / min((node.height for node in inner), default=1)
    assert levels == pytest.approx(len({node.height for node in inner}) or 1)  # no step is left out
    for node in inner:
        highest = max(child.height or 0 for child in node.children)
        assert node.height == pytest.approx(highest + 1 / levels)
    assert (even.height == 1) == bool(even.children)


@settings(deadline=None, max_examples=50, derandomize=True)
@given(st.lists(st.floats(0, 1), min_size=2, max_size=10), st.sampled_from(BUILDERS))
def test_brackets_come_back_as_the_same_tree(distances: list[float], builder: Builder) -> None:
    words = [f"w{i}" for i in range(len(distances))]
    tree = build(distances, builder)
    (found,) = brackets.read(tree.to_brackets(words))
    assert found.words == tuple(words)
    assert found.tree.spans() == tree.spans()


def test_json_and_latex() -> None:
    tree = build([0, 1, 3, 2], "gap")
    found = json.loads(tree.to_json(["he", "is", '"a"', "50%_(b)"]))
    assert (found["start"], found["end"], found["height"]) == (0, 4, 3)
    assert [c["word"] for c in found["children"][1]["children"]] == ['"a"', "50%_(b)"]
    latex = tree.to_latex(["he", "is", "{a}", "50%_b"])
    assert latex.startswith("\\begin{forest}\n[[[{he}, tier=word] [{is}, tier=word]] [")
    assert "{\\{a\\}}" in latex
    assert "{50\\%\\_b}" in latex
    assert latex.count("[") == latex.count("]")


def test_brackets_inside_of_words() -> None:
    assert build([0, 1], "gap").to_brackets(["(x", ")"]) == "(-LRB-x -RRB-)"


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("rising", [True, False])
def test_a_thousand_words_are_no_matter(builder: Builder, rising: bool) -> None:
    distances = [float(i if rising else -i) for i in range(1000)]
    words = [str(i) for i in range(1000)]
    tree = build(distances, builder)
    assert len(tree.spans()) == 999
    assert len(tree.collapse(0).binarise().to_brackets(words)) > 1000
    tree.to_json(words)
    tree.to_latex(words)
    assert tree.levelled().height == 1


def test_nested_parts_need_no_order() -> None:
    assert nest([(0, 5), (2, 4), (0, 2), (2, 5), (2, 4)], 5).to_brackets("abcde") == "((a b) ((c d) e))"
    assert isinstance(nest([], 3), Node)
