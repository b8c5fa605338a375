"""How near one picture is to another. NumPy, shared by the labs; arrays are (N, H, W, C) in one range."""

from __future__ import annotations

import numpy as np


def mse(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Mean squared error of each pair, shape (N,)."""
    difference = np.asarray(a, np.float64) - np.asarray(b, np.float64)
    return np.mean(difference.reshape(len(difference), -1) ** 2, axis=1)


def nmse(a: np.ndarray, b: np.ndarray) -> float:
    """Mean squared error of ``b`` over the variance of ``a`` about its mean picture; 1 = no better."""
    a = np.asarray(a, np.float64)
    spread = float(np.mean((a - a.mean(axis=0, keepdims=True)) ** 2))
    return float(np.mean(mse(a, b))) / max(spread, 1e-12)


def psnr(a: np.ndarray, b: np.ndarray, peak: float = 255.0) -> np.ndarray:
    """Peak signal-to-noise ratio of each pair in dB, shape (N,); infinite for equal pictures."""
    with np.errstate(divide="ignore"):
        return 10.0 * np.log10(peak**2 / mse(a, b))


def ssim(a: np.ndarray, b: np.ndarray, peak: float = 255.0, window: int = 7) -> np.ndarray:
    """Structural similarity of each pair, shape (N,), with a flat window (Wang et al. 2004, eq. 13).

    Statistics are unbiased, constants K1 = 0.01 and K2 = 0.03, and the mean leaves out no border: windows
    lie wholly inside the picture.
    """
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    c1, c2 = (0.01 * peak) ** 2, (0.03 * peak) ** 2
    n = window * window
    mean_a, mean_b = _means(a, window), _means(b, window)
    var_a = (_means(a * a, window) - mean_a**2) * n / (n - 1)
    var_b = (_means(b * b, window) - mean_b**2) * n / (n - 1)
    cov = (_means(a * b, window) - mean_a * mean_b) * n / (n - 1)
    top = (2 * mean_a * mean_b + c1) * (2 * cov + c2)
    bottom = (mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2)
    return (top / bottom).reshape(len(a), -1).mean(axis=1)


def _means(x: np.ndarray, window: int) -> np.ndarray:
    """Mean over each window x window patch, by summed-area table: (N, H, W, C) -> (N, H-w+1, W-w+1, C)."""
    table = np.pad(x.cumsum(axis=1).cumsum(axis=2), ((0, 0), (1, 0), (1, 0), (0, 0)))
    w = window
    area = table[:, w:, w:] - table[:, :-w, w:] - table[:, w:, :-w] + table[:, :-w, :-w]
    return area / (w * w)
