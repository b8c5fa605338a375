"""The sheets on their way from flat to closed: each frame is an exact isometry of the flat ellipse.

The directrix of a closed sheet is a plane curve; scaling its angle away from the sheet's middle by lambda
leaves it a curve of the same length, so the sheet stays a cylinder over it and nothing is stretched. Only the
seam gapes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engines.ellipse.outline import Outline, gauss
from engines.ellipse.quarter import Quarter, angles, height, slope

DENSE = 1500  # places at which the turn is looked up
CLOSEST = 1e-6  # of a quarter, between two rulings
ENDS = 8  # knots that the quadrature has besides in either end strip
INSIDE = 8  # nodes of the quadrature between two rulings, which lie closer than the panels of the solid


@dataclass(frozen=True)
class Sheet:
    """A bent ellipse as a strip of rulings from tip to tip.

    Attributes:
        vertices: (V, 3). faces: int (F, 3), seen from outside counter-clockwise.
        flat: (V, 2), where each vertex lies on the flat sheet: along the long axis, and across.
        rulings: int (R, 2), pairs of vertices that a straight line joins.
        seam: int (V,), which place of the seam each vertex is; all of them lie on it.
    """

    vertices: np.ndarray
    faces: np.ndarray
    flat: np.ndarray
    rulings: np.ndarray
    seam: np.ndarray


@dataclass(frozen=True)
class Bent:
    """Both sheets at one lambda, and how far their edges are apart.

    Attributes:
        seam: of the first sheet, (n, 3), once around. other: of the second. gap: (n,), between the two.
    """

    first: Sheet
    second: Sheet
    seam: np.ndarray
    other: np.ndarray
    gap: np.ndarray


class Folding:
    """Two sheets on their way to a solid, with all that does not depend on how far they are.

    Args:
        n: rulings from tip to middle.
    """

    def __init__(self, solid: Quarter, n: int = 48) -> None:
        self.solid = solid
        s = self._s = _even(solid, n)
        back = self._back = (solid.length - s).clip(0.0, solid.second.quarter)  # from the second sheet's tip
        self._first = _Directrix.of(solid.first, solid.second, s)
        self._y, self._u = height(solid.first, s), solid.first.along(solid.first.angle(s))
        if solid.second is solid.first:  # all of it mirrored
            self._second = replace(self._first, order=np.argsort(-back))
            self._z, self._v = self._y[::-1], self._u[::-1]
        else:
            self._second = _Directrix.of(solid.second, solid.first, back)
            self._z, self._v = height(solid.second, back), solid.second.along(solid.second.angle(back))

    def section(self) -> tuple[np.ndarray, np.ndarray]:
        """Of the closed solid: x (k,), and half the sides (k, 2) of the rectangle that it is cut in there."""
        return self._first.bent(1.0, self.solid.depth)[0], np.stack([self._y, self._z], axis=1)

    def at(self, amount: float, apart: float = 0.0) -> Bent:
        """Bent by ``amount``, 0 flat to 1 closed, and moved ``apart`` along x, for a look inside."""
        depth = self.solid.depth
        x1, along1 = self._first.bent(amount, depth)
        x2, along2 = self._second.bent(amount, depth)
        shift = float(np.mean(x1 - (depth - x2)))
        octant1 = np.stack([x1 - shift / 2, self._y, along1], axis=1)
        octant2 = np.stack([depth - x2 + shift / 2, along2, self._z], axis=1)
        gap = np.linalg.norm(octant1 - octant2, axis=1)
        octant1[:, 0] += apart
        octant2[:, 0] -= apart
        first = _strip(self._u, octant1, second=False)
        second = _strip(self._v[::-1], octant2[::-1][:, [0, 2, 1]], second=True)
        (seam, around), (other, _) = _around(octant1, gap), _around(octant2, gap)
        return Bent(first, second, seam, other, around)


def bend(solid: Quarter, amount: float, n: int = 48, apart: float = 0.0) -> Bent:
    """The sheets bent once; see :class:`Folding`."""
    return Folding(solid, n).at(amount, apart)


def _even(solid: Quarter, n: int) -> np.ndarray:
    """Arc lengths whose places on both sheets lie closest where they are bent most: (2 n + 1,) or so."""
    own = _spread(solid.first, n)
    other = own if solid.second is solid.first else _spread(solid.second, n)
    places = np.concatenate([own, solid.length - other]) / solid.length
    even = np.unique(np.round(places, 12).clip(0.0, 1.0))
    even = even[
        np.concatenate([[True], np.diff(even) > CLOSEST])
    ]  # of an oval's sharp ends, and of both sheets'
    if solid.second is solid.first:
        even = (even + 1.0 - even[::-1]) / 2  # the mirror image of itself
    even[0], even[-1] = 0.0, 1.0
    return even * solid.length


def _spread(outline: Outline, n: int) -> np.ndarray:
    """n + 1 arc lengths from 0 to the quarter, evenly in the share of the way plus the share of the turn."""
    t = np.linspace(0.0, np.pi / 2, DENSE)
    s = outline.arc(t)
    share = s / outline.quarter + outline.turning(t) / (np.pi / 2)
    return np.interp(np.linspace(0.0, share[-1], n + 1), share, s)


@dataclass(frozen=True)
class _Directrix:
    """A sheet's plane curve across its rulings, cut at n places from its middle to its tip.

    Its angle phi from the long axis is 0 in the middle. With lambda phi in its place
    along = integral of cos(lambda phi) d sigma, x = depth - integral of sin(lambda phi) d sigma.

    Attributes:
        order: (n,), the places from the middle on. kept: (n,), the knots of the quadrature that they are.
        phi, width: d sigma, (knots, nodes) of the quadrature.
    """

    order: np.ndarray
    kept: np.ndarray
    phi: np.ndarray
    width: np.ndarray

    @staticmethod
    def of(own: Outline, other: Outline, s: np.ndarray) -> _Directrix:
        """The closed sheet's, at arc lengths s (n,) from its tip."""
        order = np.argsort(-s)  # from the middle (s = l) to the tip
        knots, kept = _graded(s[order])
        nodes, weights = gauss(INSIDE)
        start = np.concatenate([[own.quarter], knots[:-1]])
        half = (start - knots) / 2
        a, rest = angles(own, other, knots[:, None] + half[:, None] * (nodes + 1))
        phi = np.arctan2(slope(a, rest), np.sin(rest))
        return _Directrix(
            order, kept, phi, np.sin(a) * half[:, None] * weights
        )  # rulings take up the rest of the arc

    def bent(self, amount: float, depth: float) -> tuple[np.ndarray, np.ndarray]:
        """(x, place along the long axis), (n,) each, in the order of s."""
        along, x = np.empty(len(self.order)), np.empty(len(self.order))
        along[self.order] = np.cumsum((np.cos(amount * self.phi) * self.width).sum(1))[self.kept]
        x[self.order] = depth - np.cumsum((np.sin(amount * self.phi) * self.width).sum(1))[self.kept]
        return x, along


