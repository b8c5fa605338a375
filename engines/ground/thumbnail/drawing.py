"""Thumbnails: pictures in their colours, points and lines in ink, of which the window has its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from engines.ground.thumbnail.encoding import HEIGHT, WIDTH

ROWS, COLS = 2, 4  # of pictures
SAMPLES: Final = ROWS * COLS
SIDE: Final = HEIGHT // ROWS  # px of one of them at most
AIR: Final = 8  # px around what is drawn in ink
FINER: Final = 4  # times: lines are drawn so much too large, then averaged down
REACH: Final = 2.0  # of the plane: data there have variance 1
POINT: Final = 0.4  # of all ink, that one point leaves


def of_pictures(pictures: np.ndarray) -> np.ndarray:
    """The first eight of uint8 (n, H, W, 1 or 3) in two rows, where there are so few in one; larger ones
    averaged down: uint8 (h, w, 3)."""
    some = pictures[:SAMPLES] if len(pictures) >= SAMPLES else pictures[:COLS]
    rows = max(1, len(some) // COLS)
    cells = [_cell(picture) for picture in some]
    lines = [cells[first : first + len(cells) // rows] for first in range(0, len(cells), len(cells) // rows)]
    return np.ascontiguousarray(np.concatenate([np.concatenate(line, 1) for line in lines], 0))


def of_sheet(sheet: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """The first pictures of a sheet, uint8 (rows * H, cols * W, C); see :func:`of_pictures`."""
    h, w = sheet.shape[0] // rows, sheet.shape[1] // cols
    cells = sheet.reshape(rows, h, cols, w, -1).swapaxes(1, 2)
    return of_pictures(cells.reshape(rows * cols, h, w, -1)[:SAMPLES])


def of_points(points: np.ndarray) -> np.ndarray:
    """A cloud (n, 2) seen in [-REACH, REACH]^2, the second coordinate upwards, as ink: uint8 (h, w)."""
    fine = points[np.isfinite(points).all(1)]
    middle = (HEIGHT - 1) / 2
    at = np.rint(middle + fine * np.array([1, -1]) * (middle - AIR / 2) / REACH).astype(np.int64)
    at = at[((at >= 0) & (at < HEIGHT)).all(1)]
    counts = np.zeros((HEIGHT, HEIGHT))
    np.add.at(counts, (at[:, 1], at[:, 0]), 1)
    counts = counts + _beside(counts) / 2  # a point is a little larger than a pixel
    return np.rint(255 * (1 - (1 - POINT) ** counts)).astype(np.uint8)


def of_lines(
    lines: Sequence[np.ndarray],
    marks: np.ndarray | None = None,
    *,
    inks: Sequence[int] = (),
    mark: tuple[float, float] = (6.0, 6.0),
    thick: float = 2.0,
    even: bool = False,
) -> np.ndarray:
    """Polylines (n, 2), and marks over them, y downwards, as ink that fills the room: uint8 (h, w).

    Args:
        marks: (m, 2), the middles of small boxes. inks: of each, where not all are 255, as lines are.
        mark, thick: px across a box, and across a line.
        even: both axes keep one scale.

    Raises:
        ValueError: there is nothing to draw, or a number is not finite.
    """
    middles = np.zeros((0, 2)) if marks is None else np.asarray(marks, float)
    every = np.concatenate([*lines, middles])
    if not len(every) or not np.isfinite(every).all():
        raise ValueError(f"{len(every)} points")
    least, most = every.min(0), every.max(0)
    wide = most - least
    room = np.array([WIDTH, HEIGHT]) - 2.0 * AIR - (np.array(mark) if len(middles) else 0.0)
    scale = np.where(wide > 0, room / np.where(wide > 0, wide, 1.0), room.max())
    scale = np.full(2, scale.min()) if even else scale

    def placed(points: np.ndarray) -> np.ndarray:
        found: np.ndarray = ((points - (least + most) / 2) * scale + np.array([WIDTH, HEIGHT]) / 2) * FINER
        return found

    image = Image.new("L", (WIDTH * FINER, HEIGHT * FINER))
    brush = ImageDraw.Draw(image)
    for line in lines:
        brush.line(placed(line).reshape(-1).tolist(), fill=255, width=round(thick * FINER), joint="curve")
    half = np.array(mark) * FINER / 2
    for at, ink in zip(placed(middles), inks or [255] * len(middles), strict=True):
        brush.rectangle([*(at - half).tolist(), *(at + half).tolist()], fill=ink)
    return np.asarray(image.reduce(FINER)).copy()


def _cell(picture: np.ndarray) -> np.ndarray:
    colours = np.repeat(picture, 3, 2) if picture.shape[2] == 1 else picture
    h, w = colours.shape[:2]
    if max(h, w) <= SIDE:
        return colours
    small = (max(1, w * SIDE // max(h, w)), max(1, h * SIDE // max(h, w)))
    return np.asarray(Image.fromarray(np.ascontiguousarray(colours)).resize(small, Image.Resampling.BOX))


def _beside(counts: np.ndarray) -> np.ndarray:
    """For each place, the sum of its four neighbours."""
    wide = np.pad(counts, 1)
    beside: np.ndarray = wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:]
    return beside
