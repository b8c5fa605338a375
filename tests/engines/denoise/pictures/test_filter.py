"""Wiener's filter: exact where waves are independent, better than no correlation, and it knows its error."""

from __future__ import annotations

import pytest
import torch

from engines.denoise.pictures.filter import Filter, cosines


def rng(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def smooth(n: int, channels: int = 3, size: int = 8, seed: int = 0) -> torch.Tensor:
    """Waves of Gaussian size, the slow ones larger; colours mixed."""
    power = 1 / (1 + torch.arange(size)[:, None] ** 2 + torch.arange(size) ** 2).double()
    waves, mix = cosines(size), torch.linalg.qr(torch.randn(channels, channels, generator=rng(9)).double()).Q
    parts = torch.randn(n, channels, size, size, generator=rng(seed)).double() * power.sqrt()
    parts = parts * torch.tensor([1.0, 0.5, 0.25][:channels]).double()[:, None, None]
    return torch.einsum("ij,njhw->nihw", mix, waves.T @ parts @ waves)


@pytest.mark.parametrize("size", [1, 8, 28])
def test_waves_are_orthonormal_and_the_first_is_flat(size: int) -> None:
    waves = cosines(size)
    assert torch.allclose(waves @ waves.T, torch.eye(size).double(), atol=1e-12)
    assert torch.allclose(waves[0], torch.full((size,), size**-0.5).double())


@pytest.mark.parametrize("sigma", [0.05, 0.3, 2.0])
def test_it_is_the_posterior_mean_of_pictures_of_independent_waves(sigma: float) -> None:
    x = smooth(40_000, size=4)
    covariance = torch.cov(x.flatten(1).T)
    y = smooth(50, size=4, seed=1) + sigma * torch.randn(50, 3, 4, 4, generator=rng(2)).double()
    exact = y.flatten(1) @ torch.linalg.inv(covariance + sigma**2 * torch.eye(48)) @ covariance
    found = Filter(x).denoise(y, torch.full((50,), sigma).double()).flatten(1)
    assert torch.allclose(found, exact, atol=0.03)


@pytest.mark.parametrize("sigma", [0.1, 1.0])
@pytest.mark.parametrize("channels", [1, 3])
def test_it_knows_its_error_which_is_less_than_without_correlation(sigma: float, channels: int) -> None:
    x, clean = smooth(4000, channels), smooth(1000, channels, seed=1)
    found, level = Filter(x), torch.full((1000,), sigma).double()
    y = clean + sigma * torch.randn(clean.shape, generator=rng(2)).double()
    error = float((found.denoise(y, level) - clean).square().mean().sqrt())
    d2 = float(x.square().mean())
    assert error == pytest.approx(float(found.error(level)[0]), rel=0.03)
    assert error < 0.95 * (d2 * sigma**2 / (d2 + sigma**2)) ** 0.5


def test_mirrored_pictures_have_the_same_filter() -> None:
    x = smooth(30)
    assert torch.allclose(Filter(x).power, Filter(x.flip(3)).power)


def test_one_picture_and_none_but_grey_are_finite() -> None:
    for x in (torch.randn(1, 1, 8, 8), torch.zeros(5, 3, 8, 8)):
        found = Filter(x)
        y, sigma = torch.randn(2, *x.shape[1:]), torch.tensor([0.01, 20.0])
        assert found.denoise(y, sigma).isfinite().all()
        assert (found.error(sigma) > 0).all()


def test_its_energy_has_its_score_as_slope() -> None:
    found = Filter(smooth(500))
    x = torch.randn(5, 3, 8, 8).double().requires_grad_(True)
    sigma = torch.tensor([0.1, 0.3, 1.0, 2.0, 5.0]).double()
    (slope,) = torch.autograd.grad(found.energy(x, sigma).sum(), x)
    assert torch.allclose(-slope, found.score(x, sigma))
