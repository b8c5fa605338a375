"""Several nets begin and the best goes on: whole, at its own rate, and the same after a pause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from engines import onlstm
from engines.onlstm import starts
from tests.engines.onlstm.conftest import advance

Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "LENGTH", 4)


def test_a_step_lies_in_its_own_stretch() -> None:
    assert starts.stretch(1, 7, 100) == (7, 100)
    assert [starts.stretch(3, step, 100)[0] for step in (0, 3, 4, 11, 12, 20)] == [0, 3, 0, 3, 0, 8]
    assert starts.stretch(3, 12, 100)[1] == 88
    assert starts.stretch(3, 11, 100)[1] > 1_000_000  # the rate does not fall yet


@pytest.mark.parametrize(
    ("worths", "best"), [((30.0, 10.0, 20.0), 0), ((10.0, 30.0, 20.0), 1), ((1.0, 2.0, 3.0), 2)]
)
def test_the_best_goes_on_with_all_it_had(worths: tuple[float, ...], best: int) -> None:
    live = {"weights": torch.zeros(3), "moments": torch.zeros(2)}

    def renew(number: int) -> None:
        live["weights"].fill_(100 * number)
        live["moments"].zero_()

    several = starts.Starts(live, 3, renew)
    for k, worth in enumerate(worths):
        for value in live.values():
            value.add_(1 + k)  # what training did
        step = 4 * (k + 1)
        assert several.end(step)
        several.close(step, worth)
    assert live["weights"].tolist() == [100 * best + 1 + best] * 3
    assert live["moments"].tolist() == [1 + best] * 2
    assert not any(several.end(step) for step in (0, 1, 13, 16))


def test_nets_that_begin_differ_and_the_run_goes_on(make: Make) -> None:
    engine = make(starts=2, steps=20)
    first = engine.trainer.model.table.detach().clone()
    advance(engine, 4)
    assert engine.scores.checked is not None  # a beginning ends with a check
    second = engine.trainer.model.table.detach().clone()
    assert not torch.equal(first, second)
    assert second.abs().max() <= 0.1  # fresh weights
    advance(engine, 4)
    kept = dict(engine.trainer.starts.tensors())
    assert torch.equal(engine.trainer.model.table, kept["model.table"])
    advance(engine, 12)
    assert engine.snapshot().finished


def test_a_run_saved_in_between_goes_on_to_the_bit(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "run.safetensors"
    whole = make(starts=3, steps=20)
    advance(whole, 6)
    whole.save(path)
    again = onlstm.open_checkpoint(path)
    for engine in (whole, again):
        advance(engine, 10)
    a, b = whole.tensors(), again.tensors()
    assert a.keys() == b.keys()
    assert all(torch.equal(a[name], b[name]) for name in a)
    again.close()
