"""Runs that are compared are scored alike: from the same codes, beside the same pictures, by the same net."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from engines.ground.problem import Problem
from engines.images import faces
from engines.images.dataset import Deck
from engines.images.scores import learning
from engines.images.scores.session import Session
from engines.images.scores.sides import Sides

N = 440


class Run:
    """It makes pictures of its set, by the seeds it is asked with, darker than they are."""

    def __init__(self, dark: float, n: int = N, seed: int = 3) -> None:
        pixels = faces.draw(faces.sample(n, seed=3), 8)
        self.deck = Deck(SimpleNamespace(pixels=pixels, name="x", licence=""), seed, torch.device("cpu"), 300)
        self.dark, self.count = dark, 7
        self.asked: list[tuple[int, int]] = []

    def draw(self, n: int, seed: int) -> np.ndarray:
        self.asked.append((n, seed))
        chosen = np.random.default_rng(seed).integers(0, len(self.deck.pixels), n)
        return (self.deck.pixels[chosen].numpy() * self.dark).astype(np.uint8)


def sides() -> Sides:
    return Sides([Session(lambda e, n, seed: e.draw(n, seed), "x", 50_000) for _ in range(2)])


def finished(work: Sides, *runs: Run) -> Any:
    while work.found is None:
        work.advance(runs)
    return work.found


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    monkeypatch.setattr(learning, "STEPS", 8)
    return tmp_path


def test_both_are_asked_alike_and_have_one_floor(home: Path) -> None:
    a, b = Run(1.0), Run(0.4)
    work, done, learned = sides(), [], 0
    while work.found is None:
        done.append(work.advance((a, b)))
        learned += work.learning
        assert (learning.known(a.deck) is None) == (learning.known(b.deck) is None)  # both at one moment
        assert learning.known(a.deck) is learning.known(b.deck)
        assert len(a.asked) == len(b.asked)
    assert done == sorted(done)
    assert done[-1] == 1
    assert learned > 8
    assert a.asked == b.asked
    assert len({seed for _, seed in a.asked}) == len(a.asked)
    bright, dark = work.found
    assert bright.floors == dark.floors
    assert bright.count == dark.count == sum(n for n, _ in a.asked)
    assert bright.step == dark.step == 7
    assert bright.task == dark.task == "turns"
    assert bright.values["sliced"] < dark.values["sliced"]
    assert bright.values["frechet"] < dark.values["frechet"]


def test_equal_runs_score_equally_and_as_one_alone(home: Path) -> None:
    a, b, alone = Run(0.8), Run(0.8), Run(0.8)
    one, other = finished(sides(), a, b)
    assert one.values == other.values
    session = Session(lambda e, n, seed: e.draw(n, seed), "x", 50_000)
    while session.found is None:
        session.advance(alone)
    assert session.found.values == one.values
    assert session.found.floors == one.floors


def test_runs_on_other_pictures_are_not_compared(home: Path) -> None:
    for other in (Run(1.0, seed=4), Run(1.0, n=N + 1)):
        with pytest.raises(ValueError, match="other pictures"):
            finished(sides(), Run(1.0), other)


def test_too_few_pictures_are_said(home: Path) -> None:
    with pytest.raises(Problem, match="Scores need"):
        sides().advance((Run(1.0, n=40), Run(1.0, n=40)))


def test_stopped_halfway_it_leaves_the_runs_as_they_are(home: Path) -> None:
    a: Any
    a, b = Run(1.0), Run(0.4)
    work = sides()
    for _ in range(5):
        work.advance((a, b))
    del work
    assert learning.known(a.deck) is None
    assert not a.asked
    assert len(finished(sides(), a, b)) == 2
