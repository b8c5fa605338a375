"""The linear answer: on Gaussian pictures nothing is better, and it equals the formula."""

from __future__ import annotations

import pytest
import torch

from engines.denoise.pictures.wiener import Wiener, fitted, shrinkage


def smooth(n: int, size: int, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Gaussian pictures (n, 1, size, size) with their mean and covariance."""
    rng = torch.Generator().manual_seed(seed)
    at = torch.stack(torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij"), -1).reshape(-1, 2)
    apart = torch.cdist(at.double(), at.double())
    covariance = torch.exp(-apart / 3) + 1e-3 * torch.eye(len(at)).double()
    mean = torch.linspace(-1, 1, len(at)).double()
    x = (
        mean
        + torch.randn(n, len(at), generator=rng, dtype=torch.float64) @ torch.linalg.cholesky(covariance).T
    )
    return x.view(n, 1, size, size), mean, covariance


def at(wiener: Wiener, y: torch.Tensor, sigma: float) -> torch.Tensor:
    return wiener.denoise(y, torch.full((len(y),), sigma, dtype=y.dtype))


@pytest.mark.parametrize("sigma", [0.1, 0.5, 2.0])
def test_it_is_the_posterior_mean_of_gaussian_pictures(sigma: float) -> None:
    x, mean, covariance = smooth(60_000, 4)
    clean, _, _ = smooth(500, 4, seed=1)
    y = clean + sigma * torch.randn(clean.shape, generator=torch.Generator().manual_seed(2)).double()
    exact = (
        mean + (y.flatten(1) - mean) @ torch.linalg.inv(covariance + sigma**2 * torch.eye(16)) @ covariance
    )
    assert torch.allclose(at(fitted(x), y, sigma).flatten(1), exact, atol=0.03)


def test_nothing_linear_or_simpler_is_better_on_new_pictures() -> None:
    x, mean, _ = smooth(4000, 8)
    clean, _, _ = smooth(400, 8, seed=1)
    wiener = fitted(x)
    for sigma in (0.2, 1.0, 3.0):
        y = clean + sigma * torch.randn(clean.shape, generator=torch.Generator().manual_seed(2)).double()
        error = float((at(wiener, y, sigma) - clean).square().mean())
        shrunk = mean.view(1, 1, 8, 8) + (y - mean.view(1, 1, 8, 8)) / (1 + sigma**2)
        for other in (y, shrunk, at(wiener, y, 1.5 * sigma), at(wiener, y, sigma / 1.5)):
            assert error < float((other - clean).square().mean())


@pytest.mark.parametrize("n", [12, 200])
def test_it_is_the_formula_of_the_shrunk_covariance(n: int) -> None:
    """The same for fewer pictures than numbers, where the smaller matrix is taken apart, and for more."""
    x, _, _ = smooth(n, 6)
    flat, sigma = x.flatten(1), 0.3
    s = torch.cov(flat.T)
    r = shrinkage(torch.linalg.eigvalsh(s).clamp_min(0), n - 1, 36)
    s = (1 - r) * s + r * s.trace() / 36 * torch.eye(36)
    y = torch.randn(5, 1, 6, 6, generator=torch.Generator().manual_seed(0)).double()
    exact = flat.mean(0) + (y.flatten(1) - flat.mean(0)) @ torch.linalg.inv(s + sigma**2 * torch.eye(36)) @ s
    assert 0.01 < r < 0.9
    assert torch.allclose(at(fitted(x), y, sigma).flatten(1), exact, atol=1e-6)


@pytest.mark.parametrize("n", [2, 5, 20, 100])
@pytest.mark.parametrize("sigma", [0.05, 0.3, 1.0])
def test_with_few_pictures_it_is_no_worse_than_doing_nothing(n: int, sigma: float) -> None:
    wiener = fitted(smooth(n, 16)[0])
    clean, _, _ = smooth(100, 16, seed=1)
    noise = sigma * torch.randn(clean.shape, generator=torch.Generator().manual_seed(2)).double()
    assert float((at(wiener, clean + noise, sigma) - clean).square().mean()) < 1.01 * sigma**2


def test_shrinkage_falls_with_more_pictures_and_is_whole_without_any_spread() -> None:
    values = torch.tensor([4.0, 1.0, 0.1])
    found = [shrinkage(values, n, 3) for n in (3, 10, 100, 10_000)]
    assert found == sorted(found, reverse=True)
    assert found[-1] < 0.01
    assert shrinkage(torch.zeros(0), 1, 9) == 1
    assert shrinkage(torch.ones(9), 50, 9) == 1


def test_one_picture_is_its_own_answer() -> None:
    x = torch.randn(1, 3, 4, 4)
    assert torch.allclose(at(fitted(x), torch.randn(2, 3, 4, 4), 0.1), x.expand(2, -1, -1, -1), atol=1e-3)
