"""Exact properties of O-GAN, and that it learns to encode scikit-learn's digits with an MLP."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from engines.gan.losses import LOSSES, gap_square
from engines.gan.nets import ogan


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_normalised_codes_have_zero_mean_and_the_length_of_a_typical_z() -> None:
    v = ogan.normalise(3 + 7 * torch.randn(5, 16, generator=rng()))
    assert v.mean(1).abs().max() < 1e-5
    assert torch.allclose(v.norm(dim=1), torch.full((5,), 4.0), atol=1e-4)


def test_pearson_matches_numpy_and_ignores_scale_and_shift() -> None:
    a, b = torch.randn(6, 12, generator=rng(1)), torch.randn(6, 12, generator=rng(2))
    found = ogan.pearson(a, b)
    wanted = [np.corrcoef(x, y)[0, 1] for x, y in zip(a.numpy(), b.numpy(), strict=True)]
    assert np.allclose(found, wanted, atol=1e-5)
    assert torch.allclose(ogan.pearson(a, 2.5 * b + 4), found, atol=1e-5)
    assert torch.allclose(ogan.pearson(a, -b), -found, atol=1e-5)
    assert torch.allclose(ogan.pearson(a, a), torch.ones(6), atol=1e-5)


def test_a_constant_code_gives_finite_gradients() -> None:
    v = torch.ones(2, 5, requires_grad=True)
    ogan.pearson(torch.randn(2, 5, generator=rng()), v).sum().backward()
    assert v.grad is not None
    assert v.grad.isfinite().all()


def test_score_and_code_are_independent() -> None:
    v = torch.randn(4, 8, generator=rng())
    assert torch.allclose(ogan.normalise(v + 3), ogan.normalise(v), atol=1e-4)
    assert torch.allclose(ogan.score(v + 3, 4.0), ogan.score(v, 4.0) + 12, atol=1e-5)


@pytest.mark.parametrize("kind", ["ns", "hinge", "wgan", "ragan", "qp_square"])
def test_joint_loss_gives_each_player_only_its_own_share(kind: str) -> None:
    """The t2 trick: no gradient for E beyond L_D's, and G's as in a step of its own."""
    torch.manual_seed(0)
    g = nn.Linear(3, 10, dtype=torch.float64)
    e = nn.Sequential(nn.Linear(10, 8), nn.BatchNorm1d(8), nn.Tanh(), nn.Linear(8, 5)).double()
    # In doubles: the gradient of a bias before a batch norm is nought, in floats it is mere rounding.
    x = torch.randn(6, 10, generator=rng(3), dtype=torch.float64)
    z = torch.randn(6, 3, generator=rng(4), dtype=torch.float64)
    loss, fake = LOSSES[kind], g(z)
    gap = gap_square(x[:, None, None], fake.detach()[:, None, None])

    def critic(r: Tensor, f: Tensor) -> Tensor:
        return loss.critic(r, f, gap)

    r, f, stopped = (ogan.score(e(v)) for v in (x, fake, fake.detach()))
    both = ogan.joint(critic, loss.generator, r, f, stopped)
    of_g, of_e = list(g.parameters()), list(e.parameters())
    joint_g = torch.autograd.grad(both, of_g, retain_graph=True)
    joint_e = torch.autograd.grad(both, of_e, retain_graph=True)
    alone_g = torch.autograd.grad(loss.generator(r, f), of_g, retain_graph=True)
    alone_e = torch.autograd.grad(critic(r, stopped), of_e, retain_graph=True)
    trick = loss.generator(r, f) - loss.generator(r, stopped)
    of_trick = torch.autograd.grad(trick, of_e, allow_unused=True)
    assert trick.item() == 0.0
    for found in of_trick:
        assert found is None or found.abs().max() < 1e-12
    for found, wanted in zip((*joint_g, *joint_e), (*alone_g, *alone_e), strict=True):
        assert torch.allclose(found, wanted, rtol=1e-9, atol=1e-12)


NZ = 16


def digits_error(weight: float, steps: int, loss: str) -> tuple[float, float]:
    """Reconstruction error of held-out 8 x 8 digits, and the mean picture's (specs/gan.md 2.4)."""
    from sklearn.datasets import load_digits

    x = torch.tensor(load_digits().data / 8.0 - 1.0, dtype=torch.float32)
    x = x[torch.from_numpy(np.random.default_rng(0).permutation(len(x)))]
    train, held = x[:1500], x[1500:]
    torch.manual_seed(0)
    g = nn.Sequential(
        nn.Linear(NZ, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 64), nn.Tanh()
    )
    e = nn.Sequential(
        nn.Linear(64, 128), nn.LeakyReLU(0.2), nn.Linear(128, 128), nn.LeakyReLU(0.2), nn.Linear(128, NZ)
    )
    opt_g = torch.optim.RMSprop(g.parameters(), 5e-4, foreach=True)
    opt_e = torch.optim.RMSprop(e.parameters(), 5e-4, foreach=True)
    game, draw = LOSSES[loss], rng(1)
    for _ in range(steps):
        real = train[torch.randint(len(train), (64,), generator=draw)]
        z = torch.randn(64, NZ, generator=draw)
        fake = g(z)
        on_real, on_fake = e(real), e(fake.detach())
        gap = gap_square(real[:, None, None], fake.detach()[:, None, None])
        judged = game.critic(ogan.score(on_real), ogan.score(on_fake), gap)
        opt_e.zero_grad()
        (judged - weight * ogan.pearson(z, on_fake).mean()).backward()
        opt_e.step()
        e.requires_grad_(False)
        on_fake = e(fake)
        made = game.generator(ogan.score(on_real.detach()), ogan.score(on_fake))
        opt_g.zero_grad()
        (made - weight * ogan.pearson(z, on_fake).mean()).backward()
        opt_g.step()
        e.requires_grad_(True)
    with torch.no_grad():
        back = g(ogan.normalise(e(held)))
    return (back - held).square().mean().item(), (train.mean(0) - held).square().mean().item()


@pytest.mark.slow
def test_digits_encode_with_the_correlation_term() -> None:
    error, mean = digits_error(0.5, 1100, "qp_square")
    assert error < 0.6 * mean


@pytest.mark.slow
def test_digits_do_not_encode_without_it() -> None:
    error, mean = digits_error(0.0, 600, "qp_square")
    assert error > mean
