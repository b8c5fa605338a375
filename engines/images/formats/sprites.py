"""A sheet of sprites: one picture cut into equal squares."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from engines.ground.files import ordinary
from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.images import folder, pictures
from engines.images.source import Images, Request, some
from engines.images.square.budget import is_too_large

LEAST: Final = 4  # px of a sprite's side
_SIDE: Final = re.compile(r"(?<!\d)(\d{1,4})(?:x\1(?!\d)|px\b)", re.IGNORECASE)
_CUTTING: Final = mark("Reading pictures")


def load(request: Request) -> Images:
    """The squares of a sheet, row by row; those of one colour are empty places and left out.

    A square is as large as the file's name says ("tiles_16x16.png", "hero 24px.png"), else as high as a strip
    of them is, else as large as the pictures wanted.

    Raises:
        FileProblem: it is no picture, too large, or cannot be cut evenly.
        Cancelled: the person cancelled.
    """
    path = Path(request.path)
    sheet = _opened(path)
    side = side_of(path.name, sheet.size, request.size)
    if side is None:
        width, height = sheet.size
        raise FileProblem(
            "{name} is one picture of {width} x {height} px, which does not make squares of {size} px. "
            "Is it a sheet of others? Put their size into its name, as in sheet_16x16.png.",
            name=path.name,
            width=width,
            height=height,
            size=request.size,
        )
    across, down = sheet.width // side, sheet.height // side
    places = [(i % across * side, i // across * side) for i in range(across * down)]
    squares = [place for place in places if not _is_empty(_cut(sheet, place, side))]
    squares = [squares[i] for i in some(len(squares), request.limit, request.seed)]
    pixels = folder.room(len(squares), request)
    for i, place in enumerate(squares):
        request.watch(_CUTTING, i / len(squares))
        pixels[i] = pictures.made_square(_cut(sheet, place, side), request.size, request.channels)
    return Images(
        pixels=pixels,
        labels=None,
        label_names=(),
        name=folder.shown(path.name),
        licence=mark("Your own pictures"),
    )


def side_of(name: str, size: tuple[int, int], wanted: int) -> int | None:
    """Side in pixels of the squares of a sheet of this name and (width, height); None if it gives no two."""
    width, height = size
    said = [int(found[1]) for found in _SIDE.finditer(name)]
    short = min(width, height)
    strip = [short] if max(width, height) >= 2 * short else []
    for side in (*said, *strip, wanted):
        if side >= LEAST and not width % side and not height % side and width * height >= 2 * side * side:
            return side
    return None


def _opened(path: Path) -> Image.Image:
    """The picture, decoded, in 8 bits."""
    try:
        with pictures.told(), ordinary(path) as file, pictures.opened(file) as image:
            if is_too_large(image):
                raise pictures.Unusable(pictures.TOO_LARGE)
            return image.convert("RGBA")
    except pictures.Unusable as trouble:
        raise FileProblem(
            "{name} was not opened. {reason}", name=path.name, reason=trouble.reason
        ) from trouble


def _cut(sheet: Image.Image, place: tuple[int, int], side: int) -> Image.Image:
    x, y = place
    return sheet.crop((x, y, x + side, y + side))


def _is_empty(square: Image.Image) -> bool:
    """Whether it is all of one colour, or nothing of it is seen."""
    pixels = np.asarray(square)
    return not pixels[..., 3].any() or bool((pixels == pixels[0, 0]).all())
