"""What is said to be exact about a mixture of Gaussians is."""

from __future__ import annotations

import numpy as np
import pytest

from engines.points import mixture as module
from engines.points.mixture import Mixture
from engines.points.sets import MIXTURES

RNG = np.random.default_rng(0)
UNEVEN = Mixture(RNG.normal(size=(5, 2)), RNG.uniform(0.1, 0.5, 5), np.array([0.1, 0.4, 0.2, 0.25, 0.05]))


def grid(n: int, reach: float) -> tuple[np.ndarray, float]:
    at = (np.arange(n) + 0.5) / n * 2 * reach - reach
    return np.stack(np.meshgrid(at, at), -1).reshape(-1, 2), (2 * reach / n) ** 2


@pytest.mark.parametrize("sigma", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("mixture", [UNEVEN, MIXTURES["gaussians8"]], ids=["uneven", "ring"])
def test_its_density_has_a_mass_of_one(mixture: Mixture, sigma: float):
    places, area = grid(400, 4 + 5 * sigma)
    assert np.exp(mixture.log_prob(places, sigma)).sum() * area == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("sigma", [0.05, 0.4, 3.0])
def test_its_score_is_the_slope_of_its_log_density(sigma: float):
    x, h = RNG.normal(size=(50, 2)), 1e-5
    slope = [
        (UNEVEN.log_prob(x + h * e, sigma) - UNEVEN.log_prob(x - h * e, sigma)) / (2 * h) for e in np.eye(2)
    ]
    assert np.allclose(UNEVEN.score(x, sigma), np.stack(slope, 1), rtol=1e-5, atol=1e-5)


def test_one_gaussian_has_the_closed_form():
    """score = -(x - mu) / (c^2 + s^2), posterior mean mu + c^2 / (c^2 + s^2) (x - mu)."""
    mu, c, s = np.array([[0.3, -1.0]]), 0.7, 0.4
    one = Mixture(mu, np.array([c]))
    x = RNG.normal(size=(20, 2))
    assert np.allclose(one.score(x, s), -(x - mu) / (c**2 + s**2))
    assert np.allclose(one.posterior_mean(x, s), mu + c**2 / (c**2 + s**2) * (x - mu))
    at = -((x - mu) ** 2).sum(1) / (2 * (c**2 + s**2)) - np.log(2 * np.pi * (c**2 + s**2))
    assert np.allclose(one.log_prob(x, s), at)


def test_tweedie_holds_for_its_draws():
    """E[x - D(y)] = 0, and the error is orthogonal to the score: E[(x - D(y)) . s(y)] = 0."""
    rng, sigma, n = np.random.default_rng(1), 0.3, 200_000
    x = UNEVEN.sample(n, rng).astype(np.float64)
    y = x + sigma * rng.normal(size=x.shape)
    error, score = x - UNEVEN.posterior_mean(y, sigma), UNEVEN.score(y, sigma)
    for products in (error[:, 0], error[:, 1], (error * score).sum(1)):
        assert abs(products.mean()) < 4 * products.std() / n**0.5


def test_the_least_denoising_error_is_what_the_score_says():
    """E|D(y) - x|^2 = d s^2 - s^4 E|score|^2."""
    rng, sigma, n = np.random.default_rng(2), 0.3, 200_000
    x = UNEVEN.sample(n, rng).astype(np.float64)
    y = x + sigma * rng.normal(size=x.shape)
    error = ((x - UNEVEN.posterior_mean(y, sigma)) ** 2).sum(1)
    least = 2 * sigma**2 - sigma**4 * (UNEVEN.score(y, sigma) ** 2).sum(1)
    assert error.mean() == pytest.approx(least.mean(), abs=5 * (error - least).std() / n**0.5)


def test_draws_have_its_mean_and_covariance_and_shares():
    points = UNEVEN.sample(200_000, np.random.default_rng(3))
    weights = UNEVEN.weights
    assert weights is not None
    mean = weights @ UNEVEN.means
    away = UNEVEN.means - mean
    covariance = (away.T * weights) @ away + (weights @ UNEVEN.stds**2) * np.eye(2)
    assert np.allclose(points.mean(0), mean, atol=0.01)
    assert np.allclose(np.cov(points.T), covariance, atol=0.02)


def test_far_away_nothing_overflows_and_the_nearest_spot_pulls():
    x = np.array([[1e4, 0.0], [0.0, -1e4]])
    with np.errstate(all="raise", under="ignore"):
        score, log = UNEVEN.score(x, 0.05), UNEVEN.log_prob(x, 0.05)
    assert np.isfinite(score).all()
    assert np.isfinite(log).all()
    assert score[0, 0] < 0 < score[1, 1]


def test_chunks_change_nothing_and_no_places_are_fine(monkeypatch: pytest.MonkeyPatch):
    x = RNG.normal(size=(37, 2))
    whole = UNEVEN.score(x, 0.2)
    monkeypatch.setattr(module, "CHUNK", 20)
    assert np.allclose(UNEVEN.score(x, 0.2), whole)
    assert UNEVEN.score(np.zeros((0, 2)), 0.2).shape == (0, 2)
    assert UNEVEN.log_prob(np.zeros((0, 2))).shape == (0,)


def test_points_without_a_spread_are_what_a_finite_set_tends_to():
    """The posterior mean over a set is the average weighted by a Gaussian of the distance."""
    points, x, sigma = RNG.normal(size=(30, 2)), RNG.normal(size=(10, 2)), 0.3
    share = np.exp(-((x[:, None] - points) ** 2).sum(2) / (2 * sigma**2))
    expected = share @ points / share.sum(1, keepdims=True)
    assert np.allclose(Mixture(points, np.zeros(30)).posterior_mean(x, sigma), expected)
