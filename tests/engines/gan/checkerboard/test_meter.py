"""The meter reads what was put into pictures, and tells ways of growing apart before any training."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from engines.gan.checkerboard import queries
from engines.gan.checkerboard.counts import Stack
from engines.gan.checkerboard.meter import contrast, nyquist, read
from engines.gan.checkerboard.stacks import WAYS, grown


def noise(n: int = 16, size: int = 32) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((n, size, size, 3)).astype(np.float32)


@pytest.mark.parametrize("period", [2, 4, 8])
def test_contrast_is_that_of_the_variances_put_in(period):
    strong = np.ones((32, 32), np.float32)
    strong[::period, ::period] = 3.0
    found = contrast(noise(64) * strong[:, :, None], period)
    assert found == pytest.approx(9, rel=0.25)
    assert contrast(noise(64), period) < 1.25


def test_contrast_of_a_board_that_stands_still_is_infinite_and_of_nothing_unknown():
    still = np.zeros((2, 8, 8, 1), np.float32)
    assert np.isnan(contrast(still, 2))
    still[0, ::2, ::2] = 1.0
    assert contrast(still, 2) == np.inf


def test_nyquist_is_one_for_noise_and_all_there_is_for_a_board():
    assert nyquist(noise()) == pytest.approx(1, rel=0.1)
    rows, columns = np.indices((32, 32))
    waves = {"board": (rows + columns) % 2, "stripes": columns % 2, "slow": (columns // 8) % 2}
    power = {name: nyquist(np.float32(wave)[None, :, :, None]) for name, wave in waves.items()}
    assert power["board"] == pytest.approx(power["stripes"])
    assert power["board"] == pytest.approx((32 * 32 - 1) / 63)  # one wave of 63 that are so fast holds all
    assert power["slow"] < 1e-6


def test_nyquist_of_odd_sizes_passes_over_the_last_row():
    assert nyquist(noise(size=33)) == pytest.approx(1, rel=0.1)


def unevenness(kernel: int, way: str) -> float:
    stack = Stack(kernel, 2, (kernel - 1) // 2, 3)
    return read(grown(way, stack, 1, 4, 64).numpy()).contrast[8]


def test_random_weights_rank_as_measured():
    """Kernels that the stride does not divide are far above all others; resizing is the most even."""
    odd3, odd5 = unevenness(3, "convT"), unevenness(5, "convT")
    even, shuffled = unevenness(4, "convT"), unevenness(4, "pixelshuffle")
    resized = max(unevenness(4, way) for way in ("nearest", "bilinear"))
    assert odd3 > 3 * odd5
    assert odd5 > 1.4 * max(even, shuffled)
    assert min(even, shuffled) > resized
    assert resized < 1.2


@pytest.mark.parametrize("way", WAYS)
def test_every_way_grows_what_is_asked_for_the_same_from_the_same_seed(way):
    for stack in (Stack(2, 3, 2, 2), Stack(5, 1, 0, 1), Stack(3, 4, 1, 3)):
        one, other = (grown(way, stack, seed, 2, 32) for seed in (3, 3))
        assert one.shape[:3] == (2, 32, 32)
        assert torch.equal(one, other)
        assert torch.isfinite(one).all()
    found = queries.grown(way, Stack(4, 2, 1, 2), 0)
    assert found.picture.shape == (32, 32, 1)
    assert set(found.board.contrast) == {2, 4}


def test_a_reading_changes_nothing_and_knows_the_slope(make):
    engine = make(ogan=False, norm_d="none", spectral_norm=False)
    before = {name: value.clone() for name, value in engine.trainer.tensors().items()}
    found = queries.reading(engine)
    assert found.step == 0
    assert set(found.made.contrast) == set(found.slope.contrast) == {2, 4, 8}
    for name, value in engine.trainer.tensors().items():
        assert torch.equal(value, before[name]), name
    pixels = engine.deck.pixels[:2]
    slope = engine.inference.slope(pixels)
    x = (pixels.float().permute(0, 3, 1, 2) / 127.5 - 1).contiguous()
    bump = torch.zeros_like(x)
    bump[:, :, 5, 6] = 1e-2
    critic = engine.trainer.critic
    with torch.no_grad():
        rise = (critic(x + bump).score - critic(x - bump).score) / 2e-2
    torch.testing.assert_close(slope[:, 5, 6].sum(-1), rise, rtol=0.05, atol=1e-4)
    assert F.mse_loss(slope, torch.zeros_like(slope)) > 0
