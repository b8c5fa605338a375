"""The outline of a flat sheet, as a polygon to be painted."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

POINTS = 180


def sheet(a: float, b: float, power: float = 2.0) -> QPolygonF:
    """|x/a|^p + |y/b|^p = 1 around the origin, in the units of the half axes; dense where it bends most."""
    t = np.linspace(0.0, 2 * np.pi, POINTS, endpoint=False)
    cos, sin = np.cos(t), np.sin(t)
    x = a * np.sign(cos) * np.abs(cos) ** (2 / power)
    y = b * np.sign(sin) * np.abs(sin) ** (2 / power)
    return QPolygonF([QPointF(float(px), float(py)) for px, py in zip(x, y, strict=True)])
