"""How much of a checkerboard there is in pictures: two figures that need no reference.

A board with squares of a pixel is seen in the spectrum, at the highest frequency there is. One that only
changes how strongly pixels vary, as random weights make it, is seen in their variance, grouped by place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

PERIODS: Final = (2, 4, 8)


@dataclass(frozen=True)
class Board:
    """What the meter reads.

    Attributes:
        contrast: by period, the largest by the smallest variance of pixels grouped by place modulo it; 1 is
            even.
        nyquist: mean power of the waves that change sign from pixel to pixel, over that of all waves; 1 is
            noise, pictures of things have much less.
    """

    contrast: dict[int, float]
    nyquist: float

    @property
    def unevenness(self) -> float:
        """The largest contrast."""
        return max(self.contrast.values())


def read(pictures: np.ndarray, periods: Sequence[int] = PERIODS) -> Board:
    """Of pictures (n, H, W, C), whatever their range; at least as large as the longest period."""
    pictures = np.asarray(pictures, np.float32)
    return Board({period: contrast(pictures, period) for period in periods}, nyquist(pictures))


def contrast(pictures: np.ndarray, period: int) -> float:
    """The largest by the smallest variance over pixels (n, H, W, C) with equal place modulo ``period``.

    Infinite where some never vary; NaN where none do.
    """
    n, high, wide, colours = pictures.shape
    rows, columns = high // period, wide // period
    cut = pictures[:, : rows * period, : columns * period]
    groups = cut.reshape(n, rows, period, columns, period, colours)
    spread = groups.var(axis=(0, 1, 3, 5), dtype=np.float64)
    least, most = float(spread.min()), float(spread.max())
    if most <= 1e-12:
        return float("nan")
    return most / least if least > 1e-9 * most else float("inf")


def nyquist(pictures: np.ndarray) -> float:
    """Mean power of waves of two pixels, across or down, over the mean power of all waves of (n, H, W, C).

    The mean of each picture is no wave. NaN where pictures are flat.
    """
    high, wide = (size // 2 * 2 for size in pictures.shape[1:3])
    power = (np.abs(np.fft.rfft2(pictures[:, :high, :wide], axes=(1, 2))) ** 2).mean(axis=(0, 3))
    twice = np.full(power.shape[1], 2.0)  # a real picture has each wave between the ends twice
    twice[[0, -1]] = 1.0
    power[0, 0] = 0.0
    total = float((power * twice).sum()) / (high * wide - 1)
    fastest = np.ones(power.shape, bool)
    fastest[: high // 2, :-1] = fastest[high // 2 + 1 :, :-1] = False
    weight = fastest * twice
    return float((power * weight).sum() / weight.sum() / total) if total > 1e-12 else float("nan")
