"""Any offset: the D-form of two ellipses, as the convex hull of its seam.

Two convex sheets of equal perimeter glued edge to edge make exactly one convex body (Alexandrov; Pogorelov),
and it is the hull of its seam (Demaine and Price 2010). The seam is a polygon of n equal chords. A hull of n
points has 3n - 6 edges, and each has to be as long as on its flat sheet: as many equations as the seam has
degrees of freedom. Newton's step, a new hull, and again; the certificate is that the hull holds the whole
seam and every edge fits.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from engines.ellipse.hull import Fit, fit_hull
from engines.ellipse.offsets import reduced
from engines.ellipse.outline import Outline, around
from engines.ellipse.quarter import Quarter, quarter
from engines.ground.problem import Cancelled, Problem

SLENDEREST = 0.2  # b/a; below it walks break off near 0.6, with points graded by curvature as well (tried)
STRIDE, SHORTEST = 0.1, 0.005  # quarters that the offset moves between two solutions, at most and at least
PATIENCE = 12  # of Newton's steps that bring nothing
PHASE = 0.37  # of a chord: at exact symmetry four points share a plane, and the hull would never settle
SETTLED, CERTAIN = 1e-12, 1e-10  # largest error of an edge, in half long axes
LEAP = 0.15  # the same unit


@dataclass(frozen=True)
class DForm:
    """The body at one offset.

    Attributes:
        offset: in quarters of the perimeter, reduced to 0..1.
        vertices: the seam, (n, 3). faces: int (F, 3), outward. sheet: int (F,), 0 or 1.
        flat: (2, n, 2), where the seam lies on either flat sheet.
        volume, area: of the hull. residual: largest error of an edge's length. iterations: of Newton.
    """

    offset: float
    vertices: np.ndarray
    faces: np.ndarray
    sheet: np.ndarray
    flat: np.ndarray
    volume: float
    area: float
    residual: float
    iterations: int


class Path:
    """Solutions of two sheets along the offset; each starts the next, so a drag meets near neighbours.

    Args:
        solid: the sheets at a quarter turn, from which the path sets out. n: chords of the seam.

    Raises:
        Problem: a sheet is too slender, or stays flat at a quarter turn so that nothing sets out from it.
    """

    def __init__(self, solid: Quarter, n: int = 64) -> None:
        self.solid, self.n = solid, n
        self._scale = solid.first.a
        for outline in (solid.first, solid.second):
            if (ratio := outline.b / outline.a) < SLENDEREST:
                raise Problem(
                    "At b/a = {ratio} the tips are too sharp for other offsets; {least} is the least.",
                    ratio=f"{ratio:.2f}",
                    least=SLENDEREST,
                )
        points, self._start = _inscribed(solid.first, n, PHASE * 4 * solid.length / n)
        self._flat0 = points / self._scale
        self._equal = solid.first == solid.second
        self._known: dict[float, DForm] = {}

    def nearest(self, offset: float) -> DForm | None:
        """The known body nearest to an offset, at once; None if there is none."""
        wanted = reduced(offset)
        known = [form for key, form in self._known.items() if abs(key - wanted) <= STRIDE]
        return min(known, key=lambda form: abs(form.offset - wanted), default=None)

    def curve(self) -> tuple[np.ndarray, np.ndarray]:
        """Offsets and volumes of what is known, and of the two ends, by offset."""
        known = {1.0: self.solid.volume} | ({0.0: 0.0} if self._equal else {})
        known |= {k: self.volume(f) for k, f in self._known.items() if k < 1.0}
        places = sorted(known)
        return np.array(places), np.array([known[k] for k in places])

    def volume(self, form: DForm) -> float:
        """Of a known body, less what its polygon cuts off: in the share that it cuts off at a quarter turn,
        where the volume is known. So the curve meets the closed form."""
        quarter = self._known.get(1.0)
        return form.volume if quarter is None else form.volume * self.solid.volume / quarter.volume

    def at(self, offset: float, cancel: threading.Event | None = None) -> DForm:
        """The body at an offset.

        Raises:
            Problem: no certain solution was found. Cancelled: ``cancel`` was set.
        """
        walk = self.walk(offset, cancel)
        try:
            while True:
                next(walk)
        except StopIteration as end:
            return end.value
        finally:
            walk.close()

    def walk(self, offset: float, cancel: threading.Event | None = None) -> Generator[DForm, None, DForm]:
        """The same in strides: yields every body on the way, and returns the last. Raises as :meth:`at`."""
        wanted = round(reduced(offset), 6)
        if wanted in self._known:
            return self._known[wanted]
        if wanted == 0.0 and self._equal:
            return self._keep(0.0, self._flat())
        solved = [k for k in self._known if k > 0.0]
        from_ = min(solved, key=lambda k: abs(k - wanted), default=1.0)
        if from_ not in self._known:
            yield self._keep(from_, self._solve(self._closed(), from_, cancel))
        form, stride = self._known[from_], STRIDE
        while form.offset != wanted:
            left = wanted - form.offset
            place = round(form.offset + left / np.ceil(abs(left) / stride - 1e-9), 6)
            try:
                form = self._keep(place, self._solve(form.vertices / self._scale, place, cancel))
            except Problem:  # boxy sheets turn abruptly: go more slowly
                stride /= 2
                if stride < SHORTEST:
                    raise
            else:
                stride = min(2 * stride, STRIDE)
            yield form
        return form

    def _keep(self, offset: float, form: DForm) -> DForm:
        self._known[round(offset, 6)] = form
        return form

    def _closed(self) -> np.ndarray:
        """The closed form's seam at the polygon's places: the first guess, at a quarter's offset."""
        return _seam(self.solid, self._start) / self._scale

    def _flat(self) -> DForm:
        """Tip on tip: the doubly covered ellipse."""
        n = self.n
        fan = np.array([[0, k, k + 1] for k in range(1, n - 1)])
        vertices = np.column_stack([np.zeros(n), self._flat0[:, ::-1]]) * self._scale
        faces = np.concatenate([fan, fan[:, ::-1]])
        area = 2 * _polygon(self._flat0) * self._scale**2
        flat = np.stack([self._flat0] * 2) * self._scale
        return DForm(0.0, vertices, faces, np.repeat([0, 1], n - 2), flat, 0.0, area, 0.0, 0)

    def _solve(self, points: np.ndarray, offset: float, cancel: threading.Event | None) -> DForm:
        second, _ = _inscribed(self.solid.second, self.n, self._start[0] + offset * self.solid.length)
        second = second * (_chord(self._flat0) / _chord(second))  # by 1e-4 or less
        flats = np.stack([self._flat0, second])
        lengths = np.linalg.norm(flats[:, :, None] - flats[:, None], axis=-1)
        best, fit, iterations = _newton(points, lengths, cancel)
        if fit is None or fit.error > CERTAIN:
            raise Problem(
                "No solid was found: sheets as boxy or slender as these turn too abruptly at this offset. "
                "Go nearer to a quarter, or to rounder sheets."
            )
        k = self._scale
        return DForm(
            offset, best * k, fit.faces, fit.sheet, flats * k, fit.volume * k**3, fit.area * k**2,
            fit.error * k, iterations,
        )  # fmt: skip


