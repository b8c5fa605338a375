"""A body for demos, tests and benchmarks: two ellipses glued a quarter turn apart, roughly summed.

The exact solution, with its proof, is an engine's; what is here only has to look and behave like it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from widgets.solid.mesh import Mesh, Seam

_FINE = 4000


@dataclass(frozen=True)
class Sample:
    """The two sheets and their seam at one bend."""

    meshes: tuple[Mesh, Mesh]
    seam: Seam
    depth: float

    def slice_at(self, part: float) -> np.ndarray:
        """Corners (4, 3) of the rectangle at a part of the depth; right for a closed body only."""
        rim = self.seam.points.mean(0)
        quarter = rim[: len(rim) // 4 + 1]
        order = np.argsort(quarter[:, 0])
        low, high = float(quarter[:, 0].min()), float(quarter[:, 0].max())
        x = low + (high - low) * part
        y, z = (float(np.interp(x, quarter[order, 0], abs(quarter[order, axis]))) for axis in (1, 2))
        return np.array([[x, y, z], [x, -y, z], [x, -y, -z], [x, y, -z]])


def two_ellipses(a: float = 1.0, b: float = 0.55, bend: float = 1.0, n: int = 40) -> Sample:
    """Sheets of half axes ``a`` > ``b``, bent by ``bend`` of what closes them, 4 n points along the seam."""
    t = np.linspace(0, np.pi / 2, _FINE)
    speed = np.hypot(a * np.sin(t), b * np.cos(t))
    s = np.concatenate([[0], np.cumsum((speed[1:] + speed[:-1]) / 2 * np.diff(t))])
    even = np.linspace(0, s[-1], _FINE)
    h, far = b * np.sin(np.interp(even, s, t)), a * np.cos(np.interp(even, s, t))
    turn = np.arctan2(a * np.sin(np.interp(even, s, t)), b * np.cos(np.interp(even, s, t)))
    rise = np.sqrt(np.clip(np.sin(turn) ** 2 - np.cos(turn[::-1]) ** 2, 0, None))
    slope = np.arctan2(rise, np.cos(turn[::-1])) * bend  # of the sheet away from its middle
    along = np.abs(np.diff(far))[::-1]  # of the sheet, from its middle out
    lean = ((slope[1:] + slope[:-1]) / 2)[::-1]
    up = np.concatenate([[0], np.cumsum(np.cos(lean) * along)])[::-1]
    back = np.concatenate([[0], np.cumsum(np.sin(lean) * along)])[::-1]
    pick = np.linspace(0, _FINE - 1, n + 1).astype(int)
    h, up, back, far = h[pick], up[pick], back[pick], far[pick]
    depth = float((back + back[::-1]).mean())
    one = _round(depth - back, h, up)  # from the tip at z, over y, and on
    other = _round(back[::-1], up[::-1], h[::-1])
    gap = np.linalg.norm(one - other, axis=1)
    flat_one, flat_other = _flat(far, h), _flat(h[::-1], far[::-1])[:, ::-1]
    meshes = (_sheet(one, flat_one, 2, "real"), _sheet(other, flat_other, 1, "fake"))
    return Sample(meshes, Seam(np.stack([one, other]), gap, full=float(b)), depth)


def _round(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """A quarter mirrored into the whole rim, (4 n, 3)."""
    quarter = np.stack([x, y, z], 1)
    half = np.concatenate([quarter, (quarter * (1, 1, -1))[-2::-1]])
    return np.concatenate([half, (half * (1, -1, 1))[-2:0:-1]])


def _flat(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    return _round(np.zeros_like(u), v, u)[:, [2, 1]]


def _sheet(rim: np.ndarray, flat: np.ndarray, along: int, tone: str) -> Mesh:
    """Strips between opposite points of the rim, whose places along the sheet are equal; 8 to a ruling."""
    number, rows = len(rim), 8
    start = 0 if along == 2 else number // 4
    left = [(start + k) % number for k in range(number // 2 + 1)]
    right = [(start - k) % number for k in range(number // 2 + 1)]
    part = np.linspace(0, 1, rows + 1)[None, :, None]
    points = rim[left][:, None] * (1 - part) + rim[right][:, None] * part
    places = flat[left][:, None] * (1 - part) + flat[right][:, None] * part
    at = np.arange(len(left) * (rows + 1)).reshape(len(left), rows + 1)
    a, b, c, d = at[:-1, :-1].ravel(), at[:-1, 1:].ravel(), at[1:, :-1].ravel(), at[1:, 1:].ravel()
    faces = np.concatenate([np.stack([a, b, d], 1), np.stack([a, d, c], 1)])
    vertices = points.reshape(-1, 3)
    x, y, z = vertices[faces].transpose(1, 0, 2)
    real = np.linalg.norm(np.cross(y - x, z - x), axis=1) > 1e-12  # not those at the tips
    outward = faces[real] if along == 2 else faces[real][:, ::-1]
    return Mesh(vertices, outward, places.reshape(-1, 2), tone)


def cube(side: float = 1.0, tone: str = "real") -> Mesh:
    """A cube about the origin, its faces outward."""
    v = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * side / 2
    quads = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]]
    return Mesh(v, np.array([[q[0], q[i], q[i + 1]] for q in quads for i in (1, 2)]), None, tone)
