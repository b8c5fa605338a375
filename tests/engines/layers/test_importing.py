"""Modules of torch as models: bit-equal, sharing found, code from outside never run by name."""

from __future__ import annotations

import json
import threading
import time

import pytest
import torch
from torch import nn

from engines.ground.problem import FileProblem, Problem
from engines.layers.examples.modules import MODULES, example
from engines.layers.graph import counters, cuts, document
from engines.layers.net.export import python
from engines.layers.net.importing import imported
from engines.layers.net.network import built
from tests.engines.layers.drawn import numbers, tokens


class Shares(nn.Module):
    """A layer twice, a buffer, tuples, shapes, keywords, a norm that the palette has not."""

    def __init__(self):
        super().__init__()
        self.lin, self.norm = nn.Linear(8, 8), nn.GroupNorm(2, 8)
        self.lstm = nn.LSTM(4, 4, batch_first=True, bidirectional=True)
        self.register_buffer("scale", torch.tensor([2.0]))
        self.att = nn.MultiheadAttention(8, 2, batch_first=True)

    def forward(self, x):
        x = self.lin(torch.tanh(self.lin(x)))
        a, b = self.norm(x).chunk(2, dim=1)
        y, (h, _) = self.lstm(torch.stack([a, b], 1))
        z, _ = self.att(y, y, y)
        return {"y": z.reshape(x.shape[0], -1)[:, 2:-1] * self.scale, "h": h.transpose(0, 1)}


