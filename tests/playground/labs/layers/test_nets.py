"""The networks of all labs that train some can be brought onto the canvas, and answer as they do at home."""

from __future__ import annotations

import pytest

from engines.layers.graph.node import everywhere
from engines.layers.graph.shapes import checked
from engines.layers.net.export import python
from engines.layers.net.network import built
from playground.labs.layers import nets
from playground.labs.layers.others import OTHERS


def test_all_that_are_offered_are_there():
    assert [key for key, _ in OTHERS] == list(nets.NETS)


@pytest.mark.parametrize("key", nets.NETS)
def test_a_network_of_another_lab_is_a_model(key):
    """That it answers the same is seen to by the import itself."""
    model = nets.net(key)
    checked(model.graph)
    assert len(everywhere(model.graph)) > 20


@pytest.mark.parametrize("key", ["causal", "points"])
def test_it_is_written_as_python_that_answers_the_same(key):
    model = nets.net(key)
    _, examples = nets.NETS[key]()
    room: dict = {"__name__": "drawn"}
    exec(python(model), room)
    assert room["build"]()(*examples).equal(built(model).eval()(*examples))
