"""Trees over words: exact places, chunks, and no recursion."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.trees.layout import Branch, chunks, layout, walk
from widgets.trees.samples import split


def comb(number: int, *, left: bool) -> Branch:
    """A tree as deep as its sentence is long."""
    tree = Branch(0, 1) if left else Branch(number - 1, number)
    for at in range(1, number):
        if left:
            tree = Branch(0, at + 1, (tree, Branch(at, at + 1)), at / number)
        else:
            start = number - 1 - at
            tree = Branch(start, number, (Branch(start, start + 1), tree), at / number)
    return tree


distances = st.lists(st.floats(0, 1, allow_nan=False), min_size=1, max_size=40).map(np.array)


@given(distances)
def test_a_leaf_stands_over_its_word_and_a_parent_between_its_first_and_last_child(values):
    centres = np.cumsum(values + 1)
    tree = layout(split(values), centres)
    seen = []
    for at, branch in enumerate(tree.branches):
        below = tree.children[at]
        if below:
            assert tree.x[at] == (tree.x[below[0]] + tree.x[below[-1]]) / 2
            assert (tree.left[at], tree.right[at]) == (tree.x[below[0]], tree.x[below[-1]])
            assert all(tree.parent[child] == at for child in below)
        else:
            seen.append(branch.start)
            assert tree.x[at] == centres[branch.start]
            assert tree.height[at] == 0
    assert seen == list(range(len(values)))
    assert tree.parent[0] == -1


@given(distances)
def test_every_gap_is_split_by_one_node_and_its_height_is_the_distance(values):
    tree = layout(split(values), np.arange(len(values)))
    assert sorted(tree.splits) == list(range(1, len(values)))
    for gap, node in tree.splits.items():
        assert tree.height[node] == values[gap]
        assert gap in tree.gaps(node)


@pytest.mark.parametrize("left", [True, False])
def test_a_tree_of_two_thousand_words_as_deep_as_the_sentence(left):
    tree = comb(2000, left=left)
    placed = layout(tree, np.arange(2000) * 40.0)
    assert len(placed.branches) == len(list(walk(tree))) == 3999
    assert chunks(tree, 0) == [(at, at + 1) for at in range(2000)]
    assert chunks(tree, 1) == [(0, 2000)]
    assert repr(tree).startswith("Branch(")
    assert tree != comb(2000, left=left)  # compared by identity, so without descending
    del tree, placed


def test_deep_trees_take_linear_time():
    """Four times the words, four times the calls: a count that no busy machine changes."""

    def calls(number: int) -> int:
        tree, counted = comb(number, left=True), 0

        def count(_frame: object, event: str, _arg: object) -> None:
            nonlocal counted
            counted += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            layout(tree, np.arange(number))
        finally:
            sys.setprofile(before)
        return counted

    assert calls(4000) < 4.1 * calls(1000)


@given(distances, st.floats(0, 1))
def test_chunks_part_words_exactly_where_distances_reach_the_threshold(values, threshold):
    """A gap with all the splits above it at the threshold or higher; here parents are never lower."""
    found = chunks(split(values), threshold)
    cuts = [start for start, _ in found[1:]]
    expected = [gap for gap in range(1, len(values)) if values[gap] >= threshold and threshold < 1]
    assert cuts == expected
    assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
    assert found[-1][1] == len(values)


def test_chunks_are_what_shutting_all_low_nodes_leaves():
    tree = split(np.array([0, 0.3, 0.9, 0.2, 0.5, 0.1]))
    shut = {branch.span for branch in walk(tree) if branch.children and branch.height < 0.4}
    leaves = [
        branch.span
        for branch, below in zip(*_flat(layout(tree, np.arange(6), shut)), strict=True)
        if not below
    ]
    assert leaves == chunks(tree, 0.4) == [(0, 2), (2, 4), (4, 6)]


def _flat(placed):
    return placed.branches, placed.children


def test_a_shut_node_is_a_leaf_in_the_middle_of_its_words():
    tree = layout(split(np.array([0, 0.3, 0.9, 0.2])), [10.0, 20, 30, 70], {(2, 4)})
    at = next(at for at, branch in enumerate(tree.branches) if branch.span == (2, 4))
    assert (tree.x[at], tree.left[at], tree.right[at], tree.children[at]) == (50, 30, 70, ())
    assert tree.x[0] == (15 + 50) / 2
    assert sorted(tree.splits) == [1, 2]
    assert tree.height[at] == 0.2


def test_more_than_two_children_and_heights_beyond_the_axis():
    leaves = tuple(Branch(at, at + 1) for at in range(4))
    tree = layout(Branch(0, 4, leaves, float("nan")), [0, 1, 5, 9])
    assert (tree.x[0], tree.height[0], tree.gaps(0)) == (4.5, 0, [1, 2, 3])
    assert layout(Branch(0, 4, leaves, 7), range(4)).height[0] == 1


def test_what_is_no_tree_over_the_words_is_refused():
    one, two, three = Branch(0, 1), Branch(1, 2), Branch(2, 3)
    for wrong in (
        Branch(0, 3, (one, two)),
        Branch(0, 3, (one, three)),
        Branch(0, 2),
        Branch(0, 2, (two, one)),
    ):
        with pytest.raises(ValueError):
            layout(wrong, range(3))
    with pytest.raises(ValueError, match="2 words"):
        layout(Branch(0, 3, (one, two, three)), range(2))
