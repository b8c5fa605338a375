"""A long model folded into blocks answers the same, and every view of it is short."""

from __future__ import annotations

from functools import cache

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from engines.layers.examples.modules import example
from engines.layers.graph import blocks, counters
from engines.layers.graph.edits import made
from engines.layers.graph.folding import folded
from engines.layers.graph.groups import ENDS, repeats
from engines.layers.graph.node import Edge, Graph, Model, Weights, everywhere
from engines.layers.net.importing import imported
from engines.layers.net.network import built
from tests.engines.layers.drawn import numbers, tokens

INPUTS = {"resnet": numbers(3, 1, 16, 16), "transformer": tokens(3, 16, high=64)}


@cache
def model_of(key: str, fold: bool) -> Model:
    return example(key, fold=fold)


def widest(graph: Graph) -> int:
    """Boxes of the longest view."""
    return max([len(graph.nodes), *(widest(n.inner) for n in graph.nodes if n.inner is not None)])


def body(model: Model) -> int:
    return sum(n.kind not in (*ENDS, "block") for n in everywhere(model.graph))


def opened(model: Model) -> Model:
    """All blocks flattened."""
    while found := [n.id for n in model.graph.nodes if n.inner is not None]:
        model = blocks.flatten(model, found[0])
    return model


@pytest.mark.parametrize("key", INPUTS)
def test_it_answers_the_same_bit_for_bit(key):
    flat, deep = model_of(key, False), model_of(key, True)
    x = INPUTS[key]
    with torch.no_grad():
        assert torch.equal(built(deep).eval()(x), built(flat).eval()(x))
        if key == "transformer":
            assert torch.equal(built(opened(deep)).eval()(x), built(flat).eval()(x))
    assert body(deep) == body(flat)
    assert deep.weights == flat.weights
    assert counters.count(deep) == counters.count(flat)


def test_blocks_are_the_modules_that_a_person_wrote():
    model = model_of("resnet", True)
    names = [node.id for node in model.graph.nodes]
    assert names == [
        "x", "stem", "norm", "relu", *(f"body_{at}" for at in range(8)), "mean", "head", "output",
    ]  # fmt: skip
    inner = model.graph.node("body_2").inner
    assert {"conv1", "norm1", "conv2", "norm2", "short"} < {node.id for node in inner.nodes}
    model = model_of("transformer", True)
    assert [n.id for n in model.graph.nodes if n.inner is not None] == ["layers_0", "layers_1", "layers_2"]


def test_without_its_modules_what_is_repeated_is_found():
    flat = model_of("resnet", False)
    model = folded(flat)
    assert widest(model.graph) <= 20 < len(flat.graph.nodes)
    x = INPUTS["resnet"]
    with torch.no_grad():
        assert torch.equal(built(model).eval()(x), built(flat).eval()(x))


class Twice(nn.Module):
    """A block used twice, functions inside of functions, and one that begins inside a loop."""

    def __init__(self):
        super().__init__()
        self.part = nn.Sequential(nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 4), nn.ReLU())

    def forward(self, x):
        for at in range(4):
            x = self.mixed(self.part(x) if at % 2 else x)
        return self.part(x)

    def mixed(self, x):
        y = torch.sin(x) * torch.cos(x)
        return torch.tanh(y + x) * 2 - 1


def test_a_module_that_is_called_twice_is_two_blocks_of_the_same_weights():
    model = imported(Twice(), numbers(3, 4), fold=True)
    named = [node for node in everywhere(model.graph) if node.inner is not None]
    assert sum(node.id.startswith("part") for node in named) == 3
    assert sum(node.id.startswith("mixed") for node in named) == 4
    assert len(model.weights) == 2


def test_what_comes_again_and_again():
    assert repeats([1, 2, 3, 1, 2, 3, 1, 2, 3, 4]) == (0, 3, 3)
    assert repeats([9, 1, 2, 1, 2, 8]) == (1, 2, 2)
    assert repeats([1, 2, 3, 4])[2] == 1
    assert repeats([1, 2, 2, 2, 4])[2] == 1
    assert repeats([8, 9, 7, 6, 5, 4, 3, 1, 2, 1, 2, 0, 10, 11]) == (7, 2, 2)
    assert repeats([0, *[5] * 29, 1]) == (1, 5, 5)


@settings(max_examples=25, deadline=None)
@given(st.integers(17, 120), st.integers(1, 5), st.integers(0, 40), st.randoms(use_true_random=False))
def test_any_drawing_is_folded_and_opened_again(length, kinds, far, random):
    """With tensors, wires that pass many nodes by, and nodes that nobody reads."""
    nodes, edges = [made("input", "x", {})], []
    for at in range(length):
        kind = random.choice(("activation", "add", "parameter", "norm", "flatten")[:kinds])
        nodes.append(made(kind, f"n{at}", {}, "w" if kind in ("parameter", "norm") else ""))
        reads = {"parameter": 0, "add": 2}.get(kind, 1)
        before = [node.id for node in nodes[max(0, at - random.randint(0, far)) : at + 1]]
        edges += [Edge(random.choice(before), 0, f"n{at}", slot) for slot in range(reads)]
    model = Model(
        Graph((*nodes, made("output", "y", {})), (*edges, Edge(nodes[-1].id, 0, "y", 0))), {"w": Weights()}
    )
    deep = folded(model)
    assert widest(deep.graph) <= max(40, length // 2)
    again = opened(deep)
    assert {node.id for node in again.graph.nodes} == {node.id for node in model.graph.nodes}
    assert set(again.graph.edges) == set(model.graph.edges)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=17, max_size=60), st.data())
def test_any_row_of_calls_is_folded_and_answers_the_same(row, data):
    """With wires that pass many nodes by."""
    past = data.draw(st.lists(st.integers(0, 12), min_size=len(row), max_size=len(row)))

    class Row(nn.Module):
        def forward(self, x):
            found = [x]
            for what, back in zip(row, past, strict=True):
                other = found[max(0, len(found) - 1 - back)]
                found.append((torch.sin, torch.tanh, torch.abs, torch.sigmoid)[what](found[-1]) + other)
            return found[-1]

    flat, deep = (imported(Row(), numbers(2, 3), fold=fold) for fold in (False, True))
    assert widest(deep.graph) <= 32  # of a row where each reads what was long ago
    assert body(deep) == body(flat)
    assert torch.equal(built(deep)(numbers(2, 3)), built(flat)(numbers(2, 3)))
