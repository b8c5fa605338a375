"""Picture scores against hand-made cases."""

from __future__ import annotations

import numpy as np
import pytest

from engines.ground import scores


def pictures(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (3, 16, 16, 3)).astype(np.uint8)


def test_equal_pictures():
    x = pictures()
    assert (scores.mse(x, x) == 0).all()
    assert np.isinf(scores.psnr(x, x)).all()
    np.testing.assert_allclose(scores.ssim(x, x), 1)
    assert scores.nmse(x, x) == 0


def test_known_values():
    a = np.zeros((2, 8, 8, 1))
    b = a + 255
    np.testing.assert_allclose(scores.mse(a, b), 255**2)
    np.testing.assert_allclose(scores.psnr(a, b), 0)
    c1 = (0.01 * 255) ** 2
    np.testing.assert_allclose(scores.ssim(a, b), c1 / (255**2 + c1), rtol=1e-6)


def test_mean_picture_scores_one():
    x = pictures().astype(float)
    assert scores.nmse(x, np.broadcast_to(x.mean(0), x.shape)) == pytest.approx(1)


def test_noise_lowers_similarity_in_order():
    x = pictures(1).astype(float)
    noise = np.random.default_rng(2).normal(size=x.shape)
    found = [scores.ssim(x, x + s * noise).mean() for s in (1, 10, 50, 200)]
    assert found == sorted(found, reverse=True)
