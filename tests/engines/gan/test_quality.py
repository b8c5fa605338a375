"""How good and varied samples are: pictures themselves, copies of one, and in a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engines.gan.__main__ import main
from engines.gan.dataset import Deck
from engines.gan.quality import LEAST, Quality
from engines.ground.problem import FileProblem
from engines.images.scores import learning
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


def teach(deck: Deck) -> learning.Net:
    """Features learned in a moment, of this deck alone."""
    work = learning.net(deck)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


@pytest.fixture
def taught(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    monkeypatch.setattr(learning, "STEPS", 6)
    monkeypatch.setattr("engines.gan.quality.EVERY", 2)


def test_learned_features_see_other_pictures_than_they_learned_from(deck: Deck, taught: None) -> None:
    samples = deck.pixels[deck.train[100:164]].clone()
    by_random = measured(deck, samples)
    teach(deck)
    quality = Quality(deck, lambda chosen: samples[chosen], len(samples))
    *_, found = quality.measure()
    assert quality.learned
    assert found.keys() == by_random.keys()
    assert found["distance"] != by_random["distance"]
    assert found["distance_real"] != by_random["distance_real"]  # the floor is by the same features
    deck.pixels = deck.pixels.clone()
    deck.pixels[learning.taken(len(deck))] = 0
    assert measured(deck, samples) == found


def test_a_curve_is_of_one_kind_of_features(make: Make, some_faces: Set, taught: None) -> None:
    engine = make(some_faces)
    advance(engine, 4)
    assert engine.snapshot().features.task == "none"
    net = teach(engine.deck)
    assert engine.snapshot().features.task == "none"  # nothing is measured by them yet
    advance(engine, 4)
    seen = engine.snapshot()
    assert seen.features.task == net.task == "classes"
    assert seen.curves["distance"][0].tolist() == [2, 4]
    assert seen.curves["distance.learned"][0].tolist() == [6, 8]
    for name in ("variety", "coverage", "density", "distance_real", "distance_mean", "coverage_real"):
        assert seen.curves[f"{name}.learned"][0].tolist() == [6, 8]


def test_training_does_not_hang_on_the_features(make: Make, some_faces: Set, taught: None) -> None:
    plain, own = make(some_faces), make(some_faces)
    advance(plain, 3)
    advance(own, 3)
    teach(own.deck)
    advance(plain, 3)
    advance(own, 3)
    one, other = plain.trainer.tensors(), own.trainer.tensors()
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert torch.equal(plain.trainer.rng.get_state(), own.trainer.rng.get_state())


def test_the_best_so_far_is_measured_anew(make: Make, some_faces: Set, taught: None) -> None:
    """By other features another number may be lower; the best is compared by those of now."""
    engine = make(some_faces)
    advance(engine, 4)
    best = engine.pasts.line.best
    assert best is not None
    codes = engine.pasts.inference(best).pictures(engine.bank.codes, engine.bank.labels)
    teach(engine.deck)
    advance(engine, 2)
    curves = engine.snapshot().curves
    assert curves["distance_best.learned"][0].tolist() == [best]
    kept, now = float(curves["distance_best.learned"][1][0]), float(curves["distance.learned"][1][0])
    anew = Quality(engine.deck, lambda chosen: codes[chosen], len(codes))
    *_, found = anew.measure()
    assert kept == pytest.approx(found["distance"], rel=0.02)  # weights are kept in half precision
    assert engine.pasts.line.best == (6 if now < kept else best)


def test_a_file_takes_the_features_along(
    make: Make, some_faces: Set, taught: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Saved and gone on with elsewhere, where nothing is kept, a run equals one that was not interrupted."""
    engine, other = make(some_faces), make(some_faces)
    advance(engine, 2)
    teach(engine.deck)
    advance(engine, 4)
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path / "elsewhere"))
    (meta, arrays), (past, kept) = engine.state(), engine.past()
    other.restore(meta | past, arrays | kept)
    assert other.snapshot().features == engine.snapshot().features
    advance(engine, 4)
    advance(other, 4)
    a, b = engine.state(), other.state()
    assert a[0] == b[0]
    assert a[1].keys() == b[1].keys()
    assert all(np.array_equal(a[1][name], b[1][name]) for name in a[1])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda meta, arrays: meta["features"].update(task="x"),
        lambda meta, arrays: meta["features"].update(right="x"),
        lambda meta, arrays: meta.update(features=[]),
        lambda meta, arrays: arrays.pop("features.1"),
        lambda meta, arrays: arrays.update({"features.0": np.zeros(3, np.float32)}),
        lambda meta, arrays: arrays.update({"features.0": arrays["features.0"] * np.float32("nan")}),
    ],
)
def test_spoiled_features_are_one_typed_error(
    make: Make, some_faces: Set, taught: None, spoil: Callable[[Any, Any], Any]
) -> None:
    engine, other = make(some_faces), make(some_faces)
    teach(engine.deck)
    meta, arrays = engine.state()
    spoil(meta, arrays)
    with pytest.raises(FileProblem):
        other.restore(meta, arrays, "x")
    assert learning.known(other.deck) is None


def test_a_line_without_a_window_learns_features_where_that_is_asked(
    taught: None, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["--data", "faces", "--limit", "600", "--steps", "2", "--width-g", "4", "--width-d", "4"]
    for more, there in ((["--learned-features"], "distance.learned"), ([], "distance ")):
        assert main([*line, "--batch", "4", "--nz", "8", "--device", "cpu", *more]) == 0
        said = capsys.readouterr()
        assert there in said.out
        assert ("distance.learned" in said.out) == bool(more)  # one that is kept is not used unasked
        assert ("Learning features" in said.err) == bool(more)
