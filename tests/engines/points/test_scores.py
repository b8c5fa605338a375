"""Distances of two clouds: zero for equal ones, known for moved ones, chance for two of one kind."""

from __future__ import annotations

import numpy as np
import pytest

from engines.points import scores, sets


def cloud(n: int = 2000, seed: int = 0) -> np.ndarray:
    return sets.draw("moons", n, np.random.default_rng(seed))


def test_a_cloud_is_no_way_from_itself_in_any_order():
    a = cloud()
    assert scores.sliced_wasserstein(a, a[::-1]) == 0.0
    assert scores.mmd2(a, a) < 0  # unbiased: the pairs of a point with itself count on one side only


def test_a_shift_costs_its_mean_projection():
    """|shift . direction| over directions of the plane is 2/pi of its length."""
    a = cloud()
    assert scores.sliced_wasserstein(a, a + np.array([0.5, 0.0])) == pytest.approx(0.5 * 2 / np.pi, rel=0.001)


def test_clouds_of_unequal_numbers_are_compared_by_their_quantiles():
    a, b = cloud(4000), cloud(1000, 1)
    assert scores.sliced_wasserstein(a, b) == pytest.approx(scores.sliced_wasserstein(b, a))
    assert scores.sliced_wasserstein(a, b) < 0.1
    assert scores.sliced_wasserstein(np.repeat(b, 3, 0), b) < 0.01
    one = cloud(1)
    assert scores.sliced_wasserstein(one, one + np.array([0.0, 1.0])) == pytest.approx(2 / np.pi, rel=0.001)


def test_in_more_dimensions_directions_are_drawn():
    a = np.random.default_rng(0).normal(size=(4000, 8))
    assert scores.sliced_wasserstein(a, a + 1.0) == pytest.approx((2 / np.pi) ** 0.5, rel=0.15)  # E|N(0, 1)|


def test_the_unbiased_mmd_of_one_distribution_averages_nothing():
    found = [scores.mmd2(cloud(300, 2 * i), cloud(300, 2 * i + 1)) for i in range(40)]
    assert abs(np.mean(found)) < 3 * np.std(found) / 40**0.5
    assert min(found) < 0 < max(found)
    assert scores.mmd2(cloud(300), cloud(300) + 1.0) > 0.1


def test_the_floor_is_what_two_draws_score_on_average():
    floor = scores.floor(cloud(20_000, 1), 10_000, 10_000)
    draws = [scores.sliced_wasserstein(cloud(10_000, 2 * i), cloud(10_000, 2 * i + 1)) for i in range(1, 9)]
    assert floor["sw"] == pytest.approx(np.mean(draws), rel=0.35)
    assert abs(floor["mmd"]) < 1e-3


def test_the_floor_of_few_points_is_that_of_their_halves():
    few = cloud(30)
    assert 0.05 < scores.floor(few, 10_000, 10_000)["sw"] < 1.0
    assert scores.floor(few, 4, 4)["sw"] > scores.floor(few, 15, 15)["sw"]
    assert np.isfinite(scores.floor(cloud(2), 5, 5)["sw"])


def test_strays_are_those_far_from_all_data():
    strays = scores.Strays(cloud(10_000))
    samples = np.concatenate([cloud(990, 5), np.full((10, 2), 4.0)])
    assert strays.share(samples) == pytest.approx(0.01)
    assert strays.share(cloud(2000, 6)) == 0.0
    assert scores.LEAST_FAR <= strays.limit < 0.5


def test_two_points_are_data_too():
    strays = scores.Strays(np.array([[0.0, 0.0], [1.0, 0.0]]))
    assert strays.share(np.array([[0.5, 0.5], [50.0, 0.0]])) == 0.5