def dform(a: float, b: float, offset: float, n: int = 64, cancel: threading.Event | None = None) -> DForm:
    """The body of two ellipses (``a``, ``b``) glued ``offset`` quarters of the perimeter apart.

    Raises:
        Problem: too slender, or no certain solution. Cancelled: ``cancel`` was set.
    """
    return Path(quarter(a, b), n).at(offset, cancel)


def _inscribed(outline: Outline, n: int, first: float) -> tuple[np.ndarray, np.ndarray]:
    """n points of an outline with equal chords, the first at arc length ``first``: (n, 2), and their arc
    lengths all around, (n,). Newton on all chords being one length, from points equal along the arc.
    """
    s = first + np.arange(n) * 4 * outline.quarter / n
    i = np.arange(n)
    for _ in range(12):
        p, d = around(outline, s)
        edge = np.roll(p, -1, axis=0) - p
        chord = np.linalg.norm(edge, axis=1)
        unit = edge / chord[:, None]
        jacobian = np.zeros((n, n))
        jacobian[i, i] = -(unit * d).sum(1)
        jacobian[i, (i + 1) % n] += (unit * np.roll(d, -1, axis=0)).sum(1)
        system = np.column_stack([jacobian[:, 1:], -np.ones(n)])  # the first point stays, the chord is sought
        step = np.linalg.solve(system, chord.mean() - chord)
        s[1:] += step[:-1]
        if np.abs(step).max() < 1e-14 * outline.a:
            break
    return around(outline, s)[0], s


def _seam(solid: Quarter, s: np.ndarray) -> np.ndarray:
    """The closed seam at arc lengths all around, counted from a tip of the first sheet: (n, 3)."""
    length = solid.length
    quarters = np.floor(s / length).astype(int) % 4
    rest = s - np.floor(s / length) * length
    odd = quarters % 2 == 1
    octant = solid.at(np.where(odd, length - rest, rest).clip(0.0, length))
    fy = np.where(np.isin(quarters, (0, 1)), 1.0, -1.0)  # tip, upper side, other tip, lower side
    fz = np.where(np.isin(quarters, (0, 3)), 1.0, -1.0)
    return octant * np.stack([np.ones(len(s)), fy, fz], 1)


def _chord(points: np.ndarray) -> float:
    return float(np.linalg.norm(points[1] - points[0]))


def _polygon(points: np.ndarray) -> float:
    x, y = points.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def _newton(
    points: np.ndarray, lengths: np.ndarray, cancel: threading.Event | None
) -> tuple[np.ndarray, Fit | None, int]:
    """Points whose hull's edges are as long as on the flat sheets, as far as 60 steps lead."""
    fit = fit_hull(points, lengths)
    best, best_fit, bettered = points, fit, 0
    for iteration in range(1, 61):
        if cancel is not None and cancel.is_set():
            raise Cancelled
        if best_fit is not None and best_fit.error < SETTLED:
            return best, best_fit, iteration - 1
        if iteration - bettered > PATIENCE:
            break
        if fit is None:  # a point has sunk into the hull: go half the way back
            points = (points + best) / 2
        else:
            points = points + _step(points, fit)
        fit = fit_hull(points, lengths)
        if fit is not None and (best_fit is None or fit.error < best_fit.error):
            best, best_fit, bettered = points, fit, iteration
    return best, best_fit, iteration


def _step(points: np.ndarray, fit: Fit) -> np.ndarray:
    """Newton's step, the smallest that solves the linear equations; never more than LEAP."""
    delta = points[fit.edges[:, 0]] - points[fit.edges[:, 1]]
    unit = delta / fit.found[:, None]
    jacobian = np.zeros((len(fit.edges), points.size))
    rows = np.arange(len(fit.edges))[:, None]
    jacobian[rows, 3 * fit.edges[:, :1] + np.arange(3)] = unit
    jacobian[rows, 3 * fit.edges[:, 1:] + np.arange(3)] = -unit
    normal = jacobian @ jacobian.T + 1e-14 * np.eye(len(fit.edges))  # the ridge fixes place and turn
    step: np.ndarray = (jacobian.T @ np.linalg.solve(normal, fit.target - fit.found)).reshape(points.shape)
    return step * min(1.0, LEAP / max(float(np.abs(step).max()), 1e-300))
