"""The density and score of many points on a grid, against the exact mixture that they come from."""

from __future__ import annotations

import numpy as np
import pytest

from engines.points.binned import Binned
from engines.points.mixture import Mixture
from engines.points.sets import MIXTURES

POINTS = MIXTURES["gaussians8"].sample(2000, np.random.default_rng(0))
SET = Mixture(POINTS.astype(np.float64), np.zeros(len(POINTS)))


def middles(n: int, reach: float) -> np.ndarray:
    at = (np.arange(n) + 0.5) / n * 2 * reach - reach
    y, x = np.meshgrid(at, at, indexing="ij")
    return np.stack([x.reshape(-1), y.reshape(-1)], 1)


@pytest.mark.parametrize("sigma", [0.05, 0.1, 0.3, 1.0, 3.0])
def test_it_is_the_density_and_the_score_of_the_points(sigma: float):
    at = middles(40, 3.0 + 2 * sigma)
    binned, exact = Binned(POINTS, 5.0), np.exp(SET.log_prob(at, sigma))
    assert np.abs(binned.density(at, sigma) - exact).max() < 0.04 * exact.max()
    away = (
        sigma**2
        * (((binned.score(at, sigma) - SET.score(at, sigma)) ** 2).sum(1) * exact).sum()
        / exact.sum()
    )
    assert away < 0.003


def test_x_lies_along_the_first_column_and_y_along_the_second():
    binned = Binned(np.array([[1.0, -0.5]] * 9), 2.0, 128)
    at = middles(64, 2.0)
    assert at[binned.density(at, 0.3).argmax()] == pytest.approx([1.0, -0.5], abs=0.05)
    pulls = binned.score(np.array([[0.7, -0.5], [1.0, 0.2]]), 0.3)
    assert pulls * 0.09 == pytest.approx(np.array([[0.3, 0.0], [0.0, -0.7]]), abs=0.04)


@pytest.mark.parametrize("sigma", [0.02, 0.2, 3.0])
def test_its_mass_is_one_and_where_nothing_is_there_is_no_score(sigma: float):
    binned, n, reach = Binned(np.zeros((5, 2)), 4.0), 500, 4 + 4 * sigma
    assert binned.density(middles(n, reach), sigma).sum() * (2 * reach / n) ** 2 == pytest.approx(
        1.0, abs=0.03 if sigma < 0.1 else 2e-3
    )
    far = binned.score(np.array([[90.0, 90.0], [3.9, 3.9]]), 0.05)
    assert not far.any()


def test_no_points_at_all_and_points_outside_are_no_density():
    at = middles(8, 2.0)
    for points in (np.zeros((0, 2)), np.full((3, 2), 9.0)):
        binned = Binned(points, 2.0, 64)
        assert not binned.density(at, 0.2).any()
        assert not binned.score(at, 0.2).any()


def test_a_level_asked_again_is_the_same_and_many_are_not_kept():
    binned, at = Binned(POINTS, 4.0, 64), middles(5, 2.0)
    first = binned.score(at, 0.3)
    for sigma in np.geomspace(0.1, 2, 40):
        binned.score(at, float(sigma))
    assert np.array_equal(binned.score(at, 0.3), first)
