"""What every training run does: curves, a good state to fall back on, one sentence when a number breaks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engines.ground import checkpoint
from engines.ground.guard import Guard
from engines.ground.problem import Halt
from engines.ground.training import Training

SENTENCES = {"loss": "The loss broke. Step {step} is restored.", "state": "The state broke at {step}."}


class Walk(Training):
    """Adds 1 to a number in each step; ``script`` says what a step records instead, by step."""

    LAB, TERMS, VITAL, KEEP_EVERY = "walk", ("loss", "hint", "silent"), 1, 10

    def __init__(self, script: dict[int, tuple[float, float, float]] | None = None) -> None:
        super().__init__(torch.device("cpu"))
        self.place, self.script = torch.zeros(1), script or {}
        self.returned: list[int] = []
        self._guard = Guard({"place": self.place}, SENTENCES)

    def step(self) -> Iterator[None]:
        self._raise_halt()
        self.place += 1
        self.count += 1
        row = self.script.pop(self.count, (1.0 / self.count, 2.0, 3.0))
        self._unread.append((self.count, torch.tensor(row, dtype=torch.float64)))
        yield
        yield from self._watch()

    def look(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """As a snapshot does, in the middle of anything."""
        self._read()
        return self.history.points()

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        return {"step": self.count}, {"place": self.place.numpy()}

    def _keep(self) -> None:
        if not self._guard.keep(self.count):
            self._go_back("state", self.count)

    def _went_back(self) -> None:
        self.returned.append(self.count)

    def _shown(self) -> set[str]:
        return {"loss", "hint"}


def advance(run: Walk, steps: int) -> None:
    for _ in range(steps):
        for _ in run.step():
            pass


def test_shown_terms_become_curves():
    run = Walk()
    advance(run, 5)
    curves = run.look()
    assert set(curves) == {"loss", "hint"}
    steps, values = curves["loss"]
    assert steps.tolist() == [1, 2, 3, 4, 5]
    assert values.tolist() == [1 / n for n in range(1, 6)]


def test_a_broken_term_brings_the_last_good_state_back_and_is_told_once():
    run = Walk({17: (math.nan, 1.0, 1.0)})
    with pytest.raises(Halt, match="Step 10 is restored") as told:
        advance(run, 20)
    assert (run.count, run.place.item(), run.returned) == (10, 10.0, [10])
    assert (told.value.facts["term"], told.value.facts["step"]) == ("loss", 10)
    assert run.look()["loss"][0].max() == 10
    advance(run, 15)  # and stepping goes on
    assert (run.count, run.place.item()) == (25, 25.0)


def test_before_the_first_copy_it_goes_back_to_the_start():
    run = Walk({4: (math.inf, 1.0, 1.0)})
    with pytest.raises(Halt, match="Step 0"):
        advance(run, 9)
    assert (run.count, run.place.item()) == (0, 0.0)
    assert len(run.look()["loss"][0]) == 0


def test_a_term_that_is_not_vital_may_have_no_number():
    run = Walk({3: (1.0, math.nan, math.nan)})
    advance(run, 5)
    assert run.look()["hint"][0].tolist() == [1, 2, 4, 5]
    assert run.returned == []


def test_terms_after_the_broken_one_are_not_recorded():
    run = Walk({2: (math.nan, 1.0, 1.0)})
    work = run.step()
    for _ in work:
        pass
    work = run.step()
    next(work)  # recorded, not looked at yet
    assert run.look()["hint"][0].tolist() == []  # the look found it: gone back to the start
    assert run.count == 0
    with pytest.raises(Halt):  # but a look does not stop anybody; the next step does
        next(run.step())


def test_a_state_that_broke_without_a_term_is_found_when_it_is_to_be_kept():
    run = Walk()
    advance(run, 13)
    run.place.fill_(math.inf)
    with pytest.raises(Halt, match="The state broke at 10"):
        advance(run, 7)
    assert (run.count, run.place.item()) == (10, 10.0)


def test_it_is_saved_under_its_lab(tmp_path: Path):
    run = Walk()
    advance(run, 3)
    run.seconds = 1.5
    run.save(tmp_path / "walk.safetensors")
    found = checkpoint.load(tmp_path / "walk.safetensors", "walk")
    assert (found.meta, found.tensors["place"].tolist()) == ({"step": 3, "seconds": 1.5}, [3.0])


class Silent(Training):
    """Answers only what it must."""

    LAB = "silent"

    def step(self) -> Iterator[None]:
        self.count += 1
        yield from self._watch()

    def _keep(self) -> None:
        self.kept = self.count


def test_an_engine_without_terms_only_keeps_states():
    run = Silent(torch.device("cpu"))
    for _ in range(Training.KEEP_EVERY + 1):
        for _ in run.step():
            pass
    assert run.kept == Training.KEEP_EVERY
    assert run.history.points() == {}
