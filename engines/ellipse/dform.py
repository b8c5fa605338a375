"""Any offset: the D-form of two ellipses, as the convex hull of its seam.

Two convex sheets of equal perimeter glued edge to edge make exactly one convex body (Alexandrov; Pogorelov),
and it is the hull of its seam (Demaine and Price 2010). The seam is a polygon of n equal chords. A hull of n
points has 3n - 6 edges, and each has to be as long as on its flat sheet: as many equations as the seam has
degrees of freedom. Newton's step, a new hull, and again; the certificate is that the hull holds the whole
seam
and every edge fits.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from engines.ellipse.offsets import reduced
from engines.ellipse.quarter import Ellipse, Quarter, quarter
from engines.ground.problem import Cancelled, Problem

SLENDEREST = 0.2  # b/a below which the tips would need points graded by curvature
STRIDE = 0.1  # quarters that the offset moves between two solutions
PHASE = 0.37  # of a chord: at exact symmetry four points share a plane, and the hull would never settle
SETTLED, CERTAIN = 1e-12, 1e-9  # largest error of an edge, in half long axes
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
    """Solutions of one ellipse along the offset; each starts the next, so a drag meets near neighbours.

    Args:
        a, b: half axes. n: chords of the seam.

    Raises:
        Problem: the ellipse is too slender.
    """

    def __init__(self, a: float, b: float, n: int = 64) -> None:
        self.solid = quarter(a, b)
        self.n = n
        ratio = self.solid.ellipse.b / self.solid.ellipse.a
        if ratio < SLENDEREST:
            raise Problem(
                "At b/a = {ratio} the tips are too sharp for other offsets; {least} is the least.",
                ratio=f"{ratio:.2f}",
                least=SLENDEREST,
            )
        self._scale = self.solid.ellipse.a
        unit = Ellipse(1.0, ratio)
        self._flat0, self._start = _inscribed(unit, n, PHASE)
        self._unit = unit
        self._known: dict[float, DForm] = {}

    def nearest(self, offset: float) -> DForm | None:
        """The known body nearest to an offset, at once; None if there is none."""
        wanted = reduced(offset)
        known = [form for key, form in self._known.items() if abs(key - wanted) <= STRIDE]
        return min(known, key=lambda form: abs(form.offset - wanted), default=None)

    def curve(self) -> tuple[np.ndarray, np.ndarray]:
        """Offsets and volumes of what is known, and of the two ends, by offset."""
        known = {0.0: 0.0, 1.0: self.solid.volume} | {k: f.volume for k, f in self._known.items() if k < 1.0}
        places = sorted(known)
        return np.array(places), np.array([known[k] for k in places])

    def at(self, offset: float, cancel: threading.Event | None = None) -> DForm:
        """The body at an offset.

        Raises:
            Problem: no certain solution was found. Cancelled: ``cancel`` was set.
        """
        wanted = reduced(offset)
        key = round(wanted, 6)
        if key in self._known:
            return self._known[key]
        if key == 0.0:
            return self._keep(0.0, self._flat())
        solved = [k for k in self._known if k > 0.0]
        from_ = min(solved, key=lambda k: abs(k - wanted), default=1.0)
        points = self._known[from_].vertices / self._scale if from_ in self._known else self._closed()
        steps = max(1, int(np.ceil(abs(from_ - wanted) / STRIDE - 1e-9)))
        form = None
        for place in np.linspace(from_, wanted, steps + 1)[0 if from_ not in self._known else 1 :]:
            form = self._solve(points, float(place), cancel)
            self._keep(float(place), form)
            points = form.vertices / self._scale
        assert form is not None
        return self._known[round(wanted, 6)]

    def _keep(self, offset: float, form: DForm) -> DForm:
        self._known[round(offset, 6)] = form
        return form

    def _closed(self) -> np.ndarray:
        """The closed form's seam at the polygon's places: the first guess, at a quarter's offset."""
        return _seam(quarter(1.0, self._unit.b), self._start)

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
        second, _ = _inscribed(self._unit, self.n, PHASE, self._start[0] + offset * self._unit.quarter)
        second = second * (_chord(self._flat0) / _chord(second))
        flats = np.stack([self._flat0, second])
        lengths = np.linalg.norm(flats[:, :, None] - flats[:, None], axis=-1)
        best, fit, iterations = _newton(points, lengths, cancel)
        if fit is None or fit.error > CERTAIN:
            raise Problem("No solid was found at this offset; try one nearer to a quarter.")
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
    return Path(a, b, n).at(offset, cancel)


