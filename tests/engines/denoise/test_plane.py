"""Points as the engine sees them: what is exact, where sampling begins, scores beside their floor."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engines.denoise.plane import SCORED, Plane, places
from engines.points import sets, source
from engines.points.mixture import Mixture
from engines.points.source import REACH, Points
from tests.engines.denoise.conftest import rng

CPU = torch.device("cpu")


@pytest.fixture
def moons() -> Plane:
    return Plane(source.load("moons", seed=4), CPU)


@pytest.fixture
def ring() -> Plane:
    return Plane(source.load("gaussians8", seed=4), CPU)


def test_batches_are_training_points_with_empty_coordinates():
    plane = Plane(source.load("moons"), CPU, dims=3)
    x = plane.batch(50, rng())
    assert x.shape == (50, 5)
    assert plane.shape == (5,)
    assert not x[:, 2:].any()
    known = set(map(bytes, plane.points.train))
    assert all(bytes(row) in known for row in x[:, :2].numpy())
    assert torch.equal(x, plane.batch(50, rng()))


def test_sampling_begins_as_wide_as_noisy_data_and_noise_alone_where_data_are_empty():
    x = Plane(source.load("moons"), CPU, dims=2).begin(50_000, 3.0, rng())
    assert x.std(0).numpy() == pytest.approx([10**0.5, 10**0.5, 3.0, 3.0], rel=0.02)


def test_rows_of_the_grid_go_upwards_and_columns_to_the_right():
    at = places(4).reshape(4, 4, 2)
    assert at[0, 0] == pytest.approx([-REACH * 0.75, -REACH * 0.75])
    assert at[3, 0, 1] > at[0, 0, 1]
    assert at[0, 3, 0] > at[0, 0, 0]


@pytest.mark.parametrize("sigma", [0.1, 0.5, 2.0])
def test_what_is_exact_agrees_with_and_without_the_formula(ring: Plane, sigma: float):
    """A ring of Gaussians by its formula, and by counting its points."""
    mixture = ring.points.mixture
    assert mixture is not None
    points = mixture.sample(50_000, np.random.default_rng(0))
    counted = Plane(Points("counted", points, points), CPU)
    p = ring.exact_density(sigma, 40)
    assert np.abs(counted.exact_density(sigma, 40) - p).max() < 0.1 * p.max()
    away = ((ring.exact_score(sigma, 40) - counted.exact_score(sigma, 40)) ** 2).sum(0)
    assert sigma**2 * (away * p).sum() / p.sum() < 0.03


def test_the_exact_answer_is_the_posterior_mean(ring: Plane):
    y = torch.randn((30, 2), generator=rng())
    mixture = ring.points.mixture
    assert mixture is not None
    assert ring.exact_denoise(y, 0.4).numpy() == pytest.approx(
        mixture.posterior_mean(y.numpy(), 0.4), abs=1e-5
    )
    few = Plane(
        Points("few", points := np.random.default_rng(0).normal(size=(9, 2)).astype(np.float32), points), CPU
    )
    exact = Mixture(points.astype(np.float64), np.zeros(9)).posterior_mean(y.numpy(), 0.8)
    assert few.exact_denoise(y, 0.8).numpy() == pytest.approx(exact, abs=0.06)


def test_empty_coordinates_stay_empty_in_the_exact_answer():
    plane = Plane(source.load("gaussians8"), CPU, dims=2)
    found = plane.exact_denoise(torch.randn((5, 4), generator=rng()), 0.4)
    assert found.shape == (5, 4)
    assert not found[:, 2:].any()


def test_fresh_draws_score_their_floor_and_noise_does_not(moons: Plane):
    for n in (SCORED, 10_000):
        floor = moons.points.floor(n)
        found = np.mean(
            [moons.scored(sets.draw("moons", n, np.random.default_rng(i)))["sw"] for i in range(6)]
        )
        assert found / floor["sw"] == pytest.approx(1.0, abs=0.4)
        assert floor["strays"] < 1e-3
    assert (
        moons.points.floor(SCORED)["sw"] > 1.2 * moons.points.floor(10_000)["sw"]
    )  # fewer are further off by chance
    noise = moons.scored(np.random.default_rng(0).normal(size=(SCORED, 2)))
    assert noise["sw"] > 5 * moons.points.floor(SCORED)["sw"]
    assert noise["mmd"] > 0.005
    assert noise["strays"] > 0.05


def test_samples_that_flew_away_are_strays_and_do_not_break_the_scores(moons: Plane):
    cloud = sets.draw("moons", 1000, np.random.default_rng(1))
    cloud[:100] = np.nan
    cloud[100:150] = np.inf
    found = moons.scored(cloud)
    assert found["strays"] == pytest.approx(0.15)
    assert found["sw"] < 0.1
    nothing = moons.scored(np.full((10, 2), np.nan))
    assert nothing == {"sw": float("inf"), "mmd": float("inf"), "strays": 1.0}


def test_a_table_of_two_points_has_a_floor(tmp_path: Path):
    (tmp_path / "two.csv").write_text("0,0\n1,2\n")
    plane = Plane(source.load("table", str(tmp_path / "two.csv")), CPU)
    assert np.isfinite(plane.points.floor(SCORED)["sw"])
    assert np.isfinite(plane.scored(np.zeros((5, 2)))["sw"])
