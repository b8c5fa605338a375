"""What is asked of a run on pictures leaves it untouched, and answers what it says."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from engines.denoise import build
from engines.denoise.emerging import REST, emerging
from engines.denoise.pictures import queries
from engines.ground.problem import Problem
from tests.engines.denoise.pictures.conftest import Make, advance, gaussian, noise, tiny
from tests.engines.pictures import frozen, same

SAMPLERS = ("langevin", "sde", "heun")


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize(("size", "channels"), [(8, 3), (28, 1), (32, 3)])
def test_known_pixels_stay_as_they_are(make: Make, sampler: str, size: int, channels: int) -> None:
    engine = make(size=size, channels=channels, sampler=sampler)
    advance(engine, 2)
    picture = queries.held(engine, 0)
    mask = np.zeros((size, size), bool)
    mask[: size // 2, size // 4 :] = True
    found = queries.inpainted(engine, picture, mask, seed=3)
    assert found.shape == picture.shape
    assert found.dtype == np.uint8
    assert np.array_equal(found[~mask], picture[~mask])
    assert not np.array_equal(found[mask], picture[mask])
    assert np.array_equal(found, queries.inpainted(engine, picture, mask, seed=3))
    assert not np.array_equal(found, queries.inpainted(engine, picture, mask, seed=4))


def test_pictures_emerge_from_noise(make: Make) -> None:
    engine = make(sampler="sde", levels=4)
    found = emerging(engine, seed=2)
    assert len(found) == 5 + REST
    assert {picture.shape for picture in found} == {(4 * 8, 6 * 8, 3)}
    assert not np.array_equal(found[0], found[-1])
    assert np.array_equal(found[4], found[-1])


def test_nothing_hidden_and_everything_hidden(make: Make) -> None:
    engine = make()
    picture = queries.held(engine, 0)
    assert np.array_equal(queries.inpainted(engine, picture, np.zeros((8, 8), bool)), picture)
    drawn = queries.inpainted(engine, picture, np.ones((8, 8), bool), seed=5)
    assert np.array_equal(drawn, queries.inpainted(engine, 255 - picture, np.ones((8, 8), bool), seed=5))


@pytest.mark.parametrize("sampler", SAMPLERS)
@pytest.mark.parametrize("method", ["score", "energy"])
def test_the_bench_measures_what_it_shows(make: Make, sampler: str, method: str) -> None:
    engine = make(gaussian(60, 16, 3), size=16, sampler=sampler, method=method)
    picture = queries.held(engine, 1)
    found = queries.bench(engine, picture, 0.3, seed=2)
    for shown, rmse in ((found.noisy, found.rmse_noisy), (found.jumped, found.rmse_jump)):
        assert shown.shape == picture.shape
        seen = float(((shown / 255 - picture / 255) ** 2).mean() ** 0.5)
        assert seen == pytest.approx(rmse, rel=0.05, abs=2e-3)
    assert found.walked.shape == picture.shape
    assert np.isfinite(found.rmse_walk)
    assert found.rmse_noisy == pytest.approx(0.3 * engine.space.spread / 2, rel=0.1)
    assert found.rmse_linear < found.rmse_noisy


@pytest.mark.parametrize("sigma", [0.01, 0.05, 6.0, 20.0])
def test_noise_at_both_limits(make: Make, sigma: float) -> None:
    engine = make(sigma_low=0.01, sigma_high=20.0)
    found = queries.bench(engine, queries.held(engine, 0), sigma)
    assert np.isfinite([found.rmse_noisy, found.rmse_jump, found.rmse_walk, found.rmse_linear]).all()


def test_more_noise_is_worse(make: Make) -> None:
    engine = make(gaussian(60, 8, 1), channels=1)
    found = [queries.bench(engine, queries.held(engine, 0), s) for s in (0.1, 0.5, 2.0)]
    for name in ("rmse_noisy", "rmse_jump", "rmse_linear"):
        values = [getattr(one, name) for one in found]
        assert values == sorted(values)


def test_the_nearest_of_a_picture_learned_is_itself(make: Make) -> None:
    pictures = noise(60, 8)
    engine = make(pictures)
    index = int(engine.space.deck.train[3])
    found = queries.nearest(engine, pictures.pixels[index])
    assert found.index == index
    assert np.array_equal(found.picture, pictures.pixels[index])
    assert found.distance == pytest.approx(0, abs=1e-3)
    assert found.typical > 0.05


def test_scores_come_with_floors(make: Make) -> None:
    engine = make(noise(200, 8))
    found = queries.scored(engine, n=20, seed=3)
    made = engine.space.scored(queries.drawn(engine, 20, seed=3))
    floor = engine.space.floor(20)
    assert found == made | {f"{name}_floor": value for name, value in floor.items()}
    assert found["coverage_floor"] > 0.5


@pytest.mark.parametrize("n", [1, 3])
def test_few_pictures_are_asked_about(make: Make, n: int) -> None:
    engine = make(noise(n, 8))
    advance(engine, 2)
    picture = queries.held(engine, 5)
    assert np.isfinite(queries.bench(engine, picture, 0.5).rmse_linear)
    assert queries.nearest(engine, picture).distance == pytest.approx(0, abs=1e-3)
    assert queries.scored(engine, n=4).keys()


def test_asking_changes_nothing(make: Make) -> None:
    pictures = noise(60, 8)
    asked, left = make(pictures), make(pictures)
    for engine in (asked, left):
        advance(engine, 3)
    before = frozen(asked)
    picture = queries.held(asked, 0)
    queries.bench(asked, picture, 0.5)
    queries.inpainted(asked, picture, np.ones((8, 8), bool))
    queries.nearest(asked, picture)
    queries.scored(asked, n=3)
    assert same(before, frozen(asked))
    advance(asked, 2)
    advance(left, 2)
    assert same(frozen(asked), frozen(left))


def test_a_closing_engine_stops_at_once() -> None:
    cancel = threading.Event()
    engine = build(tiny(), cancel=cancel, device="cpu", pictures=noise(30, 8))
    assert len(queries.drawn(engine, 3)) == 3
    cancel.set()
    assert len(queries.drawn(engine, 3)) == 0
    engine.close()


def test_points_are_told_from_pictures() -> None:
    engine = build(tiny(data="moons"), device="cpu")
    with pytest.raises(Problem, match="pictures only"):
        queries.held(engine, 0)
    engine.close()
