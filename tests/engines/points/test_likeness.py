"""Modes, the exact distance and the divergence of clouds, on clouds made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engines.points import jensen, modes, transport
from engines.points.mixture import Mixture
from engines.points.picture import SIDE, dotted

TWO = Mixture(np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 9.0]]), np.array([1.0, 0.5, 0.5]))


def cloud(*parts: tuple[float, float, int]) -> np.ndarray:
    """So many points at each place."""
    return np.concatenate([np.tile((x, y), (n, 1)) for x, y, n in parts])


def test_modes_are_counted_by_who_is_near() -> None:
    samples = cloud((0, 2.9, 20), (4, 1.4, 19), (0, 3.1, 30), (0, 9, 31))
    assert modes.covered(TWO, samples) == (2, 0.7)  # 4, 1.4 is near but one too few; 0, 3.1 is near none
    assert modes.covered(TWO, samples, least=19) == (3, 0.7)
    assert modes.covered(TWO, np.zeros((0, 2))) == (0, 0.0)


def test_a_sample_near_two_modes_counts_once_for_the_nearer() -> None:
    samples = cloud((2.7, 0, 20))  # within 3 of the first and within 1.5 of the second, which is nearer
    assert modes.covered(TWO, samples) == (1, 1.0)
    assert modes.covered(TWO, np.concatenate([samples, cloud((0, 0, 19))])) == (1, 1.0)


def test_the_distance_is_that_of_the_best_pairing() -> None:
    a = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 3.0]])
    assert transport.wasserstein(a, a[::-1]) == 0
    assert transport.wasserstein(a, a + np.array([3, 4])) == pytest.approx(5)
    crossed = np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 2.0]])
    assert transport.wasserstein(a, crossed) == pytest.approx(1)
    with pytest.raises(ValueError, match="3 points with 2"):
        transport.wasserstein(a, a[:2])


def test_on_a_line_it_is_the_distance_of_sorted_values() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=40), rng.normal(1.0, 2.0, size=40)
    on_line = [np.stack([part, 0 * part], 1) for part in (a, b)]
    assert transport.wasserstein(*on_line) == pytest.approx(np.abs(np.sort(a) - np.sort(b)).mean())


def test_its_floor_falls_with_more_points() -> None:
    points = np.random.default_rng(1).normal(size=(2000, 2))
    few, many = (transport.floor(points[:n], points[500:]) for n in (100, 400))
    assert few > many > 0
    assert transport.floor(points[:3], points[:1]) == pytest.approx(
        np.hypot(*(points[:3] - points[0]).T).mean()
    )


def test_the_divergence_is_nought_for_equal_shares_and_one_for_apart() -> None:
    a = np.array([[-0.5, -0.5], [0.5, 0.5], [0.5, 0.5], [7.0, 0.0]])
    shares = jensen.counted(a, 1.0, 2)
    assert shares.tolist() == [0.25, 0, 0, 0.5, 0.25]
    assert jensen.divergence(shares, shares) == 0
    apart = jensen.counted(np.array([[0.5, -0.5]]), 1.0, 2)
    assert jensen.divergence(shares, apart) == pytest.approx(1)
    half = np.array([0.5, 0.5]), np.array([1.0, 0.0])
    assert jensen.divergence(*half) == pytest.approx(
        0.5 * (0.5 * np.log2(0.5 / 0.75) + 0.5 + np.log2(1 / 0.75))
    )
    assert jensen.divergence(*half) == pytest.approx(jensen.divergence(*half[::-1]))


def test_points_are_drawn_where_they_are() -> None:
    picture = dotted(np.array([[-2.4, 2.4]] * 3))
    assert picture.shape == (SIDE, SIDE, 1)
    lit = np.argwhere(picture[..., 0] > 0)
    assert lit.max() < SIDE / 16
    assert picture.max() == 255
