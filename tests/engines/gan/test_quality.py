"""How good and varied samples are: pictures themselves, copies of one, and in a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from engines.gan.dataset import Deck
from engines.gan.quality import LEAST, Quality
from tests.engines.gan.conftest import Set, advance, noise

Make = Callable[..., Any]


def measured(deck: Deck, samples: torch.Tensor) -> dict[str, float]:
    parts = list(Quality(deck, lambda chosen: samples[chosen], len(samples)).measure())
    assert all(part == {} for part in parts[:-1])
    return parts[-1]


@pytest.fixture
def deck(some_faces: Set) -> Deck:
    return Deck(some_faces, 0, torch.device("cpu"))


def test_real_pictures_score_as_real_ones(deck: Deck) -> None:
    found = measured(deck, deck.pixels[deck.train[100:164]])
    assert found["distance"] < 0.12
    assert found["variety"] == pytest.approx(1, abs=0.1)
    assert found["distance_real"] < 0.12


def test_a_collapsed_generator_has_no_variety_and_is_far(deck: Deck) -> None:
    found = measured(deck, deck.pixels[deck.train[:1]].expand(64, -1, -1, -1))
    assert found["variety"] == 0
    assert found["distance"] > 0.6
    assert found["distance_mean"] > 0.6


def test_noise_loses_to_the_mean_picture(deck: Deck) -> None:
    grain = torch.randint(0, 256, (64, 32, 32, 3), generator=torch.Generator().manual_seed(0))
    found = measured(deck, grain.to(torch.uint8))
    assert found["distance"] > found["distance_mean"]


def test_too_few_pictures_are_not_measured() -> None:
    few = Deck(noise(20 * LEAST - 1), 0, torch.device("cpu"))
    assert list(Quality(few, lambda chosen: few.pixels[chosen], 8).measure()) == []


def test_a_run_is_measured_now_and_then(make: Make, some_faces: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.gan.quality.EVERY", 2)
    engine, other = make(some_faces), make(noise(20))
    advance(engine, 4)
    curves = engine.snapshot().curves
    assert curves["distance"][0].tolist() == [2, 4]
    assert (curves["distance"][1] > curves["distance_mean"][1]).all()  # hardly trained
    assert {"variety", "distance_real"} <= curves.keys()
    advance(other, 2)
    assert "distance" not in other.snapshot().curves


def test_measuring_draws_no_random_number(make: Make, some_faces: Set) -> None:
    engine = make(some_faces)
    before = {k: v.copy() for k, v in engine.state()[1].items()}
    for _ in Quality(engine.deck, lambda c: engine.deck.pixels[c], 64).measure():
        pass
    after = engine.state()[1]
    assert all(np.array_equal(before[k], after[k]) for k in before)
