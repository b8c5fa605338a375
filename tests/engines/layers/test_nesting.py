"""Blocks: in and out again nothing changes; the tree counts each number once."""

from __future__ import annotations

import pytest
import torch

from engines.ground.problem import Problem
from engines.layers.graph import blocks, clips, counters, edits, ties, wires
from engines.layers.graph.node import Model
from engines.layers.net.network import built
from tests.engines.layers.drawn import branched, numbers, residual, row, tokens


def outputs(model: Model, x: torch.Tensor) -> torch.Tensor:
    return built(model).eval()(x)


CASES = [
    (row(), numbers(4, 8), ("linear", "linear_1")),
    (residual(), numbers(4, 1, 8, 8), ("norm", "activation", "conv_1", "add")),
    (branched(), tokens(4, 6), ("lstm", "lstm_1", "activation", "add")),
    (branched(), tokens(4, 6), ("attention", "conv", "pool", "pool_1", "attention_pool", "last", "concat")),
]


@pytest.mark.parametrize(("model", "x", "ids"), CASES)
def test_in_and_out_of_a_block_nothing_changes(model, x, ids):
    nested = blocks.nest(model, ids)
    assert torch.equal(outputs(nested, x), outputs(model, x))
    flat = blocks.flatten(nested, "block")
    assert torch.equal(outputs(flat, x), outputs(model, x))
    assert flat.weights == nested.weights == model.weights
    assert {n.id for n in flat.graph.nodes} == {n.id for n in model.graph.nodes}


def test_blocks_within_blocks():
    model = blocks.nest(row(), ("linear", "linear_1"), "inner")
    model = blocks.nest(model, ("inner", "linear_2"), "outer")
    assert torch.equal(outputs(model, numbers(2, 8)), outputs(row(), numbers(2, 8)))
    assert [b.path for b in counters.tree(model).below[1].below if b.kind == "block"] == ["outer/inner"]


@pytest.mark.parametrize("model", [*(blocks.nest(m, ids) for m, _, ids in CASES), row(), residual()])
def test_the_tree_counts_each_number_once(model):
    tree = counters.tree(model)

    def total(branch: counters.Branch) -> int:
        assert branch.nested == sum(b.own + b.nested for b in branch.below)
        return branch.own + sum(total(b) for b in branch.below)

    real = sum(p.numel() for p in built(model).parameters())
    assert total(tree) == tree.nested == counters.count(model).unique == real


def test_the_tree_says_what_is_shared():
    model = blocks.nest(row(), ("linear", "linear_1"))
    block, alone = counters.tree(model).below[1:3]
    assert (block.own, block.nested, block.shared) == (0, 72, 72)
    assert (alone.own, alone.shared, alone.uses) == (0, 72, 3)
    assert counters.tree(row(shared=False)).below[1].shared == 0


def test_a_way_out_and_back_is_refused():
    with pytest.raises(Problem, match="back by conv_1"):
        blocks.nest(residual(), ("activation", "add"))
    with pytest.raises(Problem, match="input is an end"):
        blocks.nest(residual(), ("input", "conv"))
    with pytest.raises(Problem, match="linear is no block"):
        blocks.flatten(row(), "linear")


def test_a_block_is_used_twice_shared_or_cloned():
    model = blocks.nest(residual(), ("conv", "norm", "activation", "conv_1", "add"))
    before = counters.count(model)
    assert counters.count(ties.again(model, "block")).unique == before.unique
    cloned = wires.connect(ties.again(model, "block", share=False), "input", "block_1")
    assert counters.count(cloned).unique == before.unique + counters.tree(model).below[1].nested
    tied = ties.tie(cloned, "block_1", "block")
    assert counters.count(tied).unique == before.unique
    assert counters.count(ties.untie(tied, "block_1")).unique == counters.count(cloned).unique


@pytest.mark.parametrize("share", [True, False])
def test_a_siamese_model_answers_nothing_for_twins(share):
    model = clips.siamese(row(), share)
    net = built(model)
    x, y = numbers(4, 8), numbers(4, 8, seed=1)
    assert torch.equal(net(x, x), torch.zeros(4, 8))
    alone = built(row())
    assert torch.equal(net(x, y), (alone(x) - alone(y)).abs())
    assert counters.count(model).unique == (72 if share else 144)


def test_a_whole_model_becomes_a_layer():
    model = clips.place(row(), residual(), "eye")
    model = clips.place(model, residual(), "eye")
    assert [n.id for n in model.graph.nodes[-2:]] == ["eye", "eye_1"]
    model = edits.add(model, "input", name="picture", shape=(1, 8, 8))
    model = wires.connect(wires.connect(model, "picture", "eye"), "picture", "eye_1")
    one = counters.count(residual()).unique
    assert counters.count(model).unique == 72 + 2 * one
    assert counters.count(ties.tie(model, "eye_1", "eye")).unique == 72 + one


def test_edits_reach_into_blocks():
    model = blocks.nest(residual(), ("conv", "norm", "activation", "conv_1", "add"))
    changed = edits.inside(model, ("block",), lambda m: edits.set_options(m, "activation", function="tanh"))
    assert not torch.equal(outputs(changed, numbers(4, 1, 8, 8)), outputs(model, numbers(4, 1, 8, 8)))
    with pytest.raises(Problem, match="block is wired from outside"):
        edits.inside(model, ("block",), lambda m: edits.add(m, "output"))
    with pytest.raises(Problem, match="linear is no block"):
        edits.inside(model, ("linear",), lambda m: m)
