"""Graph to module: it runs in order, and what cannot run is a sentence that names the node."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engines.ground.problem import Problem
from engines.layers.graph import edits, wires
from engines.layers.graph.node import Edge, Graph, Model
from engines.layers.graph.shapes import live
from engines.layers.net.network import built
from tests.engines.layers.drawn import branched, numbers, residual, row, tokens


def test_it_is_what_torch_would_do_by_hand():
    net = built(row())
    lin, x = net.layer("linear"), numbers(4, 8)
    assert isinstance(lin, nn.Linear)
    assert torch.equal(net(x), lin(lin(lin(x))))


def test_the_same_seed_draws_the_same_weights():
    x = numbers(2, 1, 8, 8)
    assert torch.equal(built(residual())(x), built(residual())(x))


@pytest.mark.parametrize(("model", "x"), [(residual(), numbers(5, 1, 8, 8)), (branched(), tokens(5, 6))])
def test_shapes_foretold_are_those_that_come(model, x):
    found = built(model).eval().run(x)
    told = live(model.graph).types
    for path, signal in found.items():
        assert tuple(signal.x.shape) == (5, *told[path][0].inner)


@pytest.mark.parametrize("model", [residual(), branched(), row()])
def test_weights_foretold_are_those_that_come(model):
    net = built(model)
    for key, shapes in live(model.graph).parameters.items():
        real = {n: tuple(p.shape) for n, p in net.layer(key).named_parameters() if not n.startswith("table.")}
        assert real == shapes


def test_a_cycle_names_a_node_on_it():
    model = row()
    with pytest.raises(Problem, match=r"linear.* would feed on itself"):
        wires.connect(model, "linear_2", "linear")
    graph = Graph(model.graph.nodes, (*model.graph.edges[1:], Edge("linear_2", 0, "linear", 0)))
    with pytest.raises(Problem, match=r"linear.* would feed on itself"):
        built(Model(graph, model.weights))


def test_a_missing_input_names_the_node():
    model = wires.disconnect(row(), "linear_1", 0)
    with pytest.raises(Problem, match="linear_1 has no input"):
        built(model)


def test_shapes_that_do_not_fit_name_the_node_and_leave_the_model_alone():
    model = edits.add(residual(), "lstm")
    with pytest.raises(Problem, match=r"lstm takes B×T×D, and gets B×4×8×8"):
        wires.connect(model, "conv", "lstm")
    model = edits.add(model, "embedding")
    with pytest.raises(Problem, match="embedding looks up tokens"):
        wires.connect(model, "conv", "embedding")
    model = wires.connect(edits.add(model, "multiply"), "conv", "multiply")
    with pytest.raises(Problem, match=r"multiply joins equal shapes, and gets B×4×8×8 and B×4"):
        wires.connect(model, "pool", "multiply")


def test_what_is_wrong_downstream_is_told_while_the_rest_stays_live():
    model = edits.set_options(residual(), "conv_1", channels=5)
    found = live(model.graph)
    assert [(path, str(p)) for path, p in found.problems] == [
        ("add", "add joins equal shapes, and gets B×4×8×8 and B×5×8×8.")
    ]
    assert "conv_1" in found.types
    assert "linear" not in found.types


@pytest.mark.parametrize("kind", ["input", "output"])
def test_ends_are_needed(kind):
    model = row(1)
    model = (
        edits.remove(model, "output")
        if kind == "output"
        else edits.remove(model, "input", "linear", "output")
    )
    with pytest.raises(Problem, match=f"has no {kind}"):
        built(model)


def test_five_thousand_nodes_are_the_most():
    model = edits.add(Model(), "input")
    nodes = tuple(edits.made("activation", f"a{i}", {}) for i in range(4999))
    edges = tuple(Edge(f"a{i - 1}" if i else "input", 0, f"a{i}", 0) for i in range(4999))
    full = Model(Graph((*model.graph.nodes, *nodes), edges))
    with pytest.raises(Problem, match="at most 5000 nodes"):
        edits.add(full, "output")
    assert not live(full.graph).problems
