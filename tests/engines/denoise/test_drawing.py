"""A walk by the settings, from any noise."""

from __future__ import annotations

import pytest
import torch

from engines.denoise import drawing
from tests.engines.denoise.conftest import Normal, rng, tiny


@pytest.mark.parametrize("sampler", ["langevin", "sde", "heun"])
@pytest.mark.parametrize("start", [0.0, 0.5, 0.2])
def test_from_noise_no_larger_than_the_least_there_is_one_jump_to_do(sampler, start):
    """A picture on the bench may have the least noise that is learned, or less."""
    config = tiny(sigma_low=0.5, sigma_high=2.0, sampler=sampler, levels=5, walk=2)
    net, x = Normal([0.0, 0.0], [[1.0, 0.0], [0.0, 1.0]]), torch.ones(3, 2, dtype=torch.float64)
    moves = list(drawing.walk(net, config, x, rng(), start=start))
    assert all(torch.isfinite(moved).all() for moved, _ in moves)
    assert moves[-1][1] == 0.0
    if start and sampler != "langevin":
        assert len(moves) == 1
        assert torch.allclose(moves[0][0], net.denoise(x, torch.full((3,), start)))
