"""The mask bench: its answer is that of the layers, and each scenario shows what it promises."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.ground.problem import Problem
from engines.layers.masks.asked import OPS, SAMPLE, SCENARIOS, Ask, Scenario
from engines.layers.masks.bench import bench

BY_KEY: dict[str, Scenario] = {s.key: s for s in SCENARIOS}


def asked(key, **changes):
    return bench(replace(BY_KEY[key].ask, **changes))


@pytest.mark.parametrize("op", [op for op, _, _ in OPS])
@pytest.mark.parametrize("side", ["post", "pre"])
def test_with_a_mask_the_truth_comes_out(op, side):
    found = bench(Ask(op=op, side=side, value=float("nan"), dtype="float64", lines=(*SAMPLE, "")))
    assert found.error <= 1e-12
    assert found.gradient[~found.real].max() == 0
    assert found.empty.tolist() == [False, False, False, False, True]
    assert found.rule == ("reduce" if found.outputs.ndim == 2 else "keep")


def test_the_grid_is_what_is_written():
    found = bench(Ask(lines=("a b", "c"), length=4, value=37.0, side="pre"))
    assert found.words == (("", "", "a", "b"), ("", "", "", "c"))
    assert found.real.tolist() == [[False, False, True, True], [False, False, False, True]]
    assert (found.grid[~found.real] == 37).all()


def test_a_line_longer_than_the_row_makes_the_row_longer():
    assert bench(Ask(length=1)).real.shape == (4, 7)


def test_the_same_word_is_the_same_everywhere():
    found = bench(Ask(lines=("a b", "b")))
    assert (found.grid[0, 1] == found.grid[1, 0]).all()


def test_zeros_pull_the_mean():
    assert asked("mean").error > 0.1
    assert asked("mean", mask=True).error < 1e-6


def test_a_zero_wins_the_maximum():
    found = asked("max")
    assert found.error > 0.1
    assert (found.outputs >= 0).all()


def test_only_the_backward_half_is_hurt():
    forward, backward = asked("backward").halves
    assert forward < 1e-6
    assert backward > 0.05
    assert max(asked("backward", mask=True).halves) < 1e-6
    assert asked("forward").error < 1e-6


def test_the_edge_of_a_convolution():
    found = asked("conv")
    assert found.error > 1
    assert found.gradient[~found.real].max() > 0


def test_nothing_to_look_at():
    assert np.isnan(asked("empty_inf").outputs[1]).all()
    assert np.isnan(asked("empty_inf").error)
    assert (asked("empty_large").map[1] == 0.25).all()
    double, plain = asked("empty_double").map[1], asked("empty_double", mask=False).map[1]
    assert np.allclose(double, plain, atol=1e-4)
    for key in ("empty_inf", "empty_large", "empty_double"):
        assert (asked(key, guard=True).outputs[1] == 0).all()


def test_not_a_number_times_nothing():
    assert np.isnan(asked("nan_times").error)
    assert asked("nan_fill").error < 1e-6


@pytest.mark.parametrize("op", ["attention", "attention_pool"])
def test_hidden_columns_are_not_looked_at(op):
    found = bench(Ask(op=op, value=37.0))
    hidden = (
        found.map[np.broadcast_to(~found.real[:, None, None, :], found.map.shape)]
        if op == "attention"
        else found.map[~found.real]
    )
    assert (hidden == 0).all()
    assert np.allclose(found.map.sum(-1), 1)


@pytest.mark.parametrize(
    "changes", [{"lines": ()}, {"lines": ("x",) * 17}, {"length": 0}, {"length": 999}, {"op": "eval"}]
)
def test_what_the_bench_does_not_take(changes):
    with pytest.raises(Problem):
        bench(Ask(**changes))
