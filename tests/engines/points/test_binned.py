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


@pytest.mark.parametrize("sigma", [0.1, 0.3, 1.0])
def test_it_is_the_density_and_the_score_of_the_points(sigma: float):
    n, reach = 40, 4.0
    binned, at = Binned(POINTS, reach), middles(n, reach)
    exact = np.exp(SET.log_prob(at, sigma)).reshape(n, n)
    density = binned.density(sigma, n)
    assert np.abs(density - exact).max() < 0.02 * exact.max()
    score = SET.score(at, sigma).T.reshape(2, n, n)
    away = sigma**2 * (((binned.score(sigma, n) - score) ** 2).sum(0) * exact).sum() / exact.sum()
    assert away < 0.001


def test_x_lies_along_columns_and_y_goes_up_with_rows():
    binned = Binned(np.array([[1.0, -0.5]] * 9), 2.0, 128)
    density = binned.density(0.3, 16)
    row, column = np.unravel_index(density.argmax(), density.shape)
    assert (column + 0.5) / 16 * 4 - 2 == pytest.approx(1.0, abs=0.15)
    assert (row + 0.5) / 16 * 4 - 2 == pytest.approx(-0.5, abs=0.15)
    score = binned.score(0.3, 16)
    assert score[0, row, 8] > 0  # x pulls to the right from the left of it
    assert score[1, 12, column] < 0  # and y down from above


def test_its_mass_is_one_and_where_nothing_is_there_is_no_score():
    binned = Binned(np.zeros((5, 2)), 4.0)
    assert binned.density(0.2, 64).sum() * (8 / 64) ** 2 == pytest.approx(1.0, abs=1e-3)
    score = binned.score(0.05, 64)
    assert np.isfinite(score).all()
    assert not score[:, 0, 0].any()


def test_no_points_at_all_and_points_outside_are_no_density():
    for points in (np.zeros((0, 2)), np.full((3, 2), 9.0)):
        binned = Binned(points, 2.0, 64)
        assert not binned.density(0.2, 8).any()
        assert not binned.score(0.2, 8).any()