class Same(nn.Module):
    """Two layers of one matrix."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(4, 4), nn.Linear(4, 4)
        self.b.weight, self.b.bias = self.a.weight, self.a.bias

    def forward(self, x):
        return self.b(self.a(x))


class Asks(nn.Module):
    def forward(self, x):
        return x if x.sum() > 0 else -x


class Steps(nn.Module):
    """A loop over places, and a way that hangs on how large they are."""

    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 4)

    def forward(self, x):
        h = x[:, 0] * 0
        for at in x.unbind(1):
            h = torch.tanh(self.lin(at) + h)
        if x.shape[-1] != h.shape[-1] or x.ndim > 3:
            h = h * 2
        return sum([h] * len(x.unbind(1))) + x.shape[1]


class Batchwise(nn.Module):
    """A loop over examples."""

    def forward(self, x):
        return torch.stack([one * 2 for one in x])


class Odd(nn.Module):
    def forward(self, x):
        return torch.linalg.inv(x @ x.transpose(0, 1))


class Draws(nn.Module):
    def forward(self, x):
        return torch.nn.functional.dropout(x, training=True)


def test_all_that_a_module_does_is_kept_bit_for_bit():
    torch.manual_seed(0)
    module = Shares().eval()
    model = imported(module, numbers(3, 8))
    for batch in (1, 3, 7):
        x = numbers(batch, 8, seed=batch)
        y, h = built(model).eval()(x)
        assert torch.equal(y, module(x)["y"])
        assert torch.equal(h, module(x)["h"])


def test_a_layer_that_is_called_twice_is_one_layer():
    model = imported(Shares(), numbers(3, 8))
    assert [n.id for n in model.graph.nodes if n.weights == "lin"] == ["lin", "lin_1"]
    assert counters.count(model).untied - counters.count(model).unique == 72
    model = imported(Same(), numbers(3, 4))
    assert counters.count(model) == counters.Count(20, 40, 0)


def test_the_palette_is_used_where_it_says_the_same():
    kinds = {n.id: n.kind for n in example("resnet").graph.nodes}
    assert {"conv", "norm", "activation", "add", "linear"} <= set(kinds.values())
    assert sum(kind == "call" for kind in kinds.values()) == 1  # the mean over places
    model = example("transformer")
    (out,) = model.graph.of_kind("tied_output")
    assert out.table == model.graph.of_kind("embedding")[0].weights


@pytest.mark.parametrize("key", MODULES)
def test_own_examples_are_large_enough_and_quickly_laid_out(key):
    started = time.perf_counter()
    model = example(key)
    assert time.perf_counter() - started < 20  # it takes 0.3 s; the benchmark says how long
    assert len(model.graph.nodes) > 50
    places = {n.at for n in model.graph.nodes}
    assert len(places) == len(model.graph.nodes)
    at = {n.id: n.at for n in model.graph.nodes}
    for e in model.graph.edges:  # a wire leads to the right, or down into the next band of columns
        (x, y), (to_x, to_y) = at[e.source], at[e.target]
        assert to_x > x or to_y > y
    wide, high = (max(p[i] for p in places) - min(p[i] for p in places) for i in (0, 1))
    assert 0.5 < wide / high < 3


def test_the_resnet_has_sixty_nodes_and_can_be_cut():
    model = example("resnet")
    assert len(model.graph.nodes) >= 60
    net, x = built(model).eval(), numbers(2, 1, 16, 16)
    for name in [n.id for n in model.graph.nodes if n.kind == "add"][:3]:
        head, tail = (built(part, net).eval() for part in (cuts.head(model, name), cuts.tail(model, name)))
        assert torch.equal(tail(head(x)), net(x))


@pytest.mark.parametrize("key", MODULES)
def test_files_of_imported_models(key):
    model = example(key)
    assert document.from_json(document.to_json(model)) == model
    x = numbers(3, 1, 16, 16) if key == "resnet" else tokens(3, 16, high=64)
    room: dict = {"__name__": "drawn"}
    exec(python(model), room)
    assert torch.equal(room["build"]()(x), built(model).eval()(x))


@pytest.mark.parametrize(
    ("module", "x", "why"),
    [
        (Asks(), numbers(3, 4), "Asks cannot be traced: symbolically traced variables cannot be used"),
        (Odd(), numbers(3, 4), "calls linalg_inv"),
        (Draws(), numbers(3, 40), "draws numbers of its own"),
        (nn.Linear(5, 4), numbers(3, 4), "Linear.linear cannot run: mat1"),
        (nn.Bilinear(4, 4, 4), numbers(3, 4), "Bilinear cannot be traced: Bilinear.forward.. missing"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence(module, x, why):
    with pytest.raises(Problem, match=why):
        imported(module, x)


@pytest.mark.parametrize(
    ("kind", "options", "why"),
    [
        ("call", {"target": "os.system", "arguments": '[["ls"], {}]'}, "os.system is not among the functions"),
        ("call", {"target": "torch.load", "arguments": '[["x"], {}]'}, "torch.load is not among the functions"),
        ("call", {"target": "method.__reduce__", "arguments": '[[{"$": 0}], {}]'}, "is not among the functions"),
        ("call", {"target": "getattr", "arguments": '[[{"$": 0}, "__class__"], {}]'}, "is not among the functions"),
        ("call", {"target": "torch.full", "arguments": '[[[99999, 99999], 1.0], {}]'}, "more numbers than"),
        ("call", {"target": "torch.relu", "arguments": "{"}, "call cannot run"),
        ("call", {"target": "torch.relu", "arguments": '[[{"x": 0}], {}]'}, "call cannot run"),
        ("call", {"target": "operator.mul", "arguments": '[["a", 9999999], {}]'}, "call cannot run"),
        ("call", {"target": "operator.pow", "arguments": "[[10, 1000000000], {}]"}, "call cannot run"),
        ("module", {"target": "Module", "arguments": "{}", "call": "[]"}, "not among the layers"),
        ("module", {"target": "Linear", "arguments": '{"in_features": "x"}', "call": "[]"}, "module cannot run"),
    ],
)  # fmt: skip
def test_a_file_can_name_nothing_that_is_not_on_the_list(kind, options, why):
    nodes = [
        {"id": "x", "kind": "input", "options": {"shape": [4]}},
        {"id": kind, "kind": kind, "options": options, **({"weights": "w"} if kind == "module" else {})},
        {"id": "y", "kind": "output"},
    ]
    weights = {"w": {"seed": 0, "frozen": False, "values": {}}} if kind == "module" else {}
    graph = {"nodes": nodes, "edges": [["x", 0, kind, 0], [kind, 0, "y", 0]]}
    text = json.dumps({"format": "seven-labs-layers", "version": 1, "graph": graph, "weights": weights})
    with pytest.raises((Problem, FileProblem), match=why):
        built(document.from_json(text))


def test_loops_and_ways_that_hang_on_sizes_are_written_down():
    model = imported(Steps(), numbers(3, 5, 4))
    module = Steps()
    torch.manual_seed(0)
    assert [n.kind for n in model.graph.nodes].count("linear") == 5
    assert len(model.weights) == 1
    assert built(model).eval()(numbers(7, 5, 4)).shape == module(numbers(7, 5, 4)).shape


def test_a_way_that_hangs_on_how_many_examples_there_are_is_refused():
    with pytest.raises(Problem, match="Batchwise goes another way for another number of examples"):
        imported(Batchwise(), numbers(3, 4))


class Reads(nn.Module):
    """Reads its table by itself too."""

    def __init__(self):
        super().__init__()
        self.table, self.lin = nn.Embedding(9, 4), nn.Linear(4, 4)

    def forward(self, x):
        return (self.lin(self.table(x)) @ self.lin.weight) @ self.table.weight[:5].T


def test_a_table_that_is_also_read_by_itself_stays_one():
    module = Reads()
    model = imported(module, tokens(3, 6) % 9)
    assert counters.count(model).unique == sum(p.numel() for p in module.parameters())
    x = tokens(5, 6) % 9
    assert torch.equal(built(model).eval()(x), module(x))


class Beside(nn.Module):
    """While it is written down, another thread runs a network."""

    def __init__(self):
        super().__init__()
        self.lin, self.found = nn.Linear(4, 4), []

    def forward(self, x):
        other = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
        run = threading.Thread(target=lambda: self.found.append(other(torch.zeros(2, 4))))
        run.start()
        run.join()
        return self.lin(x)


def test_networks_of_other_threads_are_left_alone():
    module = Beside()
    model = imported(module, numbers(3, 4))
    assert [n.kind for n in model.graph.nodes] == ["input", "linear", "output"]
    assert all(type(found) is torch.Tensor for found in module.found)
    assert len(module.found) > 1
