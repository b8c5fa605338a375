"""What a node answers, as pixels: bars, a strip of shades, or one picture for each channel."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtGui import QColor

from engines.layers.snapshot import Activation
from widgets.look import ramp, tokens

HIGH, BAR, GAP = 64, 6, 2  # px of bars, of one of them, and between two
MOST_PICTURES = 64
SMALL_BARS, SMALL_PICTURES, SMALL_WIDE = 36, 12, 3.0  # of a card: how many, and how much wider than high


def pixels(found: Activation) -> np.ndarray:
    """uint8 (H, W, 3) of an answer: (D,) bars from zero, (T, D) a strip, (C, H, W) pictures.

    Attention is shown by whom it looks at: heads beside each other.
    """
    looked = found.looked
    values = np.asarray(found.values if looked is None or looked.ndim < 2 else looked, float)
    if values.ndim == 0:
        values = values[None]
    if values.ndim == 1:
        return _bars(values)
    if values.ndim == 2:
        shades = ramp.shade(_scaled(values))
        if found.mask is not None and len(found.mask) == len(shades):
            shades[~found.mask] //= 3  # padding is dim
        return shades
    while values.ndim > 3:
        values = values.reshape(-1, *values.shape[2:])
    return _tiles(_scaled(values[:MOST_PICTURES]))


def small(found: Activation) -> np.ndarray:
    """The same for a card: few bars, each the farthest from nought of its neighbours; few pictures."""
    values = np.asarray(found.values, float)
    if values.ndim == 0:
        values = values[None]
    if values.ndim == 1:
        known = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
        parts = np.array_split(known, min(SMALL_BARS, len(known)))
        return _bars(np.array([part[np.abs(part).argmax()] for part in parts]))
    if values.ndim == 2:
        return pixels(Activation(values, found.mask, None))
    while values.ndim > 3:
        values = values.reshape(-1, *values.shape[2:])
    return _tiles(_scaled(values[:SMALL_PICTURES]), SMALL_WIDE)


def _scaled(values: np.ndarray) -> np.ndarray:
    """Between the least and the largest of them, 0 to 1; NaN stays."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    scaled: np.ndarray = (values - low) / ((high - low) or 1.0)
    return scaled


def _bars(values: np.ndarray) -> np.ndarray:
    t = tokens.current()
    ground, up, down, line = (_rgb(c) for c in (t.field, t.accent, t.fake, t.strong))
    known = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    high, low = max(float(known.max(initial=0.0)), 0.0), min(float(known.min(initial=0.0)), 0.0)
    span = (high - low) or 1.0
    zero = round((HIGH - 1) * high / span)
    step = BAR if len(values) <= 64 else 2
    image = np.empty((HIGH, max(1, len(values)) * step, 3), np.uint8)
    image[:] = ground
    for i, value in enumerate(known):
        end = round((HIGH - 1) * (high - value) / span)
        first, last = sorted((zero, end))
        image[first : last + 1, i * step : (i + 1) * step - (GAP if step > GAP else 0)] = (
            up if value >= 0 else down
        )
    image[zero] = line
    return image


def _tiles(pictures: np.ndarray, wide: float = 1.0) -> np.ndarray:
    """Side by side in rows, together about so many times as wide as high."""
    count, height, width = pictures.shape
    columns = math.ceil(math.sqrt(wide * count * height / max(1, width)))
    columns = max(1, min(count, columns))
    rows = math.ceil(count / columns)
    sheet = np.empty((rows * (height + 1) - 1, columns * (width + 1) - 1, 3), np.uint8)
    sheet[:] = _rgb(tokens.current().panel)
    for i, picture in enumerate(pictures):
        y, x = (i // columns) * (height + 1), (i % columns) * (width + 1)
        sheet[y : y + height, x : x + width] = ramp.shade(picture)
    return sheet


def _rgb(colour: str) -> np.ndarray:
    found = QColor(colour)
    return np.array([found.red(), found.green(), found.blue()], np.uint8)


def ink(pictures: tuple[np.ndarray, ...]) -> np.ndarray:
    """uint8 (H, W, 1) of an example's pictures side by side, ink bright."""
    gap = np.zeros((pictures[0].shape[0], 1), np.float32)
    parts = [part for picture in pictures for part in (picture, gap)][:-1]
    whole: np.ndarray = np.clip(np.concatenate(parts, 1) * 255, 0, 255).astype(np.uint8)[..., None]
    return whole
