"""Brings a whole array of pictures to the size and number of channels asked for."""

from __future__ import annotations

import numpy as np
from PIL import Image

from engines.ground.marks import mark
from engines.images.source import Watch

_RESIZING = mark("Fitting the pictures to size")


def fit(pixels: np.ndarray, size: int, channels: int, watch: Watch | None = None) -> np.ndarray:
    """Pictures (N, H, W, 1 or 3) uint8 as (N, size, size, channels).

    28 px becomes 32 px by two pixels of ground on each side, so that no stroke is blurred; any other size
    is cropped to its central square and resized.
    """
    pixels = recolour(pixels, channels)
    _, height, width, _ = pixels.shape
    if height == width == size:
        return np.ascontiguousarray(pixels)
    if height == width == 28 and size == 32:
        return _padded(pixels)
    return _resized(pixels, size, watch or Watch())


def recolour(pixels: np.ndarray, channels: int) -> np.ndarray:
    """Colour to luminance (ITU-R 601, Pillow's own weights) or grey repeated; the same if it fits."""
    if pixels.shape[-1] == channels:
        return pixels
    if channels == 3:
        return np.repeat(pixels, 3, axis=-1)
    grey = np.empty((*pixels.shape[:-1], 1), np.uint8)
    weights = np.asarray([19595, 38470, 7471], np.uint32)
    for start in range(0, len(pixels), 4096):  # a few at a time: the sums are four times as large
        part = pixels[start : start + 4096].astype(np.uint32) @ weights
        grey[start : start + 4096, ..., 0] = (part + 0x8000) >> 16
    return grey


def _padded(pixels: np.ndarray) -> np.ndarray:
    """28 px on a ground of 32 px, the ground being the level most common on the border."""
    count, _, _, channels = pixels.shape
    border = pixels[:1000]
    border = np.concatenate([border[:, 0], border[:, -1], border[:, :, 0], border[:, :, -1]], axis=1)
    ground = np.median(border.reshape(-1, channels), axis=0).astype(np.uint8)
    wide = np.empty((count, 32, 32, channels), np.uint8)
    wide[:] = ground
    wide[:, 2:30, 2:30] = pixels
    return wide


def _resized(pixels: np.ndarray, size: int, watch: Watch) -> np.ndarray:
    count, height, width, channels = pixels.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    pixels = pixels[:, top : top + side, left : left + side]
    how = Image.Resampling.LANCZOS if side > size else Image.Resampling.BICUBIC
    made = np.empty((count, size, size, channels), np.uint8)
    for i in range(count):
        if i % 256 == 0:
            watch(_RESIZING, i / count)
        picture = pixels[i, :, :, 0] if channels == 1 else pixels[i]
        image = Image.fromarray(np.ascontiguousarray(picture)).resize((size, size), how)
        made[i] = np.asarray(image).reshape(size, size, channels)
    return made
