"""What sheets and plots of several labs need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtGui import QImage

from widgets.plots.stretches import parted

Curves = Mapping[str, tuple[np.ndarray, np.ndarray]]
Series = list[tuple[str, "str | int", np.ndarray, np.ndarray]]


def smoothed(y: np.ndarray) -> np.ndarray:
    """A running mean over about a fiftieth of what is shown: (n,) -> (n,).

    At the ends too it is the mean of a whole window: the last point is the one that people read.
    """
    width = min(len(y), max(1, len(y) // 50) | 1)
    if width <= 1:
        return y
    at, total = np.arange(len(y)), np.concatenate([[0.0], np.cumsum(y)])
    first, last = np.maximum(at - width // 2, 0), np.minimum(at + width // 2 + 1, len(y))
    short = last - first < width  # look further back, or ahead, in place of what is not there
    first = np.where(short & (last == len(y)), np.maximum(len(y) - width, 0), first)
    last = np.where(short & (first == 0), np.minimum(width, len(y)), last)
    mean: np.ndarray = (total[last] - total[first]) / (last - first)
    return mean


def series(
    curves: Curves, wanted: tuple[tuple[str, str | int, str], ...], breaks: Sequence[float] = ()
) -> Series:
    """(name on screen, colour, key) of those that there are, with their points, smoothed; not across
    ``breaks``, the steps after which their unit is another one."""
    return [
        (name, colour, curves[key][0], np.concatenate([smoothed(y) for _, y in parted(curves[key], breaks)]))
        for name, colour, key in wanted
        if key in curves and len(curves[key][0])
    ]


def image_of(pixels: np.ndarray, scale: int = 2) -> QImage:
    """Pixels to export, uint8 (H, W, 3) or (H, W, 1), ``scale`` times as large, by nearest neighbour."""
    rgb = np.ascontiguousarray(np.broadcast_to(pixels, (*pixels.shape[:2], 3)))
    height, width = rgb.shape[:2]
    image = QImage(rgb.data, width, height, width * 3, QImage.Format.Format_RGB888)
    return image.scaled(width * scale, height * scale)  # a copy: the array need not outlive it
