"""How a run on points went, in pictures: the plane at every step that was kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw

from engines.gan.plane import queries
from engines.gan.plane.snapshot import Field
from engines.points.source import REACH

if TYPE_CHECKING:
    from engines.gan.plane.engine import PlaneEngine

EDGE: Final = 256  # pixels
SMOOTH: Final = 2  # times as large it is drawn, and averaged down
GROUND, FOR, AGAINST = (
    (24, 26, 30),
    (70, 130, 190),
    (150, 96, 52),
)  # unsure, real, made
REAL, MADE = (88, 166, 255), (255, 150, 90)


def frames(engine: PlaneEngine) -> Iterator[np.ndarray]:
    """The plane at each kept step, from the first on: uint8 (EDGE, EDGE, 3)."""
    at = engine.pasts.at
    try:
        for step in engine.pasts.line.steps:
            engine.look_back(step)
            yield drawn(queries.look(engine), engine.points.train[: len(engine.noise)])
    finally:
        engine.look_back(at)


def drawn(field: Field, real: np.ndarray) -> np.ndarray:
    """A look at both players, and points of the data (m, 2): uint8 (EDGE, EDGE, 3)."""
    side = EDGE * SMOOTH
    image = Image.fromarray(_heat(field)[::-1].copy()).resize((side, side), Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(image)
    mesh = _placed(field.mesh, side)
    for line in (*mesh, *mesh.transpose(1, 0, 2)):
        pen.line([tuple(place) for place in line.tolist()], fill=MADE, width=1)
    for points, colour, r in ((real, REAL, 2), (field.fake, MADE, 3)):
        for x, y in _placed(points, side).tolist():
            pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)
    return np.asarray(image.reduce(SMOOTH))


def _heat(field: Field) -> np.ndarray:
    """The critic's score in colours, uint8 (n, n, 3), row 0 at the bottom."""
    away = np.nan_to_num(field.heat - field.centre)
    share = (away / max(float(np.abs(away).max()), 1e-9))[..., None]
    ends = np.where(share > 0, FOR, AGAINST)
    found: np.ndarray = (GROUND + np.abs(share) * (ends - np.array(GROUND))).astype(np.uint8)
    return found


def _placed(points: np.ndarray, side: int) -> np.ndarray:
    """Where points (..., 2) lie in a picture of that many pixels; what has run away, at its edge."""
    seen = np.nan_to_num(points, nan=2 * REACH).clip(-2 * REACH, 2 * REACH)
    return (seen * (1, -1) / (2 * REACH) + 0.5) * side