def _inscribed(
    ellipse: Ellipse, n: int, phase: float, start: float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """n points of an ellipse with equal chords: (n, 2), and their arc lengths around, (n,).

    Newton on all chords being one length, from points equal along the arc.
    """
    round_ = 4 * ellipse.quarter
    first = phase * round_ / n if start is None else start
    s = first + np.arange(n) * round_ / n
    t = unrolled(ellipse, s)
    for _ in range(12):
        p = np.stack([ellipse.a * np.cos(t), ellipse.b * np.sin(t)], 1)
        d = np.stack([-ellipse.a * np.sin(t), ellipse.b * np.cos(t)], 1)
        edge = np.roll(p, -1, axis=0) - p
        chord = np.linalg.norm(edge, axis=1)
        unit = edge / chord[:, None]
        jacobian = np.zeros((n, n))
        i = np.arange(n)
        jacobian[i, i] = -(unit * d).sum(1)
        jacobian[i, (i + 1) % n] += (unit * np.roll(d, -1, axis=0)).sum(1)
        system = np.column_stack([jacobian[:, 1:], -np.ones(n)])  # the first point stays, the chord is sought
        step = np.linalg.solve(system, chord.mean() - chord)
        t[1:] += step[:-1]
        if np.abs(step).max() < 1e-14:
            break
    p = np.stack([ellipse.a * np.cos(t), ellipse.b * np.sin(t)], 1)
    return p, _rolled(ellipse, t)


def unrolled(ellipse: Ellipse, s: np.ndarray) -> np.ndarray:
    """t of arc lengths all around, counted from the tip."""
    quarters = np.floor(s / ellipse.quarter)
    rest = s - quarters * ellipse.quarter
    odd = quarters % 2 == 1
    t = ellipse.angle(np.where(odd, ellipse.quarter - rest, rest))
    return quarters * np.pi / 2 + np.where(odd, np.pi / 2 - t, t)


def _rolled(ellipse: Ellipse, t: np.ndarray) -> np.ndarray:
    """Arc lengths of t all around."""
    quarters = np.floor(t / (np.pi / 2))
    rest = t - quarters * np.pi / 2
    odd = quarters % 2 == 1
    s = ellipse.arc(np.where(odd, np.pi / 2 - rest, rest))
    return quarters * ellipse.quarter + np.where(odd, ellipse.quarter - s, s)


def _seam(solid: Quarter, s: np.ndarray) -> np.ndarray:
    """The closed seam at arc lengths all around, counted from a tip of the first sheet: (n, 3)."""
    length = solid.ellipse.quarter
    quarters = np.floor(s / length).astype(int) % 4
    rest = s - np.floor(s / length) * length
    odd = quarters % 2 == 1
    octant = solid.at(np.where(odd, length - rest, rest))
    fy = np.where(np.isin(quarters, (0, 1)), 1.0, -1.0)  # tip, upper side, other tip, lower side
    fz = np.where(np.isin(quarters, (0, 3)), 1.0, -1.0)
    return octant * np.stack([np.ones(len(s)), fy, fz], 1)


def _chord(points: np.ndarray) -> float:
    return float(np.linalg.norm(points[1] - points[0]))


def _polygon(points: np.ndarray) -> float:
    x, y = points.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


@dataclass(frozen=True)
class _Fit:
    """A hull against the flat sheets: edges (E, 2), how long each is and should be; the sheet of each
    face."""

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


def _newton(
    points: np.ndarray, lengths: np.ndarray, cancel: threading.Event | None
) -> tuple[np.ndarray, _Fit | None, int]:
    """Points whose hull's edges are as long as on the flat sheets, as far as 60 steps lead."""
    fit = _fit(points, lengths)
    best, best_fit = points, fit
    for iteration in range(1, 61):
        if cancel is not None and cancel.is_set():
            raise Cancelled
        if best_fit is not None and best_fit.error < SETTLED:
            return best, best_fit, iteration - 1
        if fit is None:  # a point has sunk into the hull: go half the way back
            points = (points + best) / 2
        else:
            points = points + _step(points, fit)
        fit = _fit(points, lengths)
        if fit is not None and (best_fit is None or fit.error < best_fit.error):
            best, best_fit = points, fit
    return best, best_fit, iteration


def _step(points: np.ndarray, fit: _Fit) -> np.ndarray:
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


def _fit(points: np.ndarray, lengths: np.ndarray) -> _Fit | None:
    """None where a point is inside the hull, or the hull lacks a part of the seam."""
    hull = _hull(points)
    sheet = None if hull is None else _sheets(points, hull[0], lengths)
    if hull is None or sheet is None:
        return None
    faces, volume, area = hull
    pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    edges, first = np.unique(pairs, axis=0, return_index=True)
    found = np.linalg.norm(points[edges[:, 0]] - points[edges[:, 1]], axis=1)
    target = lengths[np.tile(sheet, 3)[first], edges[:, 0], edges[:, 1]]
    return _Fit(faces, sheet, edges, found, target, volume, area)


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
