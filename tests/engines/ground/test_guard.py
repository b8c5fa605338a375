"""The good state: kept while it is sound, put back in place."""

from __future__ import annotations

import math

import pytest
import torch

from engines.ground.guard import Guard


@pytest.fixture
def live() -> dict[str, torch.Tensor]:
    return {"w": torch.arange(3.0), "half": torch.ones(2, dtype=torch.float16), "n": torch.tensor([7])}


def test_what_was_good_comes_back_in_the_same_tensors(live):
    guard, places = Guard(live, {}, 3), {name: value.data_ptr() for name, value in live.items()}
    for value in live.values():
        value += 1
    guard.restore()
    assert live["w"].tolist() == [0, 1, 2]
    assert live["n"].tolist() == [7]
    assert {name: value.data_ptr() for name, value in live.items()} == places
    assert guard.step == 3


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["w", "half"])
def test_a_state_that_is_not_finite_is_not_kept(live, name, bad):
    guard = Guard(live, {}, 1)
    live["n"] += 1
    live[name][-1] = bad
    assert not guard.keep(2)
    assert guard.step == 1
    guard.restore()
    assert live["n"].tolist() == [7]
    assert live[name].isfinite().all()


def test_a_sound_state_replaces_the_one_before(live):
    guard = Guard(live, {}, 1)
    live["w"].mul_(5)
    assert guard.keep(9, marks=("epoch", 4))
    live["w"].zero_()
    guard.restore()
    assert live["w"].tolist() == [0, 5, 10]
    assert (guard.step, guard.marks) == (9, ("epoch", 4))


def test_what_broke_is_told_with_where_it_went_back_to(live):
    halt = Guard(live, {"loss": "The loss broke. Step {step} is back."}, 40).halt("loss")
    assert str(halt) == "The loss broke. Step 40 is back."
    assert halt.facts == {"step": 40, "term": "loss"}
