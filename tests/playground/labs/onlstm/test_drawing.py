"""An engine's tree as the view's, at any depth."""

from __future__ import annotations

import pytest

from engines.onlstm import BUILDERS
from engines.onlstm.queries import Choice
from engines.onlstm.trees import Node, build
from playground.labs.onlstm.drawing import branch, drawn
from tests.playground.labs.onlstm.conftest import parse
from widgets.trees.layout import walk


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_branch_for_each_node_at_its_height(builder):
    tree = build([0.1, 0.9, 0.3, 0.3, 0.5], builder)
    pairs = list(zip(tree.nodes(), walk(branch(tree)), strict=True))
    assert all((node.start, node.end) == shown.span for node, shown in pairs)
    assert all((node.height or 0.0) == shown.height for node, shown in pairs)
    assert all(len(node.children) == len(shown.children) for node, shown in pairs)


def test_a_tree_as_deep_as_its_sentence_is_long():
    deep = Node(0, 1)
    for end in range(2, 1500):
        deep = Node(0, end, (deep, Node(end - 1, end)), 0.5)
    shown = branch(deep.levelled())
    assert (shown.span, shown.height) == ((0, 1499), 1.0)


@pytest.mark.parametrize("layer", [0, 1, "mean"])
def test_a_parse_is_drawn_as_it_is_chosen(layer):
    read = parse("the old dog sleeps")
    found = drawn(read, Choice(layer, "gap", "d_in"), levels=False)
    assert found.node.spans() == read.tree("gap", "d_in", layer).spans()
    assert (found.distances == read.distances("d_in", layer)).all()
    assert (found.gates == read.gates("d_in", layer)).all()
    assert found.against is None
