"""The solid for a printer: a watertight mesh in millimetres, full or with a wall."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from engines.ground.files import write_atomic
from engines.ground.marks import mark
from engines.ground.problem import FileProblem, Problem

FORMATS: Final = ("stl", "obj", "ply", "glb")


def hollow(vertices: np.ndarray, faces: np.ndarray, wall: float) -> tuple[np.ndarray, np.ndarray]:
    """The solid with a room inside whose walls are ``wall`` or more.

    The room is the solid shrunk towards its middle, which for a convex body meets itself nowhere: the face
    nearest to the middle gets a wall of just that thickness, all others one that is thicker.

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
