"""All that a painter is told: sheets where they stand, seam, slice and what is printed on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from widgets.plots.curve_data import nice_step
from widgets.solid.mesh import Mesh, Seam

_APART = 0.55  # radii between the sheets where the body is drawn all apart
_HAIR = 0.002  # radii
_ABOVE = 0.02  # radii between the body and the ground


@dataclass(frozen=True)
class Options:
    """What is shown of the sheets. ``exploded`` is 0, together, to 1, apart."""

    rulings: bool = False
    wireframe: bool = False
    grid: bool = True
    exploded: float = 0.0


@dataclass(frozen=True)
class Scene:
    """Sheets, seam and slice, which may all be missing."""

    meshes: tuple[Mesh, ...] = ()
    seam: Seam | None = None
    slice: np.ndarray | None = None  # float (4, 3), the corners in order
    options: Options = Options()

    @cached_property
    def shifts(self) -> list[np.ndarray]:
        """(3,) for each sheet: how far it is moved where the body is drawn apart."""
        if not self.options.exploded or len(self.meshes) < 2:
            return [np.zeros(3)] * len(self.meshes)
        middles = np.array([mesh.centroid for mesh in self.meshes], float)
        way = middles - middles.mean(0)
        long = np.linalg.norm(way, axis=1, keepdims=True)
        if long.min() < 1e-3 * self._reach:  # they lie in one another: lift them off each other
            way, long = np.linspace(-1, 1, len(way))[:, None] * (0.0, 0.0, 1.0), np.ones((len(way), 1))
        return list(way / np.maximum(long, 1e-9) * self.options.exploded * _APART * self._reach)

    @cached_property
    def placed(self) -> tuple[Mesh, ...]:
        """The sheets where they are drawn: a hair outward, so that of two in one plane one is seen."""
        hair, shifted = _HAIR * self._reach, zip(self.meshes, self.shifts, strict=True)
        return tuple(mesh.moved(by + hair * mesh.normals) for mesh, by in shifted)

    @cached_property
    def rims(self) -> list[np.ndarray]:
        """The curves of the seam (n, 3) where they are drawn: one where it is closed, else one a sheet."""
        if self.seam is None:
            return []
        points, shifts = self.seam.points, self.shifts
        if (len(points) == 1 or self.seam.closed) and not any(by.any() for by in shifts):
            return [points[0]]
        if len(shifts) < 2:
            return list(points)
        return [points[min(at, len(points) - 1)] + shifts[at].astype(np.float32) for at in range(2)]

    @cached_property
    def _reach(self) -> float:
        """Radius of the ball that one looks at: of the body and, in part, of the sheets flat.

        Of the body alone, bending would seem to be zooming; of the flat sheets, a closed body would be small.
        """
        points = self._points
        body = float(np.linalg.norm(points - self.centre, axis=1).max()) if len(points) else 1.0
        return 0.6 * body + 0.4 * self._flat if self._flat else body

    @cached_property
    def _flat(self) -> float:
        """Radius of the sheets flat; 0 where none has flat coordinates."""
        known = [mesh.uv for mesh in self.meshes if mesh.uv is not None and len(mesh.uv)]
        return max((float(np.linalg.norm(uv, axis=1).max()) for uv in known), default=0.0)

    @property
    def _points(self) -> np.ndarray:
        full = [mesh.vertices for mesh in self.meshes if len(mesh.vertices)]
        return np.concatenate(full) if full else np.zeros((0, 3), np.float32)

    @property
    def radius(self) -> float:
        """Of the ball that one looks at, above 0."""
        return max(self._reach * (1 + self.options.exploded * _APART * 0.6), 1e-9)

    @cached_property
    def centre(self) -> tuple[float, float, float]:
        """The middle of the box around the sheets as they are together."""
        points = self._points
        middle = (points.min(0) + points.max(0)) / 2 if len(points) else np.zeros(3)
        return float(middle[0]), float(middle[1]), float(middle[2])

    @cached_property
    def floor(self) -> float:
        """Height of the ground that the body stands on."""
        lows = [float(mesh.vertices[:, 2].min()) for mesh in self.placed if len(mesh.vertices)]
        return min(lows, default=0.0) - _ABOVE * self.radius

    @property
    def step(self) -> float:
        """Between two lines of the printed grid, in units of the sheets: 1, 2 or 5 times a power of ten."""
        return nice_step((self._flat or self._reach) / 9)

    def with_options(self, **changed: bool | float) -> Scene:
        """The same with other options."""
        return replace(self, options=replace(self.options, **changed))  # type: ignore[arg-type]
