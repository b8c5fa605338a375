"""The convex hull of a seam, told apart into its two sheets and measured against them lying flat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Fit:
    """A hull against the flat sheets: edges (E, 2), how long each is and should be; each face's sheet."""

    faces: np.ndarray
    sheet: np.ndarray
    edges: np.ndarray
    found: np.ndarray
    target: np.ndarray
    volume: float
    area: float

    @property
    def error(self) -> float:
        """The largest of all edges."""
        return float(np.abs(self.found - self.target).max())


def fit_hull(points: np.ndarray, lengths: np.ndarray) -> Fit | None:
    """Points (n, 3) in the order of the seam, lengths (2, n, n) on either flat sheet; None where a point is
    inside the hull, or the hull lacks a part of the seam."""
    hull = _hull(points)
    sheet = None if hull is None else _sheets(points, hull[0], lengths)
    if hull is None or sheet is None:
        return None
    faces, volume, area = hull
    pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    edges, first = np.unique(pairs, axis=0, return_index=True)
    found = np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1)
    target = lengths[np.tile(sheet, 3)[first], edges[:, 0], edges[:, 1]]
    return Fit(faces, sheet, edges, found, target, volume, area)


def _hull(points: np.ndarray) -> tuple[np.ndarray, float, float] | None:
    """Outward faces, volume and area; None where a point is inside."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        hull = ConvexHull(points)
    except QhullError:
        return None
    if len(hull.vertices) < len(points):
        return None
    faces = hull.simplices.copy()
    corners = points[faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    inward = (normal * hull.equations[:, :3]).sum(1) < 0
    faces[inward] = faces[inward][:, ::-1]
    return faces, float(hull.volume), float(hull.area)


def _sheets(points: np.ndarray, faces: np.ndarray, lengths: np.ndarray) -> np.ndarray | None:
    """Which sheet each face belongs to: the seam cuts the hull in two. None where a seam edge is missing."""
    n = len(points)
    # an outward face that holds the directed edge k -> k+1 lies on one side, k+1 -> k on the other
    directed = {(int(f[i]), int(f[(i + 1) % 3])): row for row, f in enumerate(faces) for i in range(3)}
    sheet = np.full(len(faces), -1)
    for k in range(n):
        for side, edge in enumerate(((k, (k + 1) % n), ((k + 1) % n, k))):
            row = directed.get(edge)
            if row is None:
                return None
            sheet[row] = side
    waiting = [row for row in range(len(faces)) if sheet[row] >= 0]
    while waiting:
        row = waiting.pop()
        f = faces[row]
        for i in range(3):
            one, other = int(f[i]), int(f[(i + 1) % 3])
            if (other - one) % n in (1, n - 1):
                continue
            beside = directed[other, one]
            if sheet[beside] < 0:
                sheet[beside] = sheet[row]
                waiting.append(beside)
    return sheet if _fits(points, faces, sheet, lengths) else 1 - sheet


def _fits(points: np.ndarray, faces: np.ndarray, sheet: np.ndarray, lengths: np.ndarray) -> bool:
    """Whether this naming of the two sides fits the flat sheets better than the other."""
    one, other = faces[:, 0], faces[:, 1]
    found = np.linalg.norm(points[one] - points[other], axis=1)
    as_named = np.abs(found - lengths[sheet, one, other]).sum()
    return bool(as_named <= np.abs(found - lengths[1 - sheet, one, other]).sum())