def _graded(s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Falling arc lengths (n,) with others in both end strips, where boxy sheets turn like a root of the way;
    and which of them are the old ones, (n,)."""
    finer = 0.25 ** np.arange(1, ENDS + 1)
    middle, tip = s[0] - (s[0] - s[1]) * finer[::-1], s[-1] + (s[-2] - s[-1]) * finer
    kept = np.concatenate([[0], np.arange(1, len(s) - 1) + ENDS, [len(s) - 1 + 2 * ENDS]])
    return np.concatenate([s[:1], middle, s[1:-1], tip, s[-1:]]), kept


def _strip(flat_along: np.ndarray, octant: np.ndarray, *, second: bool) -> Sheet:
    """The whole sheet from its octant (n, 3) = (x, half ruling, along), which begins at the tip.

    The tips are single vertices: rows of no width would have no normals.
    """
    n = len(octant) - 1
    own = np.concatenate([np.arange(1, n + 1), np.arange(n - 1, 0, -1)])  # of each ruling, in the octant
    sign = np.where(np.arange(2 * n - 1) < n, 1.0, -1.0)  # of its place along the long axis
    rows = len(own)
    index = np.concatenate([own, own, [0, 0]])
    side = np.repeat([1.0, -1.0, 0.0], [rows, rows, 2])  # of the long axis; on it at the tips
    sign = np.concatenate([sign, sign, [1.0, -1.0]])
    x, half, along = octant[index].T
    flat = np.stack([sign * flat_along[index], side * half], 1)
    y, z = (sign * along, side * half) if second else (side * half, sign * along)
    seam = _place(n - index, sign, side, n) if second else _place(index, side, sign, n)
    i = np.arange(rows - 1)
    quads = [np.stack([i, i + 1, rows + i], 1), np.stack([i + 1, rows + i + 1, rows + i], 1)]
    ends = [[2 * rows, 0, rows], [2 * rows + 1, 2 * rows - 1, rows - 1]]
    faces = np.concatenate([*quads, ends]).astype(np.int64)
    rulings = np.stack([np.arange(rows), rows + np.arange(rows)], 1)
    # outward is +x in the first sheet's middle; the second, with y and z swapped, is its mirror image: -x
    return Sheet(np.stack([x, y, z], 1), faces[:, ::-1], flat, rulings, seam)


def _place(k: np.ndarray, y: np.ndarray, z: np.ndarray, n: int) -> np.ndarray:
    """Where along the seam, as :func:`_around` lists it, the octant's place k lies in the quarter of these
    signs."""
    upper, lower = np.where(z > 0, k, 2 * n - k), np.where(z > 0, 4 * n - k, 2 * n + k)
    place: np.ndarray = np.where(y > 0, upper, lower) % (4 * n)
    return place


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
