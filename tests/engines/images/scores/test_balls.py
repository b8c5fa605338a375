"""Precision, recall, coverage and density: exact on small cases."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.images.scores.balls import coverage_density, precision_recall


def test_a_case_by_hand() -> None:
    real = torch.tensor([[0.0], [1.0], [3.0], [10.0]])  # balls to the nearest: 1, 1, 2, 7
    made = torch.tensor([[0.5], [2.9], [30.0]])  # inside the first two, the third and two, none
    coverage, density = coverage_density(real, made, k=1)
    inside = [(0, 0), (1, 0), (2, 1)]  # (ball, sample); 2.9 lies 1.9 from 1 and 7.1 from 10
    assert coverage == 3 / 4
    assert density == pytest.approx(len(inside) / 3)


def test_the_same_points_cover_all() -> None:
    real = torch.randn(50, 8, generator=torch.Generator().manual_seed(0))
    coverage, density = coverage_density(real, real)
    assert coverage == 1
    assert density > 1


def test_too_few_to_say() -> None:
    assert all(np.isnan(coverage_density(torch.zeros(1, 3), torch.zeros(4, 3))))
    assert all(np.isnan(coverage_density(torch.zeros(9, 3), torch.zeros(0, 3))))
    assert all(np.isnan(precision_recall(torch.zeros(9, 3), torch.zeros(1, 3))))


def test_precision_and_recall_by_hand() -> None:
    real = torch.tensor([[0.0], [1.0], [3.0], [10.0]])
    made = torch.tensor([[0.5], [2.9], [30.0]])  # balls: 2.4, 2.4, 27.1
    precision, recall = precision_recall(real, made, k=1)
    assert precision == pytest.approx(2 / 3)
    assert recall == 1  # 0 and 1 by the first, 3 by the second, 10 by the last
    swapped = precision_recall(made, real, k=1)
    assert swapped == pytest.approx((recall, precision))
