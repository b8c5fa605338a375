"""How light falls on paper: two equal lamps left and right above the eye, sky from above, a soft sheen.

One number between 0 and 1 tells how bright a place is; a ramp of the sheet's tone turns it into a colour.
Both painters use these numbers and ramps, so that they look alike.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from PySide6.QtGui import QColor

from widgets.look import tokens
from widgets.look.tokens import Tokens

LAMPS = np.array([[-0.70, 0.42, 0.58], [0.70, 0.42, 0.58]])  # right, up, toward the eye; of length 1
LAMPS /= np.linalg.norm(LAMPS, axis=1, keepdims=True)
AMBIENT, DIFFUSE, SKY, SHEEN, GLOSS = 0.20, 0.40, 0.10, 0.16, 22.0


def light(normals: np.ndarray) -> np.ndarray:
    """Brightness (n,) of 0 to 1 of faces that look along ``normals`` (n, 3), in the eye's axes.

    A normal that looks away from the eye is that of the sheet's other side: paper is lit on both.
    """
    facing = np.where(normals[:, 2:] < 0, -normals, normals)
    lambert = np.clip(facing @ LAMPS.T, 0, None)
    half = LAMPS + np.array([0, 0, 1])
    half = half / np.linalg.norm(half, axis=1, keepdims=True)
    sheen = (np.clip(facing @ half.T, 0, None) ** GLOSS).sum(1)
    sky = 0.5 + 0.5 * facing[:, 1]
    return np.clip(AMBIENT + DIFFUSE * lambert.sum(1) + SKY * sky + SHEEN * sheen, 0, 1)


def mix(one: str | QColor, other: str | QColor, part: float) -> QColor:
    """A colour ``part`` of the way from one to the other."""
    a, b = QColor(one), QColor(other)
    ends = zip((a.redF(), a.greenF(), a.blueF()), (b.redF(), b.greenF(), b.blueF()), strict=True)
    return QColor.fromRgbF(*(x + (y - x) * part for x, y in ends))


STOPS = (0.0, 0.35, 0.72, 0.9, 1.0)  # where on the ramp its colours are named


def ramp(tone: str, back: bool = False) -> np.ndarray:
    """Colours uint8 (256, 3) of a tone from shade to light, in the theme in force; its back is duller."""
    at = np.linspace(0, 1, 256)
    return (
        np.stack([np.interp(at, STOPS, channel) for channel in stops(tone, back).T], 1)
        .round()
        .astype(np.uint8)
    )


def stops(tone: str, back: bool = False) -> np.ndarray:
    """Colours float (5, 3), 0 to 255, of the ramp at its ``STOPS``."""
    return _stops(tokens.current(), tone, back)


@cache
def _stops(t: Tokens, tone: str, back: bool) -> np.ndarray:
    base: str | QColor = getattr(t, tone)
    if back:
        base = mix(base, t.strong, 0.45)
    dark, white = (t.window, t.text) if t.dark else (t.text, t.stage)
    way = [(dark, 0.86), (dark, 0.52), (dark, 0.08), (white, 0.14), (white, 0.5)]
    if not t.dark:  # a deep tone on white paper: light lifts it further
        way = [(dark, 0.5), (dark, 0.16), (white, 0.26), (white, 0.42), (white, 0.66)]
    colours = [mix(base, to, part) for to, part in way]
    return np.array([[c.redF(), c.greenF(), c.blueF()] for c in colours]) * 255


def ink() -> tuple[np.ndarray, float]:
    """Colour uint8 (3,) of what is printed on the sheets, and how much of it covers the paper."""
    t = tokens.current()
    colour = QColor(t.window if t.dark else t.stage)
    return np.array([colour.red(), colour.green(), colour.blue()], np.uint8), 0.42 if t.dark else 0.5


def gap_colour(level: float) -> QColor:
    """Colour of a gap: 0 is closed and quiet, 1 as open as it gets."""
    return QColor(_gap_colour(tokens.current(), level))


@lru_cache(maxsize=256)
def _gap_colour(t: Tokens, level: float) -> QColor:
    stops = (t.text, t.warn if t.dark else mix(t.text, t.error, 0.6), t.error)
    place = min(max(level, 0.0), 1.0) * 2
    return mix(stops[int(min(place, 1))], stops[int(min(place, 1)) + 1], place - int(min(place, 1)))
