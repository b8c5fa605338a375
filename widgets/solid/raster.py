"""Which triangle is nearest at each pixel: spans of all triangles at once, and one depth buffer, in numpy.

Pixels count where their middle lies in the triangle, so that neighbours share none and leave none out.
Nearness is 1 / depth, which is linear on the screen; its bits, read as a whole number, are in the same order,
so that "nearest" is the largest of numbers that carry the triangle in their lower half.
"""

from __future__ import annotations

import numpy as np

_F = np.float32
_HALF = np.float32(0.5)


def affine(corners: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Planes through values at the corners of triangles.

    Args:
        corners: float (F, 3, 2 or more), x and y first.
        values: float (F, 3, k).

    Returns:
        float32 (F, 3, k), constant, growth along x, growth along y; zero where a triangle has no area.
    """
    x, y = corners[..., 0].astype(np.float64), corners[..., 1].astype(np.float64)
    x1, y1, x2, y2 = x[:, 1] - x[:, 0], y[:, 1] - y[:, 0], x[:, 2] - x[:, 0], y[:, 2] - y[:, 0]
    area = x1 * y2 - x2 * y1
    inverse = np.divide(1, area, out=np.zeros_like(area), where=abs(area) > 1e-9)[:, None]
    v1, v2 = values[:, 1] - values[:, 0], values[:, 2] - values[:, 0]
    along = (v1 * y2[:, None] - v2 * y1[:, None]) * inverse
    down = (v2 * x1[:, None] - v1 * x2[:, None]) * inverse
    start = values[:, 0] - along * x[:, :1] - down * y[:, :1]
    return np.stack([start, along, down], 1).astype(np.float32)


def _spans(corners: np.ndarray, width: int, height: int) -> tuple[np.ndarray, ...]:
    """Triangle, row, first pixel and length of every row of every triangle that has a pixel there."""
    order = np.argsort(corners[..., 1], axis=1)
    x = np.take_along_axis(corners[..., 0], order, 1).astype(np.float32)
    y = np.take_along_axis(corners[..., 1], order, 1).astype(np.float32)
    top = np.clip(np.ceil(y[:, 0] - 0.5), 0, height).astype(np.int32)
    number = np.clip(np.ceil(y[:, 2] - 0.5), 0, height).astype(np.int32) - top
    face = np.repeat(np.arange(len(x)), number)
    row = np.arange(len(face), dtype=np.int32) - (np.cumsum(number, dtype=np.int32) - number - top).take(face)
    steep = [np.divide(x[:, b] - x[:, a], y[:, b] - y[:, a], out=np.zeros(len(x), np.float32),
                       where=y[:, b] > y[:, a]) for a, b in ((0, 2), (0, 1), (1, 2))]  # fmt: skip
    x0, y0, x1, y1, s02, s01, s12 = (part.take(face) for part in (x[:, 0], y[:, 0], x[:, 1], y[:, 1], *steep))
    middle = row.astype(_F) + _HALF
    one = x0 + (middle - y0) * s02
    other = np.where(middle < y1, x0 + (middle - y0) * s01, x1 + (middle - y1) * s12)
    first = np.clip(np.ceil(np.minimum(one, other) - 0.5), 0, width).astype(np.int32)
    long = np.clip(np.ceil(np.maximum(one, other) - 0.5), 0, width).astype(np.int32) - first
    kept = np.flatnonzero(long > 0)
    return face[kept], row[kept], first[kept], long[kept]


def nearest(corners: np.ndarray, width: int, height: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The nearest triangle at every pixel that one covers.

    Args:
        corners: float (F, 3, 3), x and y in pixels and depth above 0.
        width, height: of the picture.

    Returns:
        Pixels int (n,), counted by rows; triangles int (n,); nearness float32 (n,).
    """
    if not len(corners) or width <= 0 or height <= 0:
        return np.zeros(0, np.intp), np.zeros(0, np.int32), np.zeros(0, np.float32)
    plane = affine(corners, 1 / corners[..., 2:])[..., 0]
    face, row, first, long = _spans(corners, width, height)
    ends = np.cumsum(long)
    total = int(ends[-1]) if len(ends) else 0
    offset = (ends - long).astype(np.int32)
    along = plane[face, 1]
    begin = plane[face, 0] + plane[face, 2] * (row.astype(_F) + _HALF) + along * (first.astype(_F) + _HALF)
    span = np.repeat(np.arange(len(face)), long)  # of the size numpy indexes with, or each take converts it
    count = np.arange(total, dtype=np.int32)
    near = along.take(span)
    near *= (count - offset.take(span)).astype(_F)
    near += begin.take(span)
    np.maximum(near, _F(1e-12), out=near)
    key = near.view(np.int32).astype(np.int64)
    key <<= 32
    key |= face.take(span)
    count += (row * np.int32(width) + first - offset).take(span)
    buffer = np.zeros(width * height, np.int64)
    np.maximum.at(buffer, count.astype(np.intp), key)
    pixels = np.flatnonzero(buffer)
    won = buffer[pixels]
    return pixels, won & 0xFFFFFFFF, (won >> 32).astype(np.int32).view(np.float32)
