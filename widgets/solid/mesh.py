"""What is shown in space: triangles of one tone, and a seam with its gap. Arrays are checked here, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

CLOSED = 1e-6  # of the full gap: less is no gap


def _finite(name: str, array: np.ndarray, *shape: int) -> np.ndarray:
    """``array`` as float32, or a ValueError that names what is wrong with it. -1 is any length."""
    made = np.ascontiguousarray(array, np.float32)
    fits = made.ndim == len(shape) and all(
        want in (-1, have) for want, have in zip(shape, made.shape, strict=True)
    )
    if not fits:
        raise ValueError(f"{name} are {made.shape}, not {shape}")
    bad = ~np.isfinite(made.reshape(len(made), -1)).all(1) if made.size else np.zeros(0, bool)
    if bad.any():
        raise ValueError(f"{name}: row {int(bad.argmax())} is not finite")
    return made


def cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The vector product of (n, 3) and (n, 3); numpy's own takes five times as long for so few."""
    (x, y, z), (u, v, w) = one.T, other.T
    return np.stack([y * w - z * v, z * u - x * w, x * v - y * u], 1)


@dataclass(frozen=True)
class Mesh:
    """A sheet of triangles.

    Args:
        vertices: float (V, 3).
        faces: int (F, 3), indices into the vertices.
        uv: flat coordinates float (V, 2) in the same units, u along the rulings' normal and v along the
            rulings; None where nothing can be printed on the sheet.
        tone: the token of its colour, such as ``real`` or ``fake``.
        rulings: int (R, 2), pairs of vertices that a straight line of the sheet joins; None draws lines of
            constant u instead, which are the rulings of a cylinder.

    Raises:
        ValueError: a number that is not finite, a shape or an index that does not fit.
    """

    vertices: np.ndarray
    faces: np.ndarray
    uv: np.ndarray | None = None
    tone: str = "real"
    rulings: np.ndarray | None = field(default=None)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "vertices", _finite("vertices", self.vertices, -1, 3))
        for name, width in (("faces", 3), ("rulings", 2)):
            given = getattr(self, name)
            if given is not None:
                indices = np.ascontiguousarray(given, np.int64).reshape(-1, width)
                if indices.size and not 0 <= indices.min() <= indices.max() < len(self.vertices):
                    raise ValueError(f"{name}: an index beyond {len(self.vertices)} vertices")
                put(self, name, indices)
        if self.uv is not None:
            put(self, "uv", _finite("uv", self.uv, len(self.vertices), 2))

    @cached_property
    def corners(self) -> np.ndarray:
        """(F, 3, 3): the three places of each triangle."""
        return self.vertices[self.faces]

    @cached_property
    def across(self) -> np.ndarray:
        """(F, 3): of each triangle, its normal as long as twice its area."""
        a, b, c = self.corners.transpose(1, 0, 2)
        return cross(b - a, c - a)

    @cached_property
    def normals(self) -> np.ndarray:
        """(V, 3) of length 1, the area-weighted mean of the faces around; zero where none is."""
        total = np.zeros_like(self.vertices)
        for corner in range(3):
            np.add.at(total, self.faces[:, corner], self.across)
        long = np.linalg.norm(total, axis=1, keepdims=True)
        return total / np.maximum(long, 1e-20)

    @cached_property
    def centroid(self) -> np.ndarray:
        """(3,): the area-weighted middle; of the vertices where there is no area."""
        area = np.linalg.norm(self.across, axis=1)
        if area.sum() <= 0:
            return self.vertices.mean(0) if len(self.vertices) else np.zeros(3, np.float32)
        return np.asarray((self.corners.mean(1) * area[:, None]).sum(0) / area.sum(), np.float32)

    @cached_property
    def edges(self) -> tuple[np.ndarray, np.ndarray]:
        """Every edge once, int (E, 2), and its two faces, int (E, 2); the second is -1 at the rim."""
        return _edges(self.faces, len(self.vertices))

    def moved(self, by: np.ndarray) -> Mesh:
        """The same sheet elsewhere, ``by`` (3,) or (V, 3) hardly uneven; what was reckoned of it is kept."""
        made = object.__new__(Mesh)
        made.__dict__.update(self.__dict__)
        for gone in ("corners", "centroid"):
            made.__dict__.pop(gone, None)
        made.__dict__["vertices"] = self.vertices + np.asarray(by, np.float32)
        return made


_known: dict[tuple[int, bytes], tuple[np.ndarray, np.ndarray]] = {}


def _edges(faces: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Edges and faces beside them; kept, because a sheet that bends has the same faces in every frame."""
    key = (number, faces.tobytes())
    if key not in _known:
        if len(_known) >= 8:
            _known.pop(next(iter(_known)))
        _known[key] = _find_edges(faces, number)
    return _known[key]


def _find_edges(faces: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    pairs = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    owner = np.repeat(np.arange(len(faces)), 3)
    code = pairs[:, 0] * max(1, number) + pairs[:, 1]
    order = np.argsort(code, kind="stable")
    code, pairs, owner = code[order], pairs[order], owner[order]
    first = np.ones(len(code), bool)
    first[1:] = code[1:] != code[:-1]
    at = np.flatnonzero(first)
    beside = np.full((len(at), 2), -1)
    beside[:, 0] = owner[at]
    shared = np.flatnonzero(np.diff(np.append(at, len(code))) > 1)
    beside[shared, 1] = owner[at[shared] + 1]
    return pairs[at], beside


@dataclass(frozen=True)
class Seam:
    """Where two sheets are glued, or would be.

    Args:
        points: float (n, 3), one closed curve; or (2, n, 3), the rim of either sheet, glued point to point.
        gap: float (n,), the distance between the two points glued there, in the units of the points.
        full: the gap that is shown in the last colour; None takes the largest of these.

    Raises:
        ValueError: a number that is not finite, or shapes that do not fit.
    """

    points: np.ndarray
    gap: np.ndarray
    full: float | None = None

    def __post_init__(self) -> None:
        put = object.__setattr__
        points = np.asarray(self.points, np.float32)
        rims = points if points.ndim == 3 else points[None]
        if rims.ndim != 3 or rims.shape[0] not in (1, 2) or rims.shape[2] != 3:
            raise ValueError(f"points of the seam are {points.shape}, not (n, 3) or (2, n, 3)")
        put(self, "points", np.stack([_finite("points of the seam", rim, -1, 3) for rim in rims]))
        put(self, "gap", _finite("gap", self.gap, rims.shape[1]))
        if self.full is not None and not (np.isfinite(self.full) and self.full > 0):
            raise ValueError(f"a full gap of {self.full}")

    @property
    def scale(self) -> float:
        """The gap in the last colour; never 0."""
        return self.full or max(float(self.gap.max(initial=0.0)), 1e-9)

    @property
    def closed(self) -> bool:
        """Whether the rims lie on each other, but for rounding."""
        return bool(self.gap.max(initial=0.0) <= CLOSED * self.scale)

    @property
    def levels(self) -> np.ndarray:
        """(n,) from 0, closed, to 1."""
        return np.clip(self.gap / self.scale, 0, 1)
