"""Numbers that compare sets of pictures, on sets whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from engines.images import features
from engines.images.likeness import distance, variety, whitened

RNG = torch.Generator().manual_seed(0)


def cloud(n: int = 400, d: int = 20, scale: float = 1.0, shift: float = 0.0) -> torch.Tensor:
    return torch.randn(n, d, generator=RNG) * scale + shift


def test_the_same_law_is_near_0_and_as_varied():
    found = [(distance(a, b), variety(a, b)) for a, b in ((cloud(64), cloud(64)) for _ in range(40))]
    assert np.median([d for d, _ in found]) < 0.08  # of a set of 64; without bias half of them are 0
    assert sum(d == 0 for d, _ in found) >= 10
    assert np.mean([v for _, v in found]) == pytest.approx(1, abs=0.01)


def test_copies_of_the_mean_have_no_variety_and_a_known_distance():
    """In many dimensions E|Y - Y'| is sqrt 2 times E|Y|: (2 - sqrt 2) / sqrt 2, and its root."""
    copies, pictures = torch.zeros(64, 2000), torch.randn(64, 2000, generator=RNG)
    assert distance(copies, pictures) == pytest.approx((math.sqrt(2) - 1) ** 0.5, abs=0.01)
    assert variety(copies, pictures) == 0


def test_the_value_by_hand():
    made, real = torch.tensor([[0.0], [2.0]]), torch.tensor([[6.0], [7.0]])
    assert distance(made, real) == pytest.approx(math.sqrt(2 * 5.5 - 2 - 1))
    assert variety(made, real) == pytest.approx(2)


def test_distance_grows_with_a_shift_and_does_not_hang_on_the_scale():
    a = cloud()
    far = [distance(a + shift, a) for shift in (0.2, 0.5, 1.0, 2.0)]
    assert far == sorted(far)
    assert distance(100 * (a + 1), 100 * a) == pytest.approx(far[2], rel=1e-4)


def test_what_cannot_be_compared_is_no_number():
    for found in (distance(cloud(1), cloud()), variety(cloud(), torch.zeros(50, 20))):
        assert math.isnan(found)


def test_whitened_axes_are_uncorrelated_and_of_spread_1():
    x = cloud(600, 40) @ torch.diag(torch.logspace(-1, 1, 40)) + 5
    found = whitened(x)(x)
    assert torch.allclose(found.T @ found / 600, torch.eye(40), atol=1e-2)
    assert torch.allclose(found.mean(0), torch.zeros(40), atol=1e-3)


def test_few_or_equal_pictures_have_few_axes():
    assert whitened(cloud(40, 200))(cloud(3, 200)).shape == (3, 10)
    assert whitened(torch.ones(50, 20))(cloud()).shape[0] == 400


def test_what_is_faint_counts_once_whitened():
    """A difference in the last of many directions, a hundredth of the strongest ones."""
    scale = torch.diag(torch.tensor([100.0] * 4 + [1.0]))
    a, b, other = (cloud(200, 5) for _ in range(3))
    other[:, 4] += 3
    look = whitened(cloud(512, 5) @ scale)
    assert distance(other @ scale, b @ scale) < 0.1
    assert distance(look(other @ scale), look(b @ scale)) > 0.5
    assert distance(look(a @ scale), look(b @ scale)) < 0.15


@pytest.mark.parametrize("shape", [(32, 3), (28, 1), (64, 3), (4, 1)])
def test_features_of_any_size_are_equally_many_and_the_same_each_time(shape):
    size, channels = shape
    x = torch.rand(5, channels, size, size, generator=RNG) * 2 - 1
    found = features.of(x)
    assert found.shape == (5, 16 * 224)
    assert torch.equal(found, features.of(x))
    assert torch.allclose(found[2:3], features.of(x[2:3]), atol=1e-4)
