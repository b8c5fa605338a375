"""Walking particles and where they came from as one picture: half the cost of two, sixty times a second."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtGui import QPainter

from widgets.plane import trails
from widgets.plane.cloud import counted, paint_counts, paint_rim, resolution, size
from widgets.plane.viewport import Viewport


def paint_crowd(
    painter: QPainter, view: Viewport, positions: np.ndarray | None, paths: np.ndarray | None
) -> None:
    """Draw particles at float32 (n, 2) and trails (steps, m, 2), finite both; None draws none of them."""
    side, alpha, ink = resolution(view), trails.ALPHA, None
    if positions is not None:
        radius, alpha = size(int(view.square.holds(positions).sum()))
        paint_rim(painter, view, positions, radius, alpha)
        ink = counted(positions, view, side, radius)
    if paths is not None and paths.size:
        dots, ages = trails.in_sight(paths, view)
        share = math.log(1 - trails.ALPHA) / math.log(1 - alpha)  # of a particle's ink
        lines = counted(dots, view, side, weights=ages * np.float32(share))
        ink = lines if ink is None else np.add(lines, ink, dtype=np.float32)
    if ink is not None:
        paint_counts(painter, view, ink, "text", alpha)
