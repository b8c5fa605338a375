"""Penalties of a linear critic D(x) = w.x, whose gradient is w everywhere."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engines.gan.penalties import PUBLISHED, between, gradient_penalty, one_sided, penalty

W = torch.tensor([0.6, -1.2, 0.3, 2.0])
N = W.norm().item()
X, FAKE = torch.randn(5, 1, 2, 2, generator=torch.Generator().manual_seed(0)), torch.zeros(5, 1, 2, 2)


def linear(x: Tensor, w: Tensor = W) -> Tensor:
    return x.flatten(1) @ w


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("gp", 10 * (N - 1) ** 2),
        ("gp_one_sided", 10 * (N - 1)),
        ("r1", 10 / 2 * N**2),
        ("wgan_div", 2 / 2 * 2 * N**6),
    ],
)
def test_of_a_linear_critic(kind: str, wanted: float) -> None:
    found = penalty(kind, linear, X, FAKE, torch.Generator().manual_seed(1))
    assert found.item() == pytest.approx(wanted, rel=1e-5)


def test_gradient_penalty_is_the_distance_of_the_slope_from_one() -> None:
    assert gradient_penalty(linear, X).item() == pytest.approx((N - 1) ** 2, rel=1e-5)


def test_one_sided_leaves_a_flat_critic_alone() -> None:
    flat = W / (2 * N)
    assert one_sided(lambda x: linear(x, flat), X).item() == 0.0
    assert gradient_penalty(lambda x: linear(x, flat), X).item() == pytest.approx(0.25, rel=1e-4)


@pytest.mark.parametrize("kind", PUBLISHED)
def test_gradients_reach_the_critic_and_stay_finite_at_slope_zero(kind: str) -> None:
    for w in (W.clone().requires_grad_(), torch.zeros(4, requires_grad=True)):
        penalty(kind, lambda x, w=w: linear(x, w), X, FAKE, torch.Generator()).backward()
        assert w.grad is not None
        assert w.grad.isfinite().all()


def test_points_lie_between_the_pictures() -> None:
    at = between(X, FAKE, torch.tensor([0.0, 1.0, 0.5, 0.25, 0.75]))
    assert torch.equal(at[0], FAKE[0])
    assert torch.equal(at[1], X[1])
    assert torch.allclose(at[2], X[2] / 2)
