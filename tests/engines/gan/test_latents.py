"""Directions, their stability, and paths on the shell."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.gan import latents


def random(shape: tuple[int, ...], seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def test_factorisation_is_the_svd_of_the_map() -> None:
    a = random((40, 6))
    vectors, values = latents.factorise(a)
    _, s, vt = torch.linalg.svd(a.double())
    assert np.allclose(values, s.numpy() ** 2)
    assert np.allclose(np.abs(vectors), np.abs(vt.numpy()), atol=1e-8)
    assert np.allclose(vectors @ vectors.T, np.eye(6), atol=1e-10)
    assert (np.diff(values) <= 0).all()


def test_order_and_signs_follow_the_factorisation_before() -> None:
    a = random((40, 6))
    before, _ = latents.factorise(a)
    rows = torch.from_numpy(before)
    stretched = torch.diag(torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).double()) @ rows  # reversed strength
    after, values = latents.factorise(stretched, before)
    assert np.allclose(after, before, atol=1e-8)
    assert np.allclose(values, [1, 4, 9, 16, 25, 36])
    again, _ = latents.factorise(stretched, -before)
    assert np.allclose(again, -before, atol=1e-8)


def test_stable_under_a_slow_drift_through_crossings() -> None:
    a, b = random((60, 8), 1), random((60, 8), 2)
    previous, _ = latents.factorise(a)
    for t in np.linspace(0, 0.3, 40):
        now, _ = latents.factorise((1 - t) * a + t * b, previous)
        assert (np.sum(now * previous, axis=1) > 0.5).mean() >= 0.75  # but where two directions truly mix
        assert np.allclose(now @ now.T, np.eye(8), atol=1e-8)
        previous = now


def test_slerp_keeps_to_the_shell_and_meets_both_ends() -> None:
    a, b = random((32,), 3).numpy().astype(np.float64), random((32,), 4).numpy().astype(np.float64)
    b *= np.linalg.norm(a) / np.linalg.norm(b)
    path = latents.slerp(a, b, np.linspace(0, 1, 7))
    assert np.allclose(path[0], a)
    assert np.allclose(path[-1], b)
    assert np.allclose(np.linalg.norm(path, axis=1), np.linalg.norm(a))
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    assert np.allclose(steps, steps[0])


@pytest.mark.parametrize("b", [np.ones(4), -np.ones(4), np.zeros(4)])
def test_slerp_of_parallel_codes_is_finite(b: np.ndarray) -> None:
    path = latents.slerp(np.ones(4), b, np.linspace(0, 1, 5))
    assert np.isfinite(path).all()
    assert np.allclose(path[0], 1)
    assert np.allclose(path[-1], b)
