"""What PSNR is shown beside: it means nothing without what is trivial."""

from __future__ import annotations

import math

import pytest
import torch

from engines.vqvae.config import VqvaeConfig
from engines.vqvae.measuring import bits, yardsticks


def test_the_mean_picture_has_the_variance_as_its_error():
    x = torch.rand(64, 3, 16, 16, generator=torch.Generator().manual_seed(0)) * 2 - 1
    mean = x.mean(0)
    found = yardsticks(x, mean, 0.0)
    error = (x - mean).square().flatten(1).mean(1)
    assert found["psnr_mean"] == pytest.approx(float((10 * torch.log10(4 / error)).mean()), abs=1e-4)
    assert "psnr_small" not in found  # no bits, no shrunken picture


def test_a_picture_that_is_flat_survives_shrinking_and_noise_does_not():
    flat = torch.full((4, 1, 16, 16), 0.3)
    noise = torch.rand(4, 1, 16, 16, generator=torch.Generator().manual_seed(1)) * 2 - 1
    room = 8.0 * 4 * 4  # bits for 4 x 4 grey numbers
    assert yardsticks(flat, flat[0] * 0, room)["psnr_small"] > 60
    assert yardsticks(noise, noise[0] * 0, room)["psnr_small"] < 12


def test_more_bits_never_shrink_more():
    x = torch.rand(8, 3, 32, 32, generator=torch.Generator().manual_seed(2)) * 2 - 1
    found = [yardsticks(x, x.mean(0), 24.0 * side**2)["psnr_small"] for side in (2, 4, 8, 16)]
    assert found == sorted(found)


def test_bits_are_those_of_all_cells():
    assert bits(VqvaeConfig(codes=64, size=32)) == pytest.approx(math.log2(64) * 8 * 8)
