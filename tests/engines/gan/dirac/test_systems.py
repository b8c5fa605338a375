"""The five games move as measured, and as their losses say."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import softplus

from engines.gan.dirac.systems import DECAY, KINDS, START, State, System, path


def lengths(kind, seconds, weight=0.1, centre=0.0) -> np.ndarray:
    return np.abs(path(System(kind, weight, centre), seconds))


def test_it_starts_where_the_post_does():
    assert lengths("vanilla", 1)[0] == pytest.approx(0.2236, abs=1e-4)


def test_vanilla_circles_and_never_arrives():
    late = lengths("vanilla", 100)[1500:]
    assert late.min() == pytest.approx(0.13, abs=0.01)
    assert late.max() == pytest.approx(0.23, abs=0.01)


def test_wgan_keeps_orbiting():
    late = lengths("wgan", 100)[1500:]
    assert late.min() == pytest.approx(0.09, abs=0.01)
    assert late.max() == pytest.approx(0.40, abs=0.01)


def test_a_penalty_centred_at_nought_converges_and_one_centred_at_one_ends_on_a_ring():
    assert lengths("gp", 40)[-1] == pytest.approx(0.002, abs=5e-4)
    assert lengths("gp", 100, centre=1.0)[-1] == pytest.approx(1, abs=0.01)


def test_qp_shrinks_slowly_and_converges_with_weight_decay():
    assert lengths("qp", 40, weight=1.0)[-1] == pytest.approx(0.170, abs=1e-3)
    assert lengths("qp_l2", 70, weight=1.0)[-1] == pytest.approx(0.006, abs=5e-4)


# Losses of both players, by autograd: the critic goes down its own, the point up the critic.
def game(kind: str, weight: float, centre: float) -> Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]:
    def losses(phi: Tensor, theta: Tensor) -> tuple[Tensor, Tensor]:
        score, n = phi @ theta, phi.norm()
        if kind == "vanilla":
            return softplus(score), softplus(-score)
        if kind == "wgan":
            return score / n, -score / n
        if kind == "gp":
            return score + weight * (n - centre) ** 2, -score
        held = score + score**2 / (2 * weight * theta.norm())  # GAN-QP: -d + d^2 / (2 lambda distance)
        return held + (DECAY / 2 * n**2 if kind == "qp_l2" else 0.0), -score

    return losses


@pytest.mark.parametrize("kind", KINDS)
def test_the_motion_is_gradient_descent_of_both_players(kind):
    """GAN-QP alone with its generator's own loss, which has no quadratic term."""
    rng = np.random.default_rng(0)
    for weight, centre in ((0.1, 0.0), (0.7, 1.0)):
        a, b = rng.standard_normal((2, 2))
        phi, theta = (torch.tensor(x, requires_grad=True) for x in (a, b))
        critic, generator = game(kind, weight, centre)(phi, theta)
        down = -torch.autograd.grad(critic, phi, retain_graph=True)[0]
        along = -torch.autograd.grad(generator, theta)[0]
        found = System(kind, weight, centre).motion(State(complex(*a), complex(*b)))
        np.testing.assert_allclose([found.phi.real, found.phi.imag], down.numpy())
        np.testing.assert_allclose([found.theta.real, found.theta.imag], along.numpy())


def test_the_integration_is_of_fourth_order():
    """Half the step, a sixteenth of the error."""
    system = System("gp")
    exact = path(system, 4, 0.0025)[-1]
    errors = [abs(path(system, 4, h)[-1] - exact) for h in (0.1, 0.05)]
    assert errors[0] / errors[1] == pytest.approx(16, rel=0.12)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_divided_by_nought(kind):
    for state in (State(0j, 0j), State(0j, START.theta), State(START.phi, 0j)):
        after = System(kind, 0.1, 1.0).step(state, 0.05)
        assert np.isfinite([after.phi.real, after.theta.real]).all()
