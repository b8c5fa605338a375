"""What a stroke would look like before it is made. Imports no torch.

A code's colour in the palette is not what it paints: its neighbours and the other level decide. So the stroke
is made on a copy of the painting, and that is decoded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engines.vqvae.codes import Codes
from engines.vqvae.painting import drawing
from engines.vqvae.painting.document import LatentDocument
from engines.vqvae.painting.strokes import LED, Stroke

if TYPE_CHECKING:
    from engines.vqvae.painting.frozen import FrozenDecoder


@dataclass(frozen=True)
class Foreseen:
    """A painting after a stroke that was not made.

    Attributes:
        codes: of all levels. grid: of the level painted on, (h, w).
        cells: that would be others, bool (h, w) of that level.
        picture: uint8 (size, size, C).
    """

    codes: Codes
    grid: np.ndarray
    cells: np.ndarray
    picture: np.ndarray


def foreseen(
    copy: FrozenDecoder,
    codes: Codes,
    mask: Codes,
    stroke: Stroke,
    cells: Sequence[drawing.Cell],
    rng: np.random.Generator,
) -> Foreseen | None:
    """What this stroke would make of a painting; None where it would change nothing.

    Args:
        copy: the model that is painted with; what it remembers stays as it is.
        cells: the stroke is led over, the first one being where it begins.
        rng: in the state it would have then; drawn from.
    """
    scratch = LatentDocument(codes, copy.version, copy.K, mask)
    before, holes = scratch.grid(stroke.level).copy(), scratch.holes(stroke.level).copy()
    _make(copy, scratch, stroke, cells, rng)
    grid = scratch.grid(stroke.level)
    changed = (grid != before) | (scratch.holes(stroke.level) != holes)
    if not changed.any():
        return None
    after = scratch.codes
    return Foreseen(after, grid, changed, copy.decode_aside(after))


def _make(
    copy: FrozenDecoder,
    scratch: LatentDocument,
    stroke: Stroke,
    cells: Sequence[drawing.Cell],
    rng: np.random.Generator,
) -> None:
    grid = scratch.grid(stroke.level)
    if stroke.tool == "fill":
        clicked, tolerance = int(grid[cells[0]]), stroke.tolerance
        similar = copy.similar(clicked, tolerance, stroke.level) if tolerance > 0 else None
        stroke.pour(scratch, cells[0], similar)
    elif stroke.tool == "stamp":
        stroke.press(scratch, cells[0])
    elif stroke.tool == "nudge":
        under = stroke.under(grid.shape, cells)
        moved = copy.nudge(grid, under, stroke.code, stroke.strength, stroke.level)
        scratch.set("", under, moved, stroke.level)
    elif stroke.tool in LED:
        for part in (cells[:1], cells[1:]):  # as they come from the canvas: noise draws for each
            if part:
                stroke.touch(scratch, part, rng)
