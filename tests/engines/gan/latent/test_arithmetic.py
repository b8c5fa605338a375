"""The arithmetic of codes: sliders, their ends, and paths on the shell."""

from __future__ import annotations

import numpy as np
import pytest

from engines.gan.latent import arithmetic

rng = np.random.default_rng(0)


def test_sliders_add_up_and_truncation_comes_first() -> None:
    z, moves = rng.normal(size=5), np.eye(5)[:2]
    found = arithmetic.moved(
        z, moves, np.array([2.0, -1.0, 9.0]), 0.5
    )  # a slider without a move does nothing
    assert np.allclose(found, 0.5 * z + np.array([2.0, -1.0, 0, 0, 0]))
    assert np.array_equal(arithmetic.moved(z, moves, np.zeros(8)), z)


def test_ends_lie_three_deviations_to_either_side() -> None:
    z, moves = rng.normal(size=5), np.linalg.qr(rng.normal(size=(5, 5)))[0][:3]
    found = arithmetic.ends(z, moves, 0.8)
    assert found.shape == (3, 2, 5)
    assert np.allclose(found.mean(1), 0.8 * z)
    assert np.allclose(found[:, 1] - found[:, 0], 2 * arithmetic.END * moves)


def test_slerp_keeps_to_the_shell_and_meets_both_ends() -> None:
    a, b = rng.normal(size=(2, 32))
    b *= np.linalg.norm(a) / np.linalg.norm(b)
    path = arithmetic.slerp(a, b, np.linspace(0, 1, 7))
    assert np.allclose(path[0], a)
    assert np.allclose(path[-1], b)
    assert np.allclose(np.linalg.norm(path, axis=1), np.linalg.norm(a))
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    assert np.allclose(steps, steps[0])


@pytest.mark.parametrize("b", [np.ones(4), -np.ones(4), np.zeros(4)])
def test_slerp_of_parallel_codes_is_finite(b: np.ndarray) -> None:
    path = arithmetic.slerp(np.ones(4), b, np.linspace(0, 1, 5))
    assert np.isfinite(path).all()
    assert np.allclose(path[0], 1)
    assert np.allclose(path[-1], b)
