"""The closed solid as one surface: both sheets sharing the vertices of their seam."""

from __future__ import annotations

from typing import Final

import numpy as np

from engines.ellipse.bend import bend
from engines.ellipse.dform import DForm
from engines.ellipse.quarter import Quarter

RULINGS: Final = 160  # between tip and middle: the volume is right to 3e-5
SAME: Final = 1e-9  # of the long axis, by which points of both sheets are one


def closed(body: Quarter | DForm) -> tuple[np.ndarray, np.ndarray]:
    """Vertices (V, 3) and outward faces (F, 3), watertight."""
    if isinstance(body, DForm):
        return body.vertices, body.faces
    both = bend(body, 1.0, RULINGS)
    first, second = both.first, both.second
    vertices = np.concatenate([first.vertices, second.vertices])
    faces = np.concatenate([first.faces, second.faces + len(first.vertices)])
    grid = np.round(vertices / (SAME * body.first.a))
    _, kept, place = np.unique(grid, axis=0, return_index=True, return_inverse=True)
    return vertices[kept], place.reshape(-1)[faces]
