"""The generator's direction against the Kullback-Leibler divergence of two Gaussians, which is known."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from engines.denoise import dde
from tests.engines.denoise.conftest import Normal, rng

SIGMA, N = 0.6, 200_000
P = Normal([0.8, -0.5], [[1.0, 0.4], [0.4, 0.5]])


class Affine(nn.Module):
    """z -> A z + b, whose samples are N(b, A A')."""

    def __init__(self, a: list[list[float]], b: list[float]) -> None:
        super().__init__()
        self.a = nn.Parameter(torch.tensor(a, dtype=torch.float64))
        self.b = nn.Parameter(torch.tensor(b, dtype=torch.float64))

    def forward(self, z: Tensor) -> Tensor:
        return z @ self.a.T + self.b

    def known(self) -> Normal:
        return Normal(self.b.detach().tolist(), (self.a @ self.a.T).detach().tolist())


def kl(made: Affine) -> Tensor:
    """KL(q_sigma || p_sigma) of the noisy samples and the noisy data, in closed form."""
    noise = SIGMA**2 * torch.eye(2, dtype=torch.float64)
    q, p = made.a @ made.a.T + noise, P.covariance + noise
    away = P.mean - made.b
    inverse = torch.linalg.inv(p)
    found: Tensor = 0.5 * (
        (inverse @ q).trace() + away @ inverse @ away - 2 + torch.logdet(p) - torch.logdet(q)
    )
    return found


@pytest.fixture
def one_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """At one noise level, and no direction held."""
    monkeypatch.setattr(dde, "LOW", SIGMA)
    monkeypatch.setattr(dde, "HIGH", SIGMA)
    monkeypatch.setattr(dde, "HOLD", 1e9)


def gradients(made: Affine, number: Tensor) -> tuple[Tensor, Tensor]:
    a, b = torch.autograd.grad(number, [made.a, made.b])
    return a, b


@pytest.mark.usefixtures("one_level")
def test_its_gradient_is_that_of_the_divergence():
    """The loss is sigma times it: directions are differences of denoisers over sigma."""
    made = Affine([[0.7, 0.1], [-0.3, 1.1]], [0.0, 0.2])
    z = torch.randn((N, 2), generator=rng(0), dtype=torch.float64)
    found = gradients(made, dde.loss(made, P, made.known(), z, rng(1)) / SIGMA)
    exact = gradients(made, kl(made))
    for mine, known in zip(found, exact, strict=True):
        assert torch.allclose(mine, known, atol=0.015), (mine, known)
    assert float(exact[0].abs().max()) > 0.1


@pytest.mark.usefixtures("one_level")
def test_down_that_gradient_the_samples_become_the_data():
    made = Affine([[0.7, 0.1], [-0.3, 1.1]], [0.0, 0.2])
    optimiser, draw = torch.optim.SGD(made.parameters(), 0.3), rng(2)
    before = float(kl(made).detach())
    for _ in range(150):
        z = torch.randn((1000, 2), generator=draw, dtype=torch.float64)
        optimiser.zero_grad()
        dde.loss(made, P, made.known(), z, draw).backward()
        optimiser.step()
    assert before > 0.2
    assert float(kl(made).detach()) < 0.01 * before


def test_where_both_are_the_same_there_is_nowhere_to_go():
    y = torch.randn((50, 2), generator=rng(0), dtype=torch.float64)
    assert not dde.direction(P, P, y, torch.full((50,), 0.3, dtype=torch.float64)).any()


def test_it_points_away_from_what_is_made_to_what_is_data():
    """As the slope of log q minus that of log p: a step against it lowers the divergence."""
    q = Normal([-1.0, 0.0], [[0.1, 0.0], [0.0, 0.1]])
    p = Normal([1.0, 0.0], [[0.1, 0.0], [0.0, 0.1]])
    found = dde.direction(p, q, torch.zeros((1, 2), dtype=torch.float64), torch.tensor([0.5]).double())
    assert float(found[0, 0]) < 0
    assert float(found[0, 1]) == pytest.approx(0.0)


def test_no_direction_is_longer_than_it_is_held_to():
    far = Normal([100.0, 0.0], [[0.1, 0.0], [0.0, 0.1]])
    y = torch.randn((200, 2), generator=rng(0), dtype=torch.float64)
    length = dde.direction(far, P, y, torch.full((200,), 0.1, dtype=torch.float64)).norm(dim=1)
    assert float(length.max()) <= dde.HOLD * (1 + 1e-9)
    assert float(length.min()) == pytest.approx(dde.HOLD)


def test_neither_energy_learns_from_the_generators_step():
    made = Affine([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0])
    q = made.known()
    q.mean.requires_grad_(True)
    dde.loss(made, P, q, torch.randn((20, 2), generator=rng(0), dtype=torch.float64), rng(1)).backward()
    assert q.mean.grad is None
    assert made.b.grad is not None
