"""What can be measured on a solid: curvatures, and whether it is convex, closed, and of unstretched sheets.

A bent sheet is developable: its Gaussian curvature is zero, and all of the solid's 4 pi (Gauss and Bonnet)
lie on the seam. Across its rulings a cylinder over a directrix bends by the directrix' own curvature kappa,
so the mean curvature is kappa / 2. With cos(phi) = sin(B') / sin(A) for the directrix' angle phi,

    kappa = (cos B' sin A kappa2(l - s) - sin B' cos A kappa1(s)) / (sin(A)^2 x'),

and the solid is convex where this is not negative on either sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from engines.ellipse.outline import Outline
from engines.ellipse.quarter import Quarter, angles, slope

FLAT: Final = 1e-9  # an angle, or a length in the solid's own size, that is none


@dataclass(frozen=True)
class Measures:
    """Of a surface of triangles.

    Attributes:
        volume, area: of it. mean: half the sum of edge length times outer angle, the integral of the mean
            curvature.
        gauss: sum of all vertices' angle deficits, 4 pi for whatever is closed like a ball.
        dent: how far the surface falls behind the plane of a neighbouring face at most, in the solid's size.
        watertight: every edge has a face on either side, wound the same way. euler: V - E + F.
    """

    volume: float
    area: float
    mean: float
    gauss: float
    dent: float
    watertight: bool
    euler: int

    @property
    def convex(self) -> bool:
        """Up to rounding."""
        return self.dent < FLAT


def measured(vertices: np.ndarray, faces: np.ndarray) -> Measures:
    """Measures of a surface: vertices (V, 3), outward faces int (F, 3)."""
    p = vertices[faces]
    normals = np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0])
    twice = np.linalg.norm(normals, axis=1)
    deficit = deficits(vertices, faces)
    used = np.unique(faces)
    edges, beside = _edges(faces)
    watertight = beside is not None
    dent, mean = _bent(vertices, faces, normals, edges, beside) if beside is not None else (np.inf, np.nan)
    return Measures(
        volume=float(np.einsum("ij,ij->i", p[:, 0], np.cross(p[:, 1], p[:, 2])).sum() / 6),
        area=float(twice.sum() / 2),
        mean=mean,
        gauss=float(deficit[used].sum()),
        dent=dent,
        watertight=watertight,
        euler=len(used) - len(edges) + len(faces),
    )


def deficits(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Gaussian curvature at each vertex, (V,): 2 pi less the angles of the faces around it."""
    left = np.full(len(vertices), 2 * np.pi)
    for i in range(3):
        here, one, other = (vertices[faces[:, (i + k) % 3]] for k in range(3))
        u, v = one - here, other - here
        angle = np.arctan2(np.linalg.norm(np.cross(u, v), axis=1), (u * v).sum(1))
        np.subtract.at(left, faces[:, i], angle)
    return left


def developability(vertices: np.ndarray, faces: np.ndarray, edge: np.ndarray) -> float:
    """Largest Gaussian curvature, as a size, at the vertices (V, 3) of a sheet that are not on its edge,
    bool (V,): 0 where it can be laid flat."""
    return float(np.abs(deficits(vertices, faces)[~edge]).max(initial=0.0))


def curvatures(solid: Quarter, s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Curvature of both sheets across their rulings that meet the seam at arc lengths s (k,), 0 < s < l.

    The mean curvature is half of it, the Gaussian one is 0; a negative one is a dent. 0 where all is flat.
    """
    if solid.depth == 0.0:
        return np.zeros_like(s), np.zeros_like(s)
    return _across(solid.first, solid.second, s), _across(solid.second, solid.first, solid.length - s)


def convexity(solid: Quarter, n: int = 2000) -> float:
    """The least (P - Q) / (P + Q) at n places of the seam, P and Q being the terms of kappa, -1 to 1.

    The solid is convex where it is not negative. 1 for what stays flat.
    """
    if solid.depth == 0.0:
        return 1.0
    s = (np.arange(n) + 0.5) * solid.length / n
    pairs = (
        _terms(solid.first, solid.second, s),
        _terms(solid.second, solid.first, solid.length - s),
    )
    return float(min(((p - q) / (p + q)).min() for p, q in pairs))


def _terms(own: Outline, other: Outline, s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """cos B' sin A kappa2(l - s), and sin B' cos A kappa1(s)."""
    t, back = own.angle(s), other.angle((own.quarter - s).clip(0.0, other.quarter))
    a, rest = own.turning(t), other.rest(back)
    return (
        np.cos(rest) * np.sin(a) * other.curvature(back),
        np.sin(rest) * np.sin(own.rest(t)) * own.curvature(t),
    )


def _across(own: Outline, other: Outline, s: np.ndarray) -> np.ndarray:
    p, q = _terms(own, other, s)
    a, rest = angles(own, other, s)
    kappa: np.ndarray = (p - q) / np.maximum(np.sin(a) ** 2 * slope(a, rest), 1e-300)
    return kappa


def _edges(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """Edges (E, 2), and the two faces beside each, (E, 2); None where one is missing, or wound otherwise."""
    directed = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    owner = np.tile(np.arange(len(faces)), 3)
    forward = directed[:, 0] < directed[:, 1]
    ones, others = directed[forward], directed[~forward][:, ::-1]
    edges = np.unique(np.concatenate([ones, others]), axis=0)
    if len(ones) != len(edges) or len(others) != len(edges):
        return edges, None
    order, order2 = np.lexsort(ones.T[::-1]), np.lexsort(others.T[::-1])
    if not (np.array_equal(ones[order], edges) and np.array_equal(others[order2], edges)):
        return edges, None
    return edges, np.stack([owner[forward][order], owner[~forward][order2]], 1)


def _bent(
    vertices: np.ndarray, faces: np.ndarray, normals: np.ndarray, edges: np.ndarray, beside: np.ndarray
) -> tuple[float, float]:
    """(deepest dent in the solid's size, half the sum of length times outer angle over all edges)."""
    unit = normals / np.maximum(np.linalg.norm(normals, axis=1), 1e-300)[:, None]
    one, other = unit[beside[:, 0]], unit[beside[:, 1]]
    along = vertices[edges[:, 1]] - vertices[edges[:, 0]]
    length = np.linalg.norm(along, axis=1)
    sine = (np.cross(one, other) * along).sum(1) / length
    mean = float((length * np.arctan2(sine, (one * other).sum(1))).sum() / 2)
    far = vertices[faces[beside[:, 1]]]  # the neighbour's corners: none may lie before this face's plane
    above = ((far - vertices[edges[:, 0]][:, None]) * one[:, None]).sum(2).max(1)
    return float(max(above.max(), 0.0) / np.ptp(vertices, axis=0).max()), mean
