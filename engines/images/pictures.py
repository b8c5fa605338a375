"""One picture of any kind, made square: upright, opaque, cropped at the centre, resized."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from engines.ground.files import ordinary
from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.images.square import greys
from engines.images.square.budget import is_too_large
from engines.images.square.shrink import square
from engines.images.square.upright import Upright

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "PPM", "TGA")
SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".bmp", ".gif", ".tif", ".tiff"}
    | {".ppm", ".pgm", ".pbm", ".pnm", ".tga"}
)


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
                full = image.size
                image.draft(None, (2 * size, 2 * size))  # a JPEG is decoded no finer than needed
                if is_too_large(image, full):
                    raise Unusable(_TOO_LARGE)
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


_TOO_LARGE = mark("It has too many pixels to be opened safely. Save it smaller, or as JPEG.")


def prepare(image: Image.Image, size: int, channels: int, bits: int = 0) -> np.ndarray:
    """Make a picture square: uint8 (size, size, channels).

    Turned upright by its EXIF note, laid on white where it is see-through, cropped at the centre, resized
    (Lanczos when it shrinks, bicubic when it grows), colour kept for 3 channels, luminance for 1. It is held
    once, whatever its size.

    Args:
        image: of any mode and size.
        size: side in pixels.
        channels: 1 or 3.
        bits: how many of a picture's 16 or 32 bits are used; 0 takes those that it uses itself.
    """
    image.load()
    opaque = greys.scale_of(image, bits).bytes_of if image.mode.startswith(("I", "F")) else _opaque
    made = square(Upright(image), size, opaque).convert("L" if channels == 1 else "RGB")
    return np.asarray(made).reshape(size, size, channels).copy()


def depth(path: str | os.PathLike[str]) -> int:
    """How many bits of grey a picture of more than 8 uses: 10, 12, 14, 16 or 32; 8 for all others."""
    try:
        with ordinary(path) as file, Image.open(file, formats=FORMATS) as image:
            if not image.mode.startswith("I") or is_too_large(image):
                return 8
            image.load()
            return greys.depth(image)
    except Exception:  # whatever is wrong with it is told when it is decoded
        return 8


def _opaque(image: Image.Image) -> Image.Image:
    """The picture as L or RGB, 8 bits, see-through parts laid on white."""
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        return ground.convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")
