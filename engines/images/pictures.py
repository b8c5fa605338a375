"""One picture of any kind, made square: upright, opaque, cropped at the centre, resized."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from engines.ground.files import ordinary
from engines.ground.marks import mark
from engines.ground.problem import FileProblem

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "PPM", "TGA")
SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif", ".tif", ".tiff"}
    | {".ppm", ".pgm", ".pbm", ".pnm", ".tga"}
)
MOST_PIXELS = Image.MAX_IMAGE_PIXELS or 89_478_485  # Pillow's own measure of a decompression bomb


class Unusable(Exception):  # noqa: N818 - it becomes a FileProblem or a line of ``skipped``
    """A file that gives no picture; ``reason`` is a whole sentence, marked for translation."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def open_picture(path: str | os.PathLike[str], size: int, channels: int) -> np.ndarray:
    """The picture in a file, as :func:`prepare` makes it: uint8 (size, size, channels).

    Raises:
        FileProblem: the file is missing, forbidden, no picture, damaged or too large.
    """
    try:
        return decode(path, size, channels)
    except Unusable as trouble:
        raise FileProblem(
            "{name} was not opened. {reason}", name=Path(path).name, reason=trouble.reason
        ) from trouble


def decode(path: str | os.PathLike[str], size: int, channels: int, bits: int = 0) -> np.ndarray:
    """As :func:`open_picture`, but raises :class:`Unusable`; ``bits`` as in :func:`prepare`."""
    try:
        with ordinary(path) as file:
            if os.fstat(file.fileno()).st_size == 0:
                raise Unusable(mark("It is empty."))
            with Image.open(file, formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Unusable(_TOO_LARGE)
                image.draft(None, (2 * size, 2 * size))  # a JPEG is decoded no finer than needed
                return prepare(image, size, channels, bits)
    except Unusable:
        raise
    except FileNotFoundError:
        raise Unusable(mark("It is not there.")) from None
    except PermissionError:
        raise Unusable(mark("There is no permission to read it.")) from None
    except IsADirectoryError:
        raise Unusable(mark("It is not a file.")) from None
    except UnidentifiedImageError:
        raise Unusable(mark("It is not a picture, or not of a kind that can be read.")) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Unusable(_TOO_LARGE) from None
    except Exception as trouble:  # decoders of damaged files fail in every way there is
        raise Unusable(mark("It is cut short or damaged.")) from trouble


_TOO_LARGE = mark("It has too many pixels to be opened safely.")


def prepare(image: Image.Image, size: int, channels: int, bits: int = 0) -> np.ndarray:
    """Make a picture square: uint8 (size, size, channels).

    Turned upright by its EXIF note, laid on white where it is see-through, cropped at the centre, resized
    (Lanczos when it shrinks, bicubic when it grows), colour kept for 3 channels, luminance for 1.

    Args:
        image: of any mode and size.
        size: side in pixels.
        channels: 1 or 3.
        bits: how many of a picture's 16 or 32 bits are used; 0 takes those that it uses itself.
    """
    image.load()
    image = _opaque(_upright(image), bits)
    side = min(image.size)
    left, top = (image.width - side) / 2, (image.height - side) / 2
    if (side, side) != (size, size) or image.size != (size, size):
        how = Image.Resampling.LANCZOS if side > size else Image.Resampling.BICUBIC
        box = (left, top, left + side, top + side)
        image = image.resize((size, size), how, box=box, reducing_gap=3.0)
    image = image.convert("L" if channels == 1 else "RGB")
    return np.asarray(image).reshape(size, size, channels).copy()


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except (ValueError, TypeError, KeyError, SyntaxError, OSError, OverflowError, struct.error):
        return image  # a spoiled note is no reason to refuse the picture


def depth(path: str | os.PathLike[str]) -> int:
    """How many bits of grey a picture of more than 8 uses: 10, 12, 14, 16 or 32; 8 for all others."""
    try:
        with ordinary(path) as file, Image.open(file, formats=FORMATS) as image:
            if not image.mode.startswith("I") or image.width * image.height > MOST_PIXELS:
                return 8
            image.load()
            return _bits(np.asarray(image))
    except Exception:  # whatever is wrong with it is told when it is decoded
        return 8


def _opaque(image: Image.Image, bits: int) -> Image.Image:
    """The picture as L or RGB, 8 bits, see-through parts laid on white."""
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_eight_bits(np.asarray(image), bits))
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        return ground.convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _bits(deep: np.ndarray) -> int:
    """The depth that whole numbers fill: cameras and microscopes keep 10, 12 or 14 bits in 16."""
    high = int(deep.max(initial=0))
    return next((bits for bits in (8, 10, 12, 14, 16) if high < 1 << bits), 32)


def _eight_bits(deep: np.ndarray, bits: int = 0) -> np.ndarray:
    """Grey levels of 16 or 32 bits brought to 0 ... 255 by what their range says of their unit."""
    levels = np.nan_to_num(deep.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = float(levels.min()), float(levels.max())
    used = (bits or _bits(deep)) if deep.dtype.kind in "iu" else 32
    if deep.dtype.kind in "iu" and low >= 0 and used <= 16 and (deep.dtype.itemsize == 2 or high > 255):
        levels = levels * (255.0 / ((1 << max(used, 8)) - 1))
    elif low >= 0 and high <= 1.0 and deep.dtype.kind == "f":
        levels = levels * 255.0
    elif low < 0 or high > 255:
        levels = (levels - low) / max(high - low, 1e-12) * 255.0
    return np.clip(np.rint(levels), 0, 255).astype(np.uint8)
