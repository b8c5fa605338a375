"""The solid as a few strokes: its seam and its rulings, seen from where the window sees it first."""

from __future__ import annotations

from typing import Final

import numpy as np

from engines.ellipse.snapshot import Surface
from engines.ground.thumbnail import drawing

TURN, TILT = np.deg2rad(30.0), np.deg2rad(25.0)
EVERY: Final = 2  # rulings


def drawn(sheets: tuple[Surface, Surface], seam: np.ndarray) -> np.ndarray:
    """uint8 (h, w) in ink of what :class:`engines.ellipse.snapshot.EllipseSnapshot` names so."""
    lines = [_seen(np.concatenate([rim, rim[:1]])) for rim in seam]
    for sheet in sheets:
        lines += [_seen(sheet.vertices[pair]) for pair in sheet.rulings[::EVERY]]
    return drawing.of_lines(lines, thick=1.2, even=True)


def _seen(points: np.ndarray) -> np.ndarray:
    """(n, 3) to where they are seen (n, 2), y downwards."""
    x, y, z = points.T
    across, away = x * np.cos(TURN) - y * np.sin(TURN), x * np.sin(TURN) + y * np.cos(TURN)
    return np.stack([across, -(z * np.cos(TILT) + away * np.sin(TILT))], 1)
