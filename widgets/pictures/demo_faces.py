"""Drawn faces for demonstrations and tests: pictures, codes and a codebook without any model."""

from __future__ import annotations

import numpy as np

_LEVELS = 6  # shades per channel of the stand-in codebook
CODES = _LEVELS**3


def face(side: int = 64, kind: int = 0) -> np.ndarray:
    """uint8 (side, side, 3); ``kind`` 0 to 3 changes hair and eyes."""
    y, x = (np.mgrid[0:side, 0:side] + 0.5) * 2 / side - 1
    picture = np.empty((side, side, 3))
    picture[:] = 196, 212, 238

    def blob(cx: float, cy: float, rx: float, ry: float, colour: tuple[int, ...], cut: float = 9) -> None:
        edge = np.hypot((x - cx) / rx, (y - cy) / ry)
        part = np.clip((1 - edge) * side * min(rx, ry) / 2 + 0.5, 0, 1)[..., None]
        part = part * (y < cut)[..., None]
        picture[:] = picture * (1 - part) + np.array(colour) * part

    blob(0, -0.08, 0.74, 0.76, (232, 205, 100) if kind % 2 else (160, 58, 34))
    blob(0, 0.08, 0.6, 0.76, (252, 220, 176))
    for eye in (-0.24, 0.24):
        if kind == 3:
            blob(eye, -0.04, 0.17, 0.17, (24, 26, 30))
        else:
            blob(eye, -0.04, 0.12, 0.09 if kind != 2 else 0.03, (250, 250, 250))
            blob(eye, -0.04, 0.06, 0.06 if kind != 2 else 0.02, (60, 110, 70) if kind else (40, 80, 150))
    blob(0, 0.42, 0.27, 0.16, (176, 38, 48))
    blob(0, 0.36, 0.3, 0.14, (252, 220, 176))
    return picture.round().astype(np.uint8)


def codes(picture: np.ndarray, grid: int) -> np.ndarray:
    """int (grid, grid): the stand-in codebook's nearest colour of every patch."""
    side = picture.shape[0] // grid
    patches = picture.reshape(grid, side, grid, side, 3).mean((1, 3))
    red, green, blue = (patches / 256 * _LEVELS).astype(int).transpose(2, 0, 1)
    return (red * _LEVELS + green) * _LEVELS + blue


def colours() -> np.ndarray:
    """uint8 (CODES, 3) of the stand-in codebook."""
    code = np.arange(CODES)
    parts = np.stack([code // _LEVELS**2, code // _LEVELS % _LEVELS, code % _LEVELS], 1)
    return ((parts + 0.5) * 256 / _LEVELS).astype(np.uint8)
