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
    assert scores.sliced_wasserstein(a, a + [0.5, 0.0]) == pytest.approx(0.5 * 2 / np.pi, rel=0.08)


def test_clouds_of_unequal_numbers_are_compared_by_their_quantiles():
    a, b = cloud(4000), cloud(1000, 1)
    assert scores.sliced_wasserstein(a, b) == pytest.approx(scores.sliced_wasserstein(b, a))
    assert scores.sliced_wasserstein(a, b) < 0.1
    assert scores.sliced_wasserstein(np.repeat(b, 3, 0), b) < 0.01


def test_the_unbiased_mmd_of_one_distribution_averages_nothing():
    found = [scores.mmd2(cloud(300, 2 * i), cloud(300, 2 * i + 1)) for i in range(40)]
    assert abs(np.mean(found)) < 3 * np.std(found) / 40**0.5
    assert min(found) < 0 < max(found)
    assert scores.mmd2(cloud(300), cloud(300) + 1.0) > 0.1


def test_the_floor_of_two_draws_is_above_nothing_and_small():
    floor = scores.floor(cloud(10_000, 1), cloud(10_000, 2))
    assert 0 < floor["sw"] < 0.03
    assert abs(floor["mmd"]) < 1e-3


def test_strays_are_those_far_from_all_data():
    data = cloud(10_000)
    samples = np.concatenate([cloud(990, 5), np.full((10, 2), 4.0)])
    assert scores.strays(samples, data) == pytest.approx(0.01)
    assert scores.strays(cloud(2000, 6), data) == 0.0
