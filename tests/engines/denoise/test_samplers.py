"""Where samplers land when the score is exact: their covariance in closed form, and what is known stays."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch
from torch import Tensor

from engines.denoise import samplers
from engines.denoise.inflation import inflation
from engines.denoise.samplers import Known
from engines.points.sets import MIXTURES
from tests.engines.denoise.conftest import Exact, Normal, rng

MEAN = [0.4, -0.3]
COVARIANCE = [[1.0, 0.5], [0.5, 0.6]]
NET = Normal(MEAN, COVARIANCE)
N = 60_000


def start(sigma: float, n: int = N) -> Tensor:
    """Draws of the noisy data themselves."""
    root = torch.linalg.cholesky(NET.covariance + sigma**2 * torch.eye(2, dtype=torch.float64))
    return NET.mean + torch.randn((n, 2), generator=rng(0), dtype=torch.float64) @ root.T


def covariance(x: Tensor) -> Tensor:
    return torch.cov(x.T)


def test_langevins_covariance_is_too_wide_by_what_is_predicted():
    """Per eigenvalue v of the target: v / (1 - eta / 2v)."""
    sigma, eta = 0.2, 0.25
    x = samplers.last(samplers.langevin(NET, start(sigma), sigma, eta, rng(1), steps=120))
    values, axes = torch.linalg.eigh(NET.covariance + sigma**2 * torch.eye(2, dtype=torch.float64))
    expected = axes @ torch.diag(values / (1 - eta / (2 * values))) @ axes.T
    assert torch.allclose(covariance(x), expected, rtol=0.03, atol=0.01)
    assert float(values[0] / (1 - eta / (2 * values[0])) / values[0]) > 1.5  # the bias is no trifle here
    assert torch.allclose(x.mean(0), NET.mean, atol=0.02)


def test_the_bias_that_is_shown_is_the_one_that_is_walked():
    """At step c sigma^2 on data that are one point, the variance stays sigma^2 / (1 - c/2)."""
    for c in (0.3, 1.0, 1.7):
        point, sigma = Normal([0.0], [[0.0]]), 0.3
        x = torch.zeros((N, 1), dtype=torch.float64)
        x = samplers.last(samplers.langevin(point, x, sigma, c * sigma**2, rng(1), steps=60))
        assert float(x.var()) / sigma**2 == pytest.approx(inflation(c), rel=0.03)
    assert inflation(2.0) == float("inf")


def test_accepted_or_not_the_walk_has_no_bias():
    sigma, eta = 0.2, 0.25
    for x, share in samplers.mala(NET, start(sigma), sigma, eta, rng(1), steps=60):
        found = x
        assert 0.3 < share < 0.99
    expected = NET.covariance + sigma**2 * torch.eye(2, dtype=torch.float64)
    assert torch.allclose(covariance(found), expected, rtol=0.03, atol=0.01)


def test_a_walk_of_accepted_steps_needs_an_energy():
    ring = Exact(MIXTURES["gaussians8"])
    with pytest.raises(NotImplementedError):
        next(samplers.mala(ring, torch.zeros(2, 2), 0.3, 0.01, rng()))


def test_the_final_jump_takes_the_variance_that_is_derived():
    """Of noisy data of standard deviation c: c^4 / (c^2 + s^2), per eigenvalue."""
    sigma = 0.3
    x = samplers.last(samplers.annealed(NET, start(sigma), [sigma], 0, 0.1, rng()))
    values, axes = torch.linalg.eigh(NET.covariance)
    expected = axes @ torch.diag(values**2 / (values + sigma**2)) @ axes.T
    assert torch.allclose(covariance(x), expected, rtol=0.03, atol=0.01)
    stays = samplers.last(samplers.annealed(NET, start(sigma), [sigma], 0, 0.1, rng(), jump=False))
    assert torch.equal(stays, start(sigma))


@pytest.mark.parametrize("kind", ["heun", "sde", "langevin"])
def test_from_noise_they_land_on_the_data(kind: str):
    high, low = 5.0, 0.02
    x = start(high)
    if kind == "heun":
        moves = samplers.heun(NET, x, samplers.flow_levels(high, low, 24), rng(1))
    elif kind == "sde":
        moves = samplers.reverse_sde(NET, x, samplers.ladder(high, low, 40), rng(1))
    else:
        moves = samplers.annealed(NET, x[:20_000], samplers.ladder(high, low, 30), 40, 0.3, rng(1))
    found = samplers.last(moves)
    assert torch.allclose(covariance(found), NET.covariance, rtol=0.05, atol=0.01)
    assert torch.allclose(found.mean(0), NET.mean, atol=0.02)


def test_the_flow_moves_each_point_along_its_axis():
    """On a Gaussian the exact flow from s to t scales by sqrt((v + t^2) / (v + s^2)); Heun's is of second order."""
    net, x = Normal([0.0], [[0.49]]), torch.ones((1, 1), dtype=torch.float64)
    exact = (
        ((0.49 + 0.05**2) / (0.49 + 9.0)) ** 0.5 * 0.49 / (0.49 + 0.05**2)
    )  # the last step is the denoiser
    errors = []
    for n in (20, 40):
        y = samplers.last(samplers.heun(net, x, samplers.flow_levels(3.0, 0.05, n), rng()))
        errors.append(abs(float(y) - exact))
    assert errors[0] < 0.01 * exact
    assert errors[1] < errors[0] / 3


