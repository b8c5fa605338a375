"""What a graph refuses, and what it knows of itself."""

from __future__ import annotations

import numpy as np
import pytest

from tests.widgets.graph.conftest import X, Y, small
from widgets.graph.model import Graph, Node, Port, Wire


@pytest.mark.parametrize("wrong", [
    lambda: Graph((Node("a", "A"), Node("a", "B"))),
    lambda: Graph((Node("a", "A", inputs=(Port("x"), Port("x"))),)),
    lambda: Graph((Node("a", "A", outputs=Y), Node("b", "B", inputs=X)), (Wire("a", "y", "b", "z"),)),
    lambda: Graph((Node("a", "A", outputs=Y),), (Wire("a", "y", "b", "x"),)),
    lambda: Graph((Node("a", "A", outputs=Y), Node("b", "B", inputs=X)), (Wire("a", "y", "b", "x"),) * 2),
])  # fmt: skip
def test_what_hangs_in_the_air_is_refused(wrong):
    with pytest.raises(ValueError):
        wrong()


def test_an_input_and_an_output_may_have_the_same_name():
    assert Graph((Node("a", "A", inputs=X, outputs=X),)).by_id["a"].outputs == X


def test_uses_and_the_largest_bar():
    graph = small()
    assert [node.id for node in graph.uses["t"]] == ["a", "b"]
    assert graph.largest_gradient == 0.75  # both uses stacked
    assert small(c={"gradient": -3.0}).largest_gradient == 3.0
    assert Graph().largest_gradient == 0.0


def test_a_picture_is_another_when_its_array_is():
    one, two = (np.zeros((2, 2), np.uint8) for _ in range(2))
    assert Node("a", "A", picture=one).same(Node("a", "A", picture=one))
    assert not Node("a", "A", picture=one).same(Node("a", "A", picture=two))
