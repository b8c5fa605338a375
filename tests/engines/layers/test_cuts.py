"""Head and tail: bit for bit what the whole model has there, on the same memory."""

from __future__ import annotations

import pytest
import torch
from torch import fx

from engines.ground.problem import Problem
from engines.layers.graph import cuts, wires
from engines.layers.net.network import built
from tests.engines.layers.drawn import branched, numbers, residual, row, tokens

INNER = ("conv", "norm", "activation", "conv_1", "add", "pool", "linear")


class Whole(torch.nn.Module):
    """The residual model as one would write it."""

    def __init__(self, net):
        super().__init__()
        self.conv, self.norm = net.layer("conv"), net.layer("norm")
        self.conv_1, self.linear = net.layer("conv_1"), net.layer("linear")

    def forward(self, x):
        norm = self.norm(self.conv(x))
        act = torch.relu(norm)
        return self.linear((act + self.conv_1(act)).flatten(2).mean(2))


@pytest.mark.parametrize("name", INNER)
def test_a_head_has_what_the_whole_has_there(name):
    net = built(residual()).eval()
    x = numbers(4, 1, 8, 8)
    seen = {}
    part = net.parts.get(name)
    hook = part.register_forward_hook(lambda m, i, o: seen.setdefault("x", o)) if part is not None else None
    whole = net.run(x)[name].x
    head = built(cuts.head(residual(), name), net).eval()
    assert torch.equal(head(x), whole)
    if hook is not None:
        hook.remove()
        assert torch.equal(seen["x"], whole)


def test_an_interpreter_of_the_traced_module_agrees():
    net = built(residual()).eval()
    traced = fx.symbolic_trace(Whole(net).eval())
    seen = {}

    class Watch(fx.Interpreter):
        def run_node(self, n):
            seen[n.name] = super().run_node(n)
            return seen[n.name]

    x = numbers(4, 1, 8, 8)
    Watch(traced).run(x)
    for name, theirs in {
        "conv": "conv",
        "norm": "norm",
        "activation": "relu",
        "conv_1": "conv_1",
        "add": "add",
        "pool": "mean",
        "linear": "linear",
    }.items():
        assert torch.equal(built(cuts.head(residual(), name), net).eval()(x), seen[theirs])


def test_a_head_shares_memory_and_leaves_the_rest_behind():
    net = built(residual())
    head = built(cuts.head(residual(), "norm"), net)
    assert head.layer("conv").weight.data_ptr() == net.layer("conv").weight.data_ptr()
    assert [name for name, _ in head.layers.named_children()] == ["w_conv", "w_norm"]


@pytest.mark.parametrize("name", ["conv", "norm", "activation", "add", "pool"])
def test_the_tail_of_the_head_is_the_whole(name):
    net = built(residual()).eval()
    x = numbers(4, 1, 8, 8)
    head, tail = (
        built(part, net).eval() for part in (cuts.head(residual(), name), cuts.tail(residual(), name))
    )
    assert torch.equal(tail(head(x)), net(x))


@pytest.mark.parametrize("name", ["embedding", "lstm", "attention", "pool_1"])
def test_a_tail_takes_the_mask_along(name):
    net = built(branched()).eval()
    t = tokens(4, 6)
    found = net.run(t)[name]
    tail = built(cuts.tail(branched(), name), net).eval()
    beside = [t] if "input" in tail.plan.inputs else []
    masks = {f"{name}_cut": found.mask} if found.mask is not None else {}
    assert torch.equal(tail.run(found.x, *beside, masks=masks)[tail.plan.outputs[0]].x, net(t))


def test_a_cut_inside_a_branch_needs_the_other_branch_too():
    tail = built(cuts.tail(residual(), "conv_1"), built(residual()))
    assert tail.plan.inputs == ("conv_1_cut", "input")


def test_several_nodes_at_once():
    net = built(residual()).eval()
    x = numbers(2, 1, 8, 8)
    both = built(cuts.head(residual(), "conv", "pool"), net).eval()(x)
    assert [torch.equal(a, net.run(x)[n].x) for a, n in zip(both, ("conv", "pool"), strict=True)] == [
        True,
        True,
    ]


def test_what_cannot_be_cut():
    with pytest.raises(Problem, match="output is where the model ends"):
        cuts.head(row(), "output")
    with pytest.raises(Problem, match="not one answer of a known shape"):
        cuts.tail(wires.disconnect(row(), "linear", 0), "linear")


def test_the_same_layer_in_another_place_changes_nothing():
    model = residual()
    x = numbers(4, 1, 8, 8)
    y = built(model).eval()(x)
    assert torch.equal(built(wires.exchange(model, "conv_1", "conv", channels=4)).eval()(x), y)
    assert not torch.equal(
        built(wires.exchange(model, "conv_1", "conv", keep=False, channels=4)).eval()(x), y
    )


@pytest.mark.parametrize("place", ["norm", "pool", "output"])
def test_an_identity_on_a_wire_changes_nothing(place):
    model = residual()
    x = numbers(4, 1, 8, 8)
    there = wires.insert(model, place, 0, "activation", function="identity")
    assert torch.equal(built(there).eval()(x), built(model).eval()(x))
    assert len(there.graph.nodes) == len(model.graph.nodes) + 1
