"""The closed solid as one surface: both sheets sharing the vertices of their seam."""

from __future__ import annotations

from typing import Final

import numpy as np

from engines.ellipse.bend import Sheet, bend
from engines.ellipse.dform import DForm
from engines.ellipse.quarter import Quarter

RULINGS: Final = 160  # between tip and middle: the volume is right to 3e-5


def closed(body: Quarter | DForm) -> tuple[np.ndarray, np.ndarray]:
    """Vertices (V, 3) and outward faces (F, 3), watertight."""
    if isinstance(body, DForm):
        return body.vertices, body.faces
    both = bend(body, 1.0, RULINGS)
    faces = np.concatenate([sheet.seam[sheet.faces] for sheet in (both.first, both.second)])
    return both.seam, faces


def woven(sheet: Sheet, across: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A bent sheet with every ruling cut into ``across`` pieces, so that it has vertices of its own.

    Returns:
        vertices (V, 3), faces (F, 3), and bool (V,), which lie on the edge; without the two tips.
    """
    right, left = sheet.vertices[sheet.rulings[:, 0]], sheet.vertices[sheet.rulings[:, 1]]
    share = np.linspace(0.0, 1.0, across + 1)[:, None]
    vertices = (right[:, None] * (1 - share) + left[:, None] * share).reshape(-1, 3)
    corner = np.arange(len(vertices)).reshape(len(right), across + 1)
    a, b, c, d = corner[:-1, :-1], corner[1:, :-1], corner[1:, 1:], corner[:-1, 1:]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    edge = np.ones_like(corner, bool)
    edge[1:-1, 1:-1] = False
    return vertices, faces, edge.reshape(-1)
