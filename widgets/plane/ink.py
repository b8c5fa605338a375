"""Colours of the plane as tables: maps held back, so that what lies over them stays readable."""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np
from PySide6.QtGui import QColor, QImage

from widgets.look import ramp, tokens

Scheme = Literal["sequential", "diverging", "diverging_r"]
SCHEMES: tuple[Scheme, ...] = ("sequential", "diverging", "diverging_r")

_SEQUENTIAL = 0.6  # of the map's length: text on its last colour keeps 3:1 in both themes
_DIVERGING = 0.34  # of the way from the stage to real and fake


def table(scheme: Scheme, full: bool = False) -> np.ndarray:
    """uint8 (256, 3) in the theme in force, from low to high.

    ``sequential`` begins with the stage. ``diverging`` goes from real over the stage to fake, ``diverging_r``
    the other way. ``full``: with all its strength, for a map that nothing lies over.
    """
    if scheme == "sequential":
        return ramp.shade(np.linspace(0, 1.0 if full else _SEQUENTIAL, 256))
    found = _through(tokens.current().diverging, 1.0 if full else _DIVERGING)
    return found[::-1] if scheme == "diverging_r" else found


def greys() -> np.ndarray:
    """uint8 (256, 3) from barely seen to as clear as text, on any of the maps."""
    t = tokens.current()
    return _between((t.strong, t.text))


@cache
def _between(ends: tuple[str, str]) -> np.ndarray:
    low, high = (rgb(end).astype(np.float64) for end in ends)
    return (low + (high - low) * np.linspace(0, 1, 256)[:, None]).round().astype(np.uint8)


@cache
def _through(stops: tuple[str, str, str], strength: float) -> np.ndarray:
    low, middle, high = (rgb(stop).astype(np.float64) for stop in stops)
    ends = middle + strength * (low - middle), middle, middle + strength * (high - middle)
    at = np.linspace(-1, 1, 256)
    parts = [np.interp(at, (-1, 0, 1), [end[c] for end in ends]) for c in range(3)]
    return np.stack(parts, 1).round().astype(np.uint8)


def rgb(colour: str) -> np.ndarray:
    """uint8 (3,) of a colour's name."""
    found = QColor(colour)
    return np.array((found.red(), found.green(), found.blue()), np.uint8)


def of(role: str, alpha: float = 1.0) -> QColor:
    """The colour of a token now."""
    colour = QColor(getattr(tokens.current(), role))
    colour.setAlphaF(alpha)
    return colour


def image_of(pixels: np.ndarray) -> QImage:
    """A premultiplied picture that looks into uint32 (rows, cols), row 0 at the top: keep both."""
    rows, cols = pixels.shape
    return QImage(pixels.data, cols, rows, pixels.strides[0], QImage.Format.Format_ARGB32_Premultiplied)
