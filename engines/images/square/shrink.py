"""The central square of a picture at another size, made band by band, so that a large one is held once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from PIL import Image

from engines.images.square.upright import Box, Upright

Opaque = Callable[[Image.Image], Image.Image]
_BAND = 1 << 20  # pixels that are converted at a time
_GAP = 3.0  # a picture is averaged down to three times the size and then resampled (Pillow's reducing_gap)
_SUPPORT = 2.5  # how far Lanczos looks beyond a pixel, in pixels of the result


def square(image: Upright, size: int, opaque: Opaque) -> Image.Image:
    """The picture cropped at the centre and resized to (size, size).

    Pixel for pixel as ``Image.resize(..., reducing_gap=3)``: Lanczos when it shrinks, bicubic when it grows.
    ``opaque`` brings parts of the picture to mode L or RGB.
    """
    whole = (0, 0, *image.size)
    if image.size == (size, size):
        return opaque(image.crop(whole))
    side = min(image.size)
    left, top = (image.width - side) / 2, (image.height - side) / 2
    box = (left, top, left + side, top + side)
    how = Image.Resampling.LANCZOS if side > size else Image.Resampling.BICUBIC
    factor = int(side / size / _GAP) or 1
    around = whole
    if factor > 1:
        reach = _SUPPORT * side / size
        around = (
            max(0, int(left - reach)),
            max(0, int(top - reach)),
            min(image.width, math.ceil(left + side + reach)),
            min(image.height, math.ceil(top + side + reach)),
        )
    small = _reduced(image, factor, around, opaque)
    within = [(edge - around[i % 2]) / factor for i, edge in enumerate(box)]
    return small.resize((size, size), how, box=(within[0], within[1], within[2], within[3]))


def bands(box: Box, step: int = 1) -> Iterator[Box]:
    """The box cut into bands of a million pixels, each a multiple of ``step`` rows but the last."""
    left, top, right, bottom = box
    rows = max(step, _BAND // max(1, right - left) // step * step)
    for start in range(top, bottom, rows):
        yield left, start, right, min(start + rows, bottom)


def _reduced(image: Upright, factor: int, box: Box, opaque: Opaque) -> Image.Image:
    """The box of the picture, each ``factor`` x ``factor`` pixels averaged."""
    small: Image.Image | None = None
    size = (math.ceil((box[2] - box[0]) / factor), math.ceil((box[3] - box[1]) / factor))
    for band in bands(box, factor):
        part = opaque(image.crop(band))
        part = part.reduce(factor) if factor > 1 else part
        small = small or Image.new(part.mode, size)
        small.paste(part, (0, (band[1] - box[1]) // factor))
    assert small is not None
    return small
