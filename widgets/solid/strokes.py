"""The lines of a picture in space: seam, threads across a gap, rulings, wires, contours, the slice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from PySide6.QtGui import QColor

from widgets.look import tokens
from widgets.look.tokens import Tokens
from widgets.solid.mesh import Mesh
from widgets.solid.projection import Projection
from widgets.solid.scene import Scene
from widgets.solid.shading import gap_colour, mix

_THREADS = 36  # at most, between two rims


@dataclass(frozen=True)
class Stroke:
    """Straight pieces of one width.

    Args:
        ends: float (m, 2, 3), in space.
        colours: uint8 (m, 4), red, green, blue and cover.
        width: in logical pixels.
        behind: how much of the cover is left where something lies in front, 0 to 1.
        lift: radii that it is moved toward the eye, so that it lies on a sheet and not in it.
    """

    ends: np.ndarray
    colours: np.ndarray
    width: float
    behind: float = 0.0
    lift: float = 0.012


def strokes(scene: Scene, view: Projection) -> list[Stroke]:
    """All lines of a scene seen from ``view``, in the order to draw them."""
    found = []
    t = tokens.current()
    for mesh in scene.placed:
        if scene.options.wireframe:
            found.append(_plain(mesh.vertices[mesh.edges[0]], t.text, 0.30, 1.0))
        if scene.options.rulings:
            found.append(_plain(rulings(mesh, scene.step / 2), t.text, 0.55, 1.0))
        dim = mix(getattr(t, mesh.tone), t.window if t.dark else t.text, 0.35 if t.dark else 0.2)
        found.append(_plain(mesh.vertices[contour(mesh, view, rim=scene.seam is None)], dim, 1.0, 1.3))
    return [*found, *_slice(scene), *_threads(scene), *_seam(scene)]


def _plain(ends: np.ndarray, colour: str | QColor, cover: float, width: float) -> Stroke:
    return Stroke(ends, np.repeat(_rgba(colour, cover)[None], len(ends), 0), width)


def _rgba(colour: str | QColor, cover: float = 1.0) -> np.ndarray:
    c = QColor(colour)
    return np.array([c.red(), c.green(), c.blue(), round(255 * cover)], np.uint8)


def rulings(mesh: Mesh, step: float) -> np.ndarray:
    """Straight lines that lie in a sheet, float (m, 2, 3): its own, or of constant u, ``step`` apart."""
    if mesh.rulings is not None:
        return mesh.vertices[mesh.rulings]
    if mesh.uv is None or not len(mesh.faces):
        return np.zeros((0, 2, 3), np.float32)
    u = mesh.uv[mesh.faces, 0] / step
    order = np.argsort(u, axis=1)
    u = np.take_along_axis(u, order, 1)
    low, mid, high = np.take_along_axis(mesh.corners, order[..., None], 1).transpose(1, 0, 2)
    first = np.ceil(u[:, 0])
    number = np.maximum(np.floor(u[:, 2]) - first + 1, 0).astype(int) * (u[:, 2] > u[:, 0])
    face = np.repeat(np.arange(len(u)), number)
    level = first[face] + np.arange(len(face)) - np.repeat(np.cumsum(number) - number, number)
    u0, u1, u2 = u[face].T
    whole = low[face] + ((level - u0) / np.maximum(u2 - u0, 1e-9))[:, None] * (high - low)[face]
    lower = low[face] + ((level - u0) / np.maximum(u1 - u0, 1e-9))[:, None] * (mid - low)[face]
    upper = mid[face] + ((level - u1) / np.maximum(u2 - u1, 1e-9))[:, None] * (high - mid)[face]
    return np.stack([whole, np.where((level < u1)[:, None], lower, upper)], 1).astype(np.float32)


def contour(mesh: Mesh, view: Projection, rim: bool = True) -> np.ndarray:
    """Edges int (m, 2) where a sheet turns away from the eye and, with its ``rim``, where it ends."""
    edges, beside = mesh.edges
    if not len(edges):
        return edges
    faces_eye = (mesh.across * (view.eye - mesh.corners[:, 0])).sum(1) > 0
    ends = beside[:, 1] < 0
    return edges[np.where(ends, rim, faces_eye[beside[:, 0]] != faces_eye[beside[:, 1]])]


def _levels(levels: np.ndarray, cover: float = 1.0) -> np.ndarray:
    return _gap_colours(tokens.current(), cover)[(levels * 32).round().astype(int)]


@cache
def _gap_colours(_theme: Tokens, cover: float) -> np.ndarray:
    """From closed to open, uint8 (33, 4)."""
    return np.array([_rgba(gap_colour(at / 32), cover) for at in range(33)])


def _seam(scene: Scene) -> list[Stroke]:
    if scene.seam is None or not len(scene.seam.gap):
        return []
    colours = _levels(scene.seam.levels)
    return [Stroke(np.stack([rim, np.roll(rim, -1, 0)], 1), colours, 3.0, 0.12, 0.02) for rim in scene.rims]


def _threads(scene: Scene) -> list[Stroke]:
    """What belongs together, where it is apart: thin lines from rim to rim."""
    if scene.seam is None or len(scene.rims) < 2:
        return []
    every = max(1, len(scene.seam.gap) // _THREADS)
    ends = np.stack(scene.rims, 1)[::every]
    return [Stroke(ends, _levels(scene.seam.levels[::every], 0.5), 1.2, 0.1)]


def _slice(scene: Scene) -> list[Stroke]:
    if scene.slice is None:
        return []
    ends = np.stack([scene.slice, np.roll(scene.slice, -1, 0)], 1)
    return [Stroke(ends, np.repeat(_rgba(tokens.current().accent)[None], 4, 0), 2.4, 0.55, 0.03)]
