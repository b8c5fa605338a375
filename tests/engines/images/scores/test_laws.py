"""Distances of laws: exact where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.images.scores import classes, copies, laws


def cloud(n: int, d: int = 4, seed: int = 0) -> torch.Tensor:
    return torch.randn(n, d, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def test_frechet_of_a_shift_and_a_stretch():
    """|m|^2 for a shift; sum of (s - 1)^2 var for a stretch along the axes of the covariance."""
    x = cloud(200)
    assert laws.frechet(x, x) == pytest.approx(0, abs=1e-9)
    assert laws.frechet(x, x + torch.tensor([3.0, 4.0, 0, 0])) == pytest.approx(25)
    assert laws.frechet(x, 3 * x) == pytest.approx(
        float(4 * x.T.cov().trace() + (2 * x.mean(0)).square().sum())
    )


def test_frechet_is_that_of_the_definition():
    from scipy.linalg import sqrtm

    x, y = cloud(50), cloud(60, seed=1) @ cloud(4, seed=2)
    a, b = (v.T.cov().numpy() for v in (x, y))
    expected = float((x.mean(0) - y.mean(0)).square().sum()) + np.trace(a + b - 2 * sqrtm(a @ b).real)
    assert laws.frechet(x, y) == pytest.approx(expected)


def test_sliced_of_a_shift_is_the_mean_of_its_parts_along_directions():
    x = cloud(300, d=2)
    found = laws.sliced(x, x + torch.tensor([5.0, 0.0]), directions=4000)
    assert found == pytest.approx(5 * 2 / np.pi, rel=0.03)  # the mean of |cos|
    assert laws.sliced(x, x.flip(0)) == pytest.approx(0, abs=1e-9)


def test_the_kernel_distance_is_unbiased():
    """About nought between parts of one law, on both sides; what is elsewhere is far beyond its spread."""
    found = [laws.kernel(cloud(128, seed=s), cloud(128, seed=s + 50)) for s in range(12)]
    values = np.array([value for value, _ in found])
    assert values.min() < 0 < values.max()
    assert abs(values.mean()) < 3 * values.std() / np.sqrt(len(values))
    far, spread = laws.kernel(cloud(128), cloud(128, seed=1) + 1)
    assert far > 5 * spread > 0
    assert np.isnan(laws.kernel(cloud(20), cloud(20, seed=1))[1])


def test_classes_by_vote():
    known = torch.tensor([[0.0], [0.1], [0.2], [9.0], [9.1], [9.2]])
    labels = torch.tensor([0, 0, 0, 2, 2, 2])
    found = classes.shares(known, labels, torch.tensor([[0.0], [0.3], [8.0], [7.0]]), 3, k=3)
    assert found.tolist() == [0.5, 0, 0.5]
    assert classes.missing(found, torch.tensor([1.0, 0, 0])) == 0.5


def test_novelty_is_one_of_unseen_pictures_and_nought_of_copies():
    pixels = torch.randint(
        0, 256, (90, 16, 16, 1), dtype=torch.uint8, generator=torch.Generator().manual_seed(0)
    )
    train, held, made = pixels.split(30)
    assert copies.novelty(train, held, held) == 1
    assert copies.novelty(train, held, train[:9]) == pytest.approx(0, abs=0.01)
    assert copies.novelty(train, held, made) == pytest.approx(1, abs=0.1)
    assert np.isnan(copies.novelty(train, train[:5], made)) or copies.novelty(train, train[:5], made) > 100
