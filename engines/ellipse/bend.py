"""The sheets on their way from flat to closed: each frame is an exact isometry of the flat ellipse.

The directrix of a closed sheet is a plane curve; scaling its angle away from the sheet's middle by lambda
leaves it a curve of the same length, so the sheet stays a cylinder over it and nothing is stretched. Only the
seam gapes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.ellipse.outline import Outline
from engines.ellipse.quarter import NODES, Quarter, angles, height, slope

CLOSEST = 1e-6  # of a quarter, between two rulings


@dataclass(frozen=True)
class Sheet:
    """A bent ellipse as a strip of rulings from tip to tip.

    Attributes:
        vertices: (V, 3). faces: int (F, 3), seen from outside counter-clockwise.
        flat: (V, 2), where each vertex lies on the flat sheet: along the long axis, and across.
        rulings: int (R, 2), pairs of vertices that a straight line joins.
    """

    vertices: np.ndarray
    faces: np.ndarray
    flat: np.ndarray
    rulings: np.ndarray


@dataclass(frozen=True)
class Bent:
    """Both sheets at one lambda, and how far their edges are apart.

    Attributes:
        seam: of the first sheet, (n, 3), once around. gap: (n,), to the same place of the second sheet.
    """

    first: Sheet
    second: Sheet
    seam: np.ndarray
    gap: np.ndarray


def bend(solid: Quarter, amount: float, n: int = 48, apart: float = 0.0) -> Bent:
    """The sheets bent by ``amount``, 0 flat to 1 closed.

    Args:
        n: rulings from tip to middle.
        apart: how far the sheets are moved apart along x, for a look inside.
    """
    s = _even(solid, n)
    back = (solid.length - s).clip(0.0, solid.second.quarter)  # the second sheet's, from its own tip
    x1, along1 = _directrix(solid.first, solid.second, solid.depth, s, amount)
    x2, along2 = _directrix(solid.second, solid.first, solid.depth, back, amount)
    y, z = height(solid.first, s), height(solid.second, back)
    shift = float(np.mean(x1 - (solid.depth - x2)))
    x1 = x1 - shift / 2
    x2 = solid.depth - x2 + shift / 2
    octant1 = np.stack([x1, y, along1], axis=1)
    octant2 = np.stack([x2, along2, z], axis=1)
    gap = np.linalg.norm(octant1 - octant2, axis=1)
    first = _strip(solid.first, s, octant1)
    second = _strip(solid.second, back[::-1], octant2[::-1][:, [0, 2, 1]])
    first = _turned(first, first.vertices, 1.0, apart)  # its middle is where x is largest
    second = _turned(second, second.vertices[:, [0, 2, 1]], -1.0, -apart)
    seam, around = _around(octant1 + np.array([apart, 0.0, 0.0]), gap)
    return Bent(first, second, seam, around)


def _even(solid: Quarter, n: int) -> np.ndarray:
    """Arc lengths whose places on both sheets lie closest where they are bent most: (2 n + 1,) or so."""
    t = np.linspace(0.0, np.pi / 2, n + 1)
    places = np.concatenate([solid.first.arc(t), solid.length - solid.second.arc(t)]) / solid.length
    even = np.unique(np.round(places, 12).clip(0.0, 1.0))
    even = even[
        np.concatenate([[True], np.diff(even) > CLOSEST])
    ]  # of an oval's sharp ends, and of both sheets'
    even[-1] = 1.0
    return even * solid.length


def _directrix(
    own: Outline, other: Outline, depth: float, s: np.ndarray, amount: float
) -> tuple[np.ndarray, np.ndarray]:
    """(x, long-axis coordinate) of a sheet's directrix at arc lengths from its tip.

    Its angle phi from the long axis is integrated from the middle, where it is 0, with lambda phi in its
    place: along = integral of cos(lambda phi) d sigma, x = depth - integral of sin(lambda phi) d sigma.
    """
    order = np.argsort(-s)  # from the middle (s = l) to the tip
    knots = s[order]
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    start = np.concatenate([[own.quarter], knots[:-1]])
    half = (start - knots) / 2
    inside = knots[:, None] + half[:, None] * (nodes + 1)
    a, rest = angles(own, other, inside)
    dx = slope(a, rest)
    phi = amount * np.arctan2(dx, np.sin(rest))
    speed = np.sin(a) * half[:, None] * weights  # d sigma: rulings take up the rest of the arc
    along, x = np.empty(len(s)), np.empty(len(s))
    along[order] = np.cumsum((np.cos(phi) * speed).sum(1))
    x[order] = depth - np.cumsum((np.sin(phi) * speed).sum(1))
    return x, along


def _strip(outline: Outline, s: np.ndarray, octant: np.ndarray) -> Sheet:
    """The whole sheet from its octant (n, 3) = (x, half ruling, along) at arc lengths from the tip on.

    The tips are single vertices: rows of no width would have no normals.
    """
    x, y, along = octant.T
    flat_along = outline.along(outline.angle(s))
    inner = slice(1, None)
    xs = np.concatenate([x[inner], x[inner][-2::-1]])
    ys = np.concatenate([y[inner], y[inner][-2::-1]])
    zs = np.concatenate([along[inner], -along[inner][-2::-1]])
    us = np.concatenate([flat_along[inner], -flat_along[inner][-2::-1]])
    rows = len(xs)
    right = np.stack([xs, ys, zs], 1)
    left = np.stack([xs, -ys, zs], 1)
    tips = np.array([[x[0], 0.0, along[0]], [x[0], 0.0, -along[0]]])
    vertices = np.concatenate([right, left, tips])
    flat = np.concatenate([np.stack([us, ys], 1), np.stack([us, -ys], 1)])
    flat = np.concatenate([flat, [[flat_along[0], 0.0], [-flat_along[0], 0.0]]])
    i = np.arange(rows - 1)
    quads = [np.stack([i, i + 1, rows + i], 1), np.stack([i + 1, rows + i + 1, rows + i], 1)]
    ends = [[2 * rows, 0, rows], [2 * rows + 1, 2 * rows - 1, rows - 1]]
    faces = np.concatenate([*quads, ends]).astype(np.int64)
    return Sheet(vertices, faces, flat, np.stack([np.arange(rows), rows + np.arange(rows)], 1))


def _turned(sheet: Sheet, vertices: np.ndarray, side: float, move: float) -> Sheet:
    """Its faces turned to the side of x that is outside, all at once, and the sheet moved along x."""
    corners = vertices[sheet.faces]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    faces = sheet.faces if side * normals[:, 0].sum() >= 0 else sheet.faces[:, ::-1]
    return Sheet(vertices + np.array([move, 0.0, 0.0]), faces, sheet.flat, sheet.rulings)


def _around(octant: np.ndarray, gap: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The seam once around from its octant, by mirrors in y and z."""
    flips = ((1, 1), (1, -1), (-1, -1), (-1, 1))
    parts, gaps = [], []
    for k, (fy, fz) in enumerate(flips):
        part, g = octant * np.array([1.0, fy, fz]), gap
        if k % 2:
            part, g = part[::-1], gap[::-1]
        parts.append(part[:-1])
        gaps.append(g[:-1])
    return np.concatenate(parts), np.concatenate(gaps)
