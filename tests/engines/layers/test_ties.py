"""Sharing: same output before and after, gradients that add up, one storage, the right count."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engines.ground.problem import Problem
from engines.layers.graph import counters, document, edits, ties
from engines.layers.net.gradients import per_use
from engines.layers.net.network import built, captured
from tests.engines.layers.drawn import branched, numbers, row, tied, tokens


def squares(path):
    return lambda found: found[path].x.square().sum()


@pytest.mark.parametrize(
    ("model", "x", "node"), [(row(), numbers(4, 8), "linear_1"), (branched(), tokens(4, 6), "lstm_1")]
)
def test_untying_copies_so_that_nothing_changes(model, x, node):
    before = built(model).eval()(x)
    for apart in (
        ties.untie(model, node),
        ties.untied(model),
        ties.untie(captured(model, built(model)), node),
    ):
        assert counters.count(apart).unique > counters.count(model).unique
        assert torch.equal(built(apart).eval()(x), before)


def test_tying_saves_exactly_one_layer():
    model = row(shared=False)
    assert counters.count(model) == counters.Count(216, 216, 0)
    model = ties.tie(model, "linear_1", "linear")
    assert counters.count(model) == counters.Count(144, 216, 0)
    model = ties.tie(model, "linear_2", "linear")
    assert counters.count(model) == counters.Count(72, 216, 0)
    assert sum(p.numel() for p in built(model).parameters()) == 72


def test_tying_to_a_layer_of_the_same_values_changes_nothing():
    model = ties.untie(row(2), "linear_1")
    assert torch.equal(
        built(model)(numbers(3, 8)), built(ties.tie(model, "linear_1", "linear"))(numbers(3, 8))
    )


def test_the_shared_gradient_is_the_sum_over_uses_last_use_first():
    net = built(row())
    found = per_use(net, (numbers(4, 8),), squares("linear_2"))
    each = found.each["linear"]
    assert list(each) == ["linear", "linear_1", "linear_2"]
    for name, tied_ in found.tied["linear"].items():
        backward = each["linear_2"][name] + each["linear_1"][name] + each["linear"][name]
        assert torch.equal(backward, tied_)
        forward = each["linear"][name] + each["linear_1"][name] + each["linear_2"][name]
        assert torch.allclose(forward, tied_, rtol=1e-6, atol=1e-5)


def test_in_double_precision_any_order_will_do():
    net = built(branched()).double().eval()
    found = per_use(net, (tokens(4, 6),), squares("linear"))
    for key, names in found.tied.items():
        for name, tied_ in names.items():
            total = sum(part[name] for part in found.each[key].values())
            assert torch.allclose(total, tied_, rtol=1e-12, atol=1e-12)


def test_gradients_leave_the_network_as_it_was():
    net = built(row())
    per_use(net, (numbers(4, 8),), squares("linear_2"))
    assert all(p.grad is None for p in net.parameters())


def test_a_step_leaves_all_uses_equal():
    model = row()
    net = built(model)
    best = torch.optim.Adam(net.parameters())
    for _ in range(3):
        best.zero_grad()
        net(numbers(4, 8)).square().sum().backward()
        best.step()
    after = ties.untied(captured(model, net))
    assert len({w.values for w in after.weights.values()}) == 1
    assert torch.equal(built(after)(numbers(4, 8)), net(numbers(4, 8)))


def test_a_tied_output_is_the_table_transposed():
    model = tied()
    before = counters.count(model)
    model = ties.tie(model, "linear", "embedding")
    assert before.unique - counters.count(model).unique == 20 * 8
    assert counters.count(model).untied == before.untied
    net = built(model)
    table = net.layer("embedding").weight
    assert net.get_parameter("layers.w_linear_bias.table.weight") is table
    t = tokens(3, 9, high=20)
    found = net.run(t)
    out = net.layer("linear_bias")
    assert torch.equal(found["linear"].x, nn.functional.linear(found["lstm"].x, table, out.bias))


def test_the_tied_table_gets_both_gradients():
    net = built(ties.tie(tied(), "linear", "embedding"))
    found = per_use(net, (tokens(3, 9, high=20),), squares("linear"))
    each = found.each["embedding"]
    assert torch.equal(
        each["linear"]["weight"] + each["embedding"]["weight"], found.tied["embedding"]["weight"]
    )
    assert all(part["weight"].abs().max() > 0 for part in each.values())


def test_saving_and_loading_keeps_the_tie():
    model = ties.tie(tied(), "linear", "embedding")
    net = built(model)
    again = document.from_json(document.to_json(captured(model, net)))
    other = built(again)
    assert other.get_parameter("layers.w_linear_bias.table.weight") is other.layer("embedding").weight
    assert torch.equal(other(tokens(3, 9)), net(tokens(3, 9)))


def test_untying_the_output_keeps_what_it_says():
    model = ties.tie(tied(), "linear", "embedding")
    apart = ties.untie(model, "linear")
    assert torch.equal(built(apart)(tokens(3, 9)), built(model)(tokens(3, 9)))
    assert counters.count(apart).unique - counters.count(model).unique == 160


@pytest.mark.parametrize(
    ("name", "to", "why"),
    [("linear", "linear", "same layer already"), ("linear", "lstm", "different kinds"), ("input", "output", "different kinds"), ("lstm", "lstm_1", "same layer already"), ("add", "add_1", "no weights to share")],
)  # fmt: skip
def test_a_tie_that_cannot_be_is_refused(name, to, why):
    model = edits.add(edits.add(tied(), "add"), "add")
    model = ties.again(model, "lstm")
    with pytest.raises(Problem, match=why):
        ties.tie(model, name, to)


def test_layers_of_other_shapes_cannot_be_one():
    model = edits.set_options(row(2, shared=False), "linear", out=4)
    with pytest.raises(
        Problem, match=r"linear_1 cannot be the same layer as linear: linear 4×4 here, linear 4×8 there"
    ):
        ties.tie(model, "linear_1", "linear")


def test_a_layer_that_shares_nothing_cannot_be_untied():
    with pytest.raises(Problem, match="shares its weights with no other"):
        ties.untie(row(1), "linear")


def test_frozen_weights_stay_and_get_no_gradient():
    model = ties.freeze(branched(), "lstm")
    net = built(model)
    before = {k: v.clone() for k, v in net.layer("lstm").state_dict().items()}
    best = torch.optim.SGD([p for p in net.parameters() if p.requires_grad], 0.1)
    for _ in range(10):
        net(tokens(4, 6)).square().sum().backward()
        best.step()
    assert all(p.grad is None for p in net.layer("lstm").parameters())
    assert all(torch.equal(v, before[k]) for k, v in net.layer("lstm").state_dict().items())
    assert counters.count(model).frozen == sum(p.numel() for p in net.layer("lstm").parameters())
    assert built(ties.freeze(model, "lstm_1", False)).layer("lstm").weight_ih_l0.requires_grad


def test_a_layer_begins_anew_from_another_seed():
    model = captured(row(), built(row()))
    fresh = ties.renew(model, "linear", 1)
    assert not torch.equal(built(fresh).layer("linear").weight, built(model).layer("linear").weight)
    assert ties.renew(model, "linear", 1) == fresh != ties.renew(model, "linear", 2)
