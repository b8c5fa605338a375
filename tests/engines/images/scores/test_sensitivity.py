"""The verdicts of the sensitivity table: which score sees which fault, on drawn faces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from engines.ground.problem import Problem
from engines.images import faces
from engines.images.dataset import Deck
from engines.images.scores.parts import split
from engines.images.scores.session import Session
from engines.images.scores.verdict import Scores

N = 200


@dataclass(frozen=True)
class Drawn:
    pixels: np.ndarray
    name: str = "Faces"
    licence: str = ""


class Run:
    """As much of an engine as scoring needs."""

    def __init__(self, pixels: np.ndarray, labels: np.ndarray, held: int = 100) -> None:
        self.deck = Deck(Drawn(pixels), 0, torch.device("cpu"), held)
        self.deck.labels = torch.as_tensor(labels)
        self.count = 7


@pytest.fixture(scope="module")
def run() -> Run:
    factors = faces.sample(1000, seed=1)
    return Run(faces.draw(factors, 16), np.asarray(factors["hair"]))


@pytest.fixture(scope="module")
def other() -> torch.Tensor:
    """Pictures that the run has not."""
    return torch.from_numpy(faces.draw(faces.sample(600, seed=2), 16))


def score(run: Run, pictures: torch.Tensor) -> Scores:
    """All at once, in the order given, again from the first where they are too few."""
    pixels = pictures.numpy()

    def draw(_engine: object, n: int, seed: int) -> np.ndarray:
        return pixels[(seed + np.arange(n)) % len(pixels)]

    session = Session(draw, "Samples", count=N)
    done = [session.advance(run)]
    while session.found is None:
        done.append(session.advance(run))
    assert done == sorted(done)
    assert done[-1] == 1
    assert session.found is not None
    return session.found


def faded(x: torch.Tensor) -> torch.Tensor:
    noise = 40 * torch.randn(x.shape, generator=torch.Generator().manual_seed(0))
    return (x + noise).clamp(0, 255).to(torch.uint8)


def blurred(x: torch.Tensor) -> torch.Tensor:
    mean = F.avg_pool2d(F.pad(x.permute(0, 3, 1, 2).float(), [1] * 4, mode="replicate"), 3, 1)
    return mean.permute(0, 2, 3, 1).to(torch.uint8)


FAULTS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "memorised": lambda x: x[:20],
    "noise": faded,
    "blur": blurred,
    "collapse": lambda x: x.float().mean(0, keepdim=True).to(torch.uint8),
}


@pytest.fixture(scope="module")
def table(run: Run, other: torch.Tensor) -> dict[str, Scores]:
    found = {name: score(run, make(other[:N])) for name, make in FAULTS.items()}
    found["fresh"] = score(run, other)
    labels = np.asarray(faces.sample(600, seed=2)["hair"])
    found["kinds"] = score(run, other[torch.from_numpy(labels < 3)])
    trained = split(run.deck, 2 * N).first[
        N:
    ]  # on which neither samples are compared nor the net has learned
    found["copy"] = score(run, run.deck.pixels[trained])
    return found


def share(table: dict[str, Scores], fault: str, name: str) -> float:
    """A score over its floor."""
    return table[fault].values[name] / table[fault].floors[name]


def test_fresh_pictures_score_as_the_floor(table):
    for name in ("coverage", "density", "precision", "recall", "sliced", "frechet"):
        assert share(table, "fresh", name) == pytest.approx(1, abs=0.25), name
    assert table["fresh"].faults() == ()
    assert (table["fresh"].task, table["fresh"].unseen) == ("classes", False)  # 50 are kept out
    assert table["fresh"].right > 0.9
    assert (table["fresh"].count, table["fresh"].step, table["fresh"].what) == (N, 7, "Samples")


def test_coverage_falls_when_kinds_are_dropped_pictures_memorised_or_samples_collapsed(table):
    assert share(table, "kinds", "coverage") < 0.85
    assert share(table, "memorised", "coverage") < 0.5
    assert share(table, "collapse", "coverage") < 0.1
    assert share(table, "kinds", "density") > 0.85  # which is blind to all three
    assert share(table, "memorised", "density") > 0.7


def test_density_falls_under_noise_and_precision_sees_no_missing_kinds(table):
    assert share(table, "noise", "density") < 0.75
    assert share(table, "noise", "density") < share(table, "noise", "coverage")
    assert share(table, "kinds", "precision") > 0.95


@pytest.mark.parametrize("name", ["sliced", "frechet"])
def test_distances_grow_with_every_fault_but_copying(table, name):
    for fault in ("kinds", "memorised", "noise", "blur", "collapse"):
        assert share(table, fault, name) > 1.2, fault
    assert share(table, "copy", name) == pytest.approx(1, abs=0.25)


def test_classes_tell_dropped_kinds_and_novelty_copies(table):
    assert table["fresh"].values["classes"] < 0.2 < table["kinds"].values["classes"]
    assert table["copy"].values["novelty"] < 0.1
    assert table["fresh"].values["novelty"] == pytest.approx(1, abs=0.2)


def test_the_verdict_names_the_fault(table):
    assert table["copy"].faults() == ("copies",)
    assert table["collapse"].faults() == ("collapse",)
    assert "kinds" in table["kinds"].faults()
    assert "strays" not in table["kinds"].faults()
    assert "kinds" in table["memorised"].faults()
    assert "strays" in table["noise"].faults()


def test_too_few_pictures_are_a_problem_and_features_are_found_once(run, other):
    few = Run(np.asarray(other[:60]), np.zeros(60))
    with pytest.raises(Problem, match="64"):
        Session(lambda *_: np.zeros(0), "").advance(few)
    session = Session(lambda _, n, __: other[:n].numpy(), "", count=N)
    assert session.advance(run) >= 0.4  # the real ones, and the net, are known from before
