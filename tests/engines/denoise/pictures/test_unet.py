"""The network keeps the shape, is told sigma, starts at nothing, and is the same for the same seed."""

from __future__ import annotations

import pytest
import torch

from engines.denoise.pictures.unet import UNet, depth

SIZES = (8, 16, 28, 32, 48, 64)


def net(shape: tuple[int, ...], seed: int = 0) -> UNet:
    return UNet(shape, 8, torch.Generator().manual_seed(seed))


def awake(made: torch.nn.Module) -> torch.nn.Module:
    """With numbers where it starts at zero."""
    rng = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for p in made.parameters():
            p.add_(0.1 * torch.randn(p.shape, generator=rng))
    return made


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("channels", [1, 3])
def test_any_size_comes_back_and_starts_at_zero(size: int, channels: int) -> None:
    u = torch.randn(2, channels, size, size)
    found = net((channels, size, size))(u, -u, torch.tensor([0.1, 2.0]))
    assert found.shape == u.shape
    assert not found.any()


@pytest.mark.parametrize("size", [8, 28, 64])
def test_every_pixel_is_answered_and_each_picture_alone(size: int) -> None:
    made = awake(net((3, size, size))).eval()
    u, sigma = torch.randn(3, 3, size, size), torch.tensor([0.1, 1.0, 3.0])
    with torch.no_grad():
        together = made(u, -u, sigma)
        alone = torch.cat([made(u[i : i + 1], -u[i : i + 1], sigma[i : i + 1]) for i in range(3)])
    assert torch.allclose(together, alone, atol=1e-4)
    assert (together.flatten(2).std(2) > 1e-3).all()


def test_sigma_and_the_guess_change_the_answer() -> None:
    made, u = awake(net((1, 16, 16))), torch.randn(1, 1, 16, 16)
    with torch.no_grad():
        a, b = made(u, u, torch.tensor([0.1])), made(u, u, torch.tensor([1.0]))
        c = made(u, -u, torch.tensor([1.0]))
    assert (a - b).abs().max() > 1e-2
    assert (b - c).abs().max() > 1e-2


def test_far_pixels_reach_each_other() -> None:
    """The corner's answer depends on the opposite corner: the lowest level sees the whole picture."""
    made = awake(net((1, 32, 32))).eval()
    u = torch.randn(1, 1, 32, 32, requires_grad=True)
    made(u, u.detach(), torch.ones(1))[0, 0, 0, 0].backward()
    assert u.grad is not None
    assert u.grad[0, 0, 31, 31].abs() > 0


def test_a_seed_is_a_network() -> None:
    a, b, c = (net((3, 8, 8), seed).state_dict() for seed in (3, 3, 4))
    assert all(torch.equal(a[k], b[k]) for k in a)
    assert any(not torch.equal(a[k], c[k]) for k in a)


@pytest.mark.parametrize(("places", "levels"), [(16, 3), (8, 2), (14, 2), (7, 1), (4, 1), (12, 2)])
def test_levels_halve_evenly(places: int, levels: int) -> None:
    assert depth(places) == levels
