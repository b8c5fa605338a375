"""Curves as they are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from playground.kit.sheets import smoothed


@pytest.mark.parametrize("n", [1, 2, 49, 50, 150, 1000])
def test_a_straight_level_stays_and_nothing_is_lost(n):
    assert np.allclose(smoothed(np.full(n, 3.5)), 3.5)


def test_inside_it_is_a_running_mean():
    y = np.random.default_rng(0).normal(size=500)
    width = 500 // 50 | 1
    assert smoothed(y)[250] == pytest.approx(y[250 - width // 2 : 250 + width // 2 + 1].mean())


def test_the_ends_are_as_smooth_as_the_rest():
    """The last point is the one that people read; it once repeated the noise."""
    rng = np.random.default_rng(1)
    ends = [smoothed(rng.normal(size=1000))[-1] for _ in range(300)]
    inside = [smoothed(rng.normal(size=1000))[500] for _ in range(300)]
    assert np.std(ends) < 1.3 * np.std(inside)
