"""The solid for a printer: a watertight mesh in millimetres, full or with a wall."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from engines.ellipse.bend import bend
from engines.ground.files import write_atomic
from engines.ground.marks import mark
from engines.ground.problem import FileProblem, Problem

if TYPE_CHECKING:
    from engines.ellipse.engine import EllipseEngine

FORMATS: Final = ("stl", "obj", "ply", "glb")
RULINGS = 160  # between tip and middle: the volume is right to 3e-5
SAME = 9  # decimals by which points of both sheets are one


def closed(engine: EllipseEngine) -> tuple[np.ndarray, np.ndarray]:
    """Vertices (V, 3) and outward faces (F, 3) of the closed solid, the sheets sharing their seam.

    Raises:
        Problem: there is no solid.
    """
    if engine.problem is not None:
        raise engine.problem
    if engine.form is not None and engine.config.bend == 1.0:
        return engine.form.vertices, engine.form.faces
    both = bend(engine.solid, 1.0, RULINGS)
    first, second = both.first, both.second
    vertices = np.concatenate([first.vertices, second.vertices])
    faces = np.concatenate([first.faces, second.faces + len(first.vertices)])
    _, kept, place = np.unique(np.round(vertices, SAME), axis=0, return_index=True, return_inverse=True)
    return vertices[kept], place.reshape(-1)[faces]


def hollow(vertices: np.ndarray, faces: np.ndarray, wall: float) -> tuple[np.ndarray, np.ndarray]:
    """The solid with a room inside whose walls are ``wall`` or more.

    The room is the solid shrunk towards its middle, which for a convex body meets itself nowhere: the face
    nearest to
    the middle gets a wall of just that thickness, all others one that is thicker.

    Raises:
        Problem: the wall is thicker than the solid.
    """
    middle = vertices.mean(0)
    corners = vertices[faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    size = np.linalg.norm(normal, axis=1)
    real = size > 1e-12 * size.max()
    away = ((corners[real, 0] - middle) * normal[real]).sum(1) / size[real]
    shrink = 1.0 - wall / float(away.min())
    if shrink <= 0.02:
        raise Problem(
            mark("A wall of {wall} mm leaves no room inside: at most {most} mm."),
            wall=f"{wall:g}",
            most=f"{away.min() * 0.98:.1f}",
        )
    inner = middle + shrink * (vertices - middle)
    return np.concatenate([vertices, inner]), np.concatenate([faces, faces[:, ::-1] + len(vertices)])


def write(
    path: Path, vertices: np.ndarray, faces: np.ndarray, *, size: float = 100.0, wall: float = 0.0
) -> None:
    """Write a mesh in the format that the name ends in.

    Args:
        size: of its longest side, mm. wall: mm, 0 for a full solid.

    Raises:
        FileProblem: another ending, or it cannot be written there. Problem: the wall is too thick.
    """
    import trimesh

    kind = path.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise FileProblem(
            "{name}: its ending is none that can be written. There are: {known}.",
            name=path.name,
            known=" ".join(f".{known}" for known in FORMATS),
        )
    points = vertices * (size / float(np.ptp(vertices, axis=0).max()))
    shell = hollow(points, faces, wall) if wall > 0 else (points, faces)
    mesh = trimesh.Trimesh(vertices=shell[0], faces=shell[1], process=False)
    data = mesh.export(file_type=kind)
    write_atomic(path, data.encode() if isinstance(data, str) else bytes(data))
