"""The orders of a palette: each code once, near ones near, bright ones last."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.vqvae.painting.palette import LUMA, Palette, sheet_order


def palette(K: int = 7, channels: int = 3, seed: int = 0) -> Palette:
    rng = np.random.default_rng(seed)
    thumbnails = rng.integers(0, 256, (K, 4, 4, channels), dtype=np.uint8)
    return Palette(thumbnails, rng.uniform(-1, 1, (K, 2)), np.zeros((K, 0), np.int64))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(1, 70), st.integers(0, 1000))
def test_a_sheet_shows_each_code_once_sorted_by_column_then_by_row(K: int, seed: int) -> None:
    plane = np.random.default_rng(seed).uniform(-1, 1, (K, 2))
    order = sheet_order(plane)
    assert sorted(order) == list(range(K))
    side = int(np.ceil(np.sqrt(K)))
    if side * side == K:
        sheet = plane[order.reshape(side, side)]
        assert (sheet[:, :-1, 0].max(0) <= sheet[:, 1:, 0].min(0)).all()  # columns go from left to right
        assert (np.diff(sheet[:, :, 1], axis=0) <= 0).all()  # within one, from top to bottom
        assert np.array_equal(order, sheet_order(plane * 3 + 1))


def test_the_most_used_come_first_and_equals_keep_their_places() -> None:
    usage = np.array([0.1, 0.4, 0.1, 0.0, 0.3, 0.1, 0.0])
    assert palette().order("used", usage).tolist() == [1, 4, 0, 2, 5, 3, 6]


@pytest.mark.parametrize("channels", [1, 3])
def test_the_brightest_come_last(channels: int) -> None:
    p = palette(channels=channels)
    order = p.order("light", np.zeros(7))
    weights = LUMA if channels == 3 else np.ones(1)
    seen = [float(p.thumbnails[code].mean((0, 1)) @ weights) for code in order]
    assert seen == sorted(seen)
    assert 0 <= seen[0] <= seen[-1] <= 255


def test_similar_is_the_sheet() -> None:
    p = palette()
    assert np.array_equal(p.order("similar", np.zeros(7)), sheet_order(p.plane))
    assert len(p) == 7
