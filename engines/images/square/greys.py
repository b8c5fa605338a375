"""Grey levels of 16 or 32 bits brought to 8, by what the range of the whole picture says of its unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from engines.images.square.shrink import bands

DEPTHS = (8, 10, 12, 14, 16)  # cameras and microscopes keep 10, 12 or 14 bits in 16


@dataclass(frozen=True)
class Scale:
    """How deep levels become bytes: ``(level - low) * gain``, rounded and clipped."""

    low: float
    gain: float

    def bytes_of(self, image: Image.Image) -> Image.Image:
        """The picture in mode L."""
        levels = (_levels(image) - self.low) * self.gain
        return Image.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))


def scale_of(image: Image.Image, bits: int = 0) -> Scale:
    """The scale of a picture of mode I, I;16 or F; ``bits``: how many it uses, 0 to see by itself."""
    low, high = _range(image)
    whole = not image.mode.startswith("F")
    used = (bits or _depth(high)) if whole else 32
    if whole and low >= 0 and used <= 16 and (image.mode.startswith("I;16") or high > 255):
        return Scale(0.0, 255.0 / ((1 << max(used, 8)) - 1))
    if not whole and low >= 0 and high <= 1.0:
        return Scale(0.0, 255.0)
    if low < 0 or high > 255:
        return Scale(low, 255.0 / max(high - low, 1e-12))
    return Scale(0.0, 1.0)


def depth(image: Image.Image) -> int:
    """The bits that a picture of mode I or I;16 fills: 8, 10, 12, 14, 16 or 32."""
    return _depth(_range(image)[1])


def _depth(high: float) -> int:
    return next((bits for bits in DEPTHS if high < 1 << bits), 32)


def _range(image: Image.Image) -> tuple[float, float]:
    low, high = np.inf, -np.inf
    for band in bands((0, 0, *image.size)):
        levels = _levels(image.crop(band))
        low, high = min(low, float(levels.min())), max(high, float(levels.max()))
    return low, high


def _levels(image: Image.Image) -> np.ndarray:
    return np.nan_to_num(np.asarray(image).astype(np.float64), posinf=0.0, neginf=0.0)