def test_the_sde_is_better_than_first_order_in_its_levels():
    """Against one that forgets the denoiser's last answer, on the variance that it leaves."""
    net, high, low = Normal([0.0], [[0.04]]), 3.0, 0.02
    x = (0.04 + high**2) ** 0.5 * torch.randn((N, 1), generator=rng(0), dtype=torch.float64)
    levels = samplers.ladder(high, low, 20)
    found = samplers.last(samplers.reverse_sde(net, x, levels, rng(1)))
    one = x
    for pair in pairwise(levels):  # single pairs remember nothing
        one = next(samplers.reverse_sde(net, one, list(pair), rng(2)))
    assert abs(float(found.var()) / 0.04 - 1) < 0.5 * abs(float(one.var()) / 0.04 - 1)


def test_ladders_go_from_the_largest_to_the_least():
    ladder, flow = samplers.ladder(3.0, 0.05, 7), samplers.flow_levels(3.0, 0.05, 7)
    for levels in (ladder, flow):
        assert len(levels) == 7
        assert (levels[0], levels[-1]) == (pytest.approx(3.0), pytest.approx(0.05))
        assert levels == sorted(levels, reverse=True)
    ratios = [a / b for a, b in pairwise(ladder)]
    assert ratios == pytest.approx([ratios[0]] * 6)


@pytest.mark.parametrize("kind", ["heun", "sde", "langevin"])
def test_what_is_known_is_there_to_the_bit_at_the_end_and_the_rest_fits_it(kind: str):
    """Of two numbers that go together, the second given the first: mean and variance of the conditional."""
    n = 20_000
    known = Known(
        torch.tensor([1.3, 0.0], dtype=torch.float64), torch.tensor([1.0, 0.0], dtype=torch.float64)
    )
    x = start(5.0, n)
    if kind == "heun":
        moves = samplers.heun(NET, x, samplers.flow_levels(5.0, 0.02, 30), rng(1), known=known)
    elif kind == "sde":
        moves = samplers.reverse_sde(NET, x, samplers.ladder(5.0, 0.02, 60), rng(1), known=known)
    else:
        moves = samplers.annealed(NET, x, samplers.ladder(5.0, 0.02, 30), 40, 0.3, rng(1), known=known)
    found = samplers.last(moves)
    assert (found[:, 0] == 1.3).all()
    if kind == "langevin":  # the only one of the three that is right when it is clamped
        assert float(found[:, 1].mean()) == pytest.approx(-0.3 + 0.5 * (1.3 - 0.4), abs=0.05)
        assert float(found[:, 1].var()) == pytest.approx(0.6 - 0.25, rel=0.1)
    assert abs(float(found[:, 1].mean()) + 0.3) > 0.05


def test_every_move_is_told_and_no_gradient_is_kept():
    x = start(3.0, 8)
    assert len(list(samplers.heun(NET, x, samplers.flow_levels(3.0, 0.1, 5), rng()))) == 5
    assert len(list(samplers.reverse_sde(NET, x, samplers.ladder(3.0, 0.1, 5), rng()))) == 5
    walked = list(samplers.annealed(NET, x, samplers.ladder(3.0, 0.1, 5), 2, 0.2, rng()))
    assert len(walked) == 11
    assert not walked[-1].requires_grad


def test_eight_spots_are_found_and_filled_alike():
    ring = MIXTURES["gaussians8"]
    x = 10**0.5 * torch.randn((8000, 2), generator=rng(0))
    found = samplers.last(samplers.reverse_sde(Exact(ring), x, samplers.ladder(3.0, 0.05, 30), rng(1)))
    away = torch.cdist(found, torch.from_numpy(ring.means).float())
    assert (away.min(1).values < 4 * ring.stds[0]).float().mean() > 0.999
    assert away.argmin(1).bincount(minlength=8).min() > 850
