"""What a solid looks like: its sheets as triangles, its seam, the rectangles it is cut in."""

from __future__ import annotations

from typing import Final

import numpy as np

from engines.ellipse.bend import Folding, Sheet, bend
from engines.ellipse.dform import DForm
from engines.ellipse.outline import Outline
from engines.ellipse.quarter import flat
from engines.ellipse.snapshot import Surface
from engines.ground.thumbnail import drawing

RULINGS: Final = 36  # between tip and middle of a sheet
SHOWN: Final = 4  # every so many rulings
TURN, TILT = np.deg2rad(30.0), np.deg2rad(25.0)  # from where a small picture sees it

Drawn = tuple[tuple[Surface, Surface], np.ndarray, np.ndarray]


def cylinders(folding: Folding, amount: float) -> Drawn:
    """Both sheets bent by ``amount``, their rims (2, n, 3), and the gap (n,) between these."""
    bent = folding.at(amount)
    rims = np.stack([bent.seam, bent.other])
    return (_surface(bent.first), _surface(bent.second)), rims, bent.gap


def lying(first: Outline, second: Outline) -> Drawn:
    """Two sheets that cannot be glued, flat and crosswise; the gap is taken from the first one's tips on."""
    one, two = bend(flat(first), 0.0, RULINGS), bend(flat(second), 0.0, RULINGS)
    s = np.linspace(0.0, first.quarter, RULINGS)
    t, t2 = first.angle(s), second.angle((second.quarter - s).clip(0.0))
    edge = np.stack([np.zeros_like(s), first.across(t), first.along(t)], 1)
    other = np.stack([np.zeros_like(s), second.along(t2), second.across(t2)], 1)
    gap = np.linalg.norm(edge - other, axis=1)
    flips = [np.array([1.0, y, z]) for y, z in ((1, 1), (1, -1), (-1, -1), (-1, 1))]
    rims = [
        np.concatenate([(rim * flip)[:: -1 if k % 2 else 1] for k, flip in enumerate(flips)])
        for rim in (edge, other)
    ]
    gaps = [gap[:: -1 if k % 2 else 1] for k in range(4)]
    return (_surface(one.first), _surface(two.second)), np.stack(rims), np.concatenate(gaps)


def formed(form: DForm) -> Drawn:
    """A hull's faces by sheet; the edges inside a sheet are its rulings."""
    surfaces = []
    n = len(form.vertices)
    for k in (0, 1):
        faces = form.faces[form.sheet == k]
        pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
        pairs = np.unique(pairs, axis=0)
        inside = ~np.isin(np.abs(pairs[:, 1] - pairs[:, 0]), (1, n - 1))
        surfaces.append(Surface(form.vertices, faces, form.flat[k], pairs[inside]))
    return (surfaces[0], surfaces[1]), np.stack([form.vertices, form.vertices]), np.zeros(n)


def _surface(sheet: Sheet) -> Surface:
    return Surface(sheet.vertices, sheet.faces, sheet.flat, sheet.rulings[::SHOWN])


def small(drawn: Drawn) -> np.ndarray:
    """A solid as a few strokes, its seam and its rulings: uint8 (h, w) in ink."""
    sheets, seam, _ = drawn
    lines = [_seen(np.concatenate([rim, rim[:1]])) for rim in seam]
    for sheet in sheets:
        lines += [_seen(sheet.vertices[pair]) for pair in sheet.rulings[::2]]
    return drawing.of_lines(lines, thick=1.2, even=True)


def _seen(points: np.ndarray) -> np.ndarray:
    """(n, 3) to where they are seen (n, 2), y downwards."""
    x, y, z = points.T
    across, away = x * np.cos(TURN) - y * np.sin(TURN), x * np.sin(TURN) + y * np.cos(TURN)
    return np.stack([across, -(z * np.cos(TILT) + away * np.sin(TILT))], 1)
