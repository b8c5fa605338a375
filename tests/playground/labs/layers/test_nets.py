"""The networks of all labs that train some can be brought onto the canvas, and can be read there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, product

import pytest

from engines.layers.examples.drawings import DRAWINGS, drawing
from engines.layers.examples.modules import MODULES, example
from engines.layers.graph.node import Graph, Model, everywhere
from engines.layers.graph.shapes import checked
from engines.layers.net.export import python
from engines.layers.net.network import built
from playground.labs.layers import drawn
from playground.labs.layers.drawn import Known
from playground.labs.layers.imports import nets
from playground.labs.layers.imports.others import OTHERS
from playground.labs.layers.placing import placed
from tests.widgets.conftest import show, written_in
from widgets.graph.canvas import GraphCanvas
from widgets.graph.card import PICTURE, Card

__all__ = ("show",)
KEYS = [*MODULES, *nets.NETS]
SIZES = [(586, 474), (1226, 754)]  # of the canvas in a window of 1280 x 800, and of 1920 x 1080
MOST = 26  # boxes of any view


@cache
def net(key: str) -> Model:
    return example(key, fold=True) if key in MODULES else nets.net(key)


def views(graph: Graph, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Graph]]:
    """The graph, and those inside its blocks."""
    yield path, graph
    for node in graph.nodes:
        if node.inner is not None:
            yield from views(node.inner, (*path, node.id))


def rect(card: Card, at: tuple[float, float]) -> tuple[float, ...]:
    """Where a card is, with the picture that it may come to show."""
    x, y = drawn.place(at)
    return x, y, x + card.width, y + card.height + PICTURE + 6


def apart(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_all_that_are_offered_are_there():
    assert [key for key, _ in OTHERS] == list(nets.NETS)


@pytest.mark.parametrize("key", KEYS)
def test_a_network_of_another_lab_is_a_model(key):
    """That it answers the same is seen to by the import itself."""
    model = net(key)
    checked(model.graph)
    assert len(everywhere(model.graph)) > 8
    assert len(model.graph.nodes) <= 20
    assert max(len(graph.nodes) for _, graph in views(model.graph)) <= MOST


def test_no_card_lies_on_another_and_wires_lead_on(qapp):
    """Also when cards show what they answer; a wire leads to the right, or to a row below."""
    for key in KEYS:
        model = placed(net(key), 1.24)
        known = Known.of(model)
        for path, graph in views(model.graph):
            seen = drawn.canvas(known, graph, path, ())
            rects = {node.id: rect(Card(node), graph.by_id[node.id].at) for node in seen.nodes}
            for a, b in combinations(rects, 2):
                assert apart(rects[a], rects[b]), (key, path, a, b)
            for wire in seen.wires:
                (_x, y, right, _), (left, top, *_) = rects[wire.source], rects[wire.target]
                assert left > right or top > y, (key, path, wire)


def test_every_title_can_be_read_where_it_opens(show):
    canvas = show(GraphCanvas())
    for key, size in product([*KEYS, *DRAWINGS], SIZES):
        canvas.window().resize(*size)
        canvas.resize(*size)
        model = drawing(key) if key in DRAWINGS else placed(net(key), size[0] / size[1])
        graph = drawn.canvas(Known.of(model), model.graph, (), ())
        canvas.set_graph(graph, {n.id: drawn.place(n.at) for n in model.graph.nodes})
        canvas.begin()
        assert canvas.seen().contains(canvas.graph_scene.extent()), key
        assert canvas.scale_now() >= canvas.graph_scene.legible(), key
        if size == SIZES[0]:
            assert {node.title for node in graph.nodes} <= set(written_in(canvas.window())), key  # whole


@pytest.mark.parametrize("key", ["causal", "points", "fine"])
def test_it_is_written_as_python_that_answers_the_same(key):
    model = net(key)
    _, examples = nets.NETS[key]()
    room: dict = {"__name__": "drawn"}
    exec(python(model), room)
    assert room["build"]()(*examples).equal(built(model).eval()(*examples))
