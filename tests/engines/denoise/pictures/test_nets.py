"""The networks begin as the filter; what they add is a gradient where it is an energy's."""

from __future__ import annotations

import pytest
import torch

from engines.denoise.denoiser import Denoiser
from engines.denoise.pictures.filter import Filter
from engines.denoise.pictures.nets import PictureEnergy, PictureScore
from tests.engines.denoise.pictures.test_unet import awake

KINDS = [PictureScore, PictureEnergy]


def made(kind: type[Denoiser], size: int = 8, channels: int = 1) -> Denoiser:
    x = torch.randn(60, channels, size, size, generator=torch.Generator().manual_seed(1))
    return kind(Filter(x + x.roll(1, 2) + x.roll(1, 3)), 8, torch.Generator().manual_seed(0)).eval()  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("size", "channels"), [(8, 1), (28, 3)])
def test_they_begin_as_the_filter(kind: type[Denoiser], size: int, channels: int) -> None:
    net = made(kind, size, channels)
    x, sigma = torch.randn(3, channels, size, size), torch.tensor([0.05, 1.0, 6.0])
    assert torch.equal(net.denoise(x, sigma), net.filter.denoise(x, sigma))


@pytest.mark.parametrize("kind", KINDS)
def test_each_picture_has_its_own_sigma(kind: type[Denoiser]) -> None:
    net = made(kind)
    awake(net)
    x, sigma = torch.randn(3, 1, 8, 8), torch.tensor([0.05, 1.0, 6.0])
    together = net.denoise(x, sigma)
    alone = torch.cat([net.denoise(x[i : i + 1], sigma[i : i + 1]) for i in range(3)])
    assert torch.allclose(together, alone, atol=1e-4)
    assert not torch.allclose(together, net.filter.denoise(x, sigma), atol=1e-2)


def test_an_energy_has_its_score_as_slope() -> None:
    net = made(PictureEnergy)
    awake(net).double()
    x, sigma = torch.randn(1, 1, 8, 8, dtype=torch.float64), torch.tensor([0.7], dtype=torch.float64)
    with torch.no_grad():
        score, h = net.score(x, sigma), 1e-5
        for at in ((0, 0), (3, 5), (7, 7)):
            step = torch.zeros_like(x)
            step[0, 0][at] = h
            slope = (net.energy(x + step, sigma) - net.energy(x - step, sigma)) / (2 * h)
            assert float(slope) == pytest.approx(-float(score[0, 0][at]), rel=1e-5, abs=1e-6)


def test_training_reaches_every_weight_of_the_score() -> None:
    net = made(PictureScore).train()
    awake(net)
    x, sigma = torch.randn(2, 1, 8, 8), torch.tensor([0.3, 2.0])
    net.denoise(x, sigma).square().sum().backward()
    assert all(p.grad is not None and bool(p.grad.any()) for p in net.parameters())
