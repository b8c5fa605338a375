"""One picture of any kind, made square: upright, opaque, cropped at the centre, resized."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

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
    with told(), ordinary(path) as file:
        return _decode(file, size, channels, bits)


def decode_bytes(data: bytes, size: int, channels: int, bits: int = 0) -> np.ndarray:
    """The picture that a file of these bytes would hold. Raises :class:`Unusable`."""
    with told():
        return _decode(io.BytesIO(data), size, channels, bits)


def _decode(file: BinaryIO, size: int, channels: int, bits: int) -> np.ndarray:
    with opened(file) as image:
        full = image.size
        image.draft(None, (2 * size, 2 * size))  # a JPEG is decoded no finer than needed
        if is_too_large(image, full):
            raise Unusable(TOO_LARGE)
        return prepare(image, size, channels, bits)


def opened(file: BinaryIO) -> Image.Image:
    """The picture in a file, not decoded yet. Raises :class:`Unusable` if it is empty, and as Pillow does."""
    if file.seek(0, os.SEEK_END) == 0:
        raise Unusable(mark("It is empty."))
    file.seek(0)
    return Image.open(file, formats=FORMATS)


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Inside, whatever opening and decoding fail with becomes :class:`Unusable`."""
    try:
        yield
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
        raise Unusable(TOO_LARGE) from None
    except Exception as trouble:  # decoders of damaged files fail in every way there is
        raise Unusable(mark("It is cut short or damaged.")) from trouble


TOO_LARGE = mark("It has too many pixels to be opened safely. Save it smaller, or as JPEG.")


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
        with ordinary(path) as file:
            return _depth(file)
    except Exception:  # whatever is wrong with it is told when it is decoded
        return 8


def depth_of_bytes(data: bytes) -> int:
    """:func:`depth` of a file of these bytes."""
    try:
        return _depth(io.BytesIO(data))
    except Exception:  # as above
        return 8


def _depth(file: BinaryIO) -> int:
    with opened(file) as image:
        if not image.mode.startswith("I") or is_too_large(image):
            return 8
        image.load()
        return greys.depth(image)


def made_square(image: Image.Image, size: int, channels: int) -> np.ndarray:
    """:func:`prepare` of a picture in 8 bits that is decoded; tiny ones stay sharp where
    ``size`` is a multiple of theirs."""
    whole, rest = divmod(size, max(image.size))
    if image.width == image.height and whole > 1 and not rest:
        image = image.resize((size, size), Image.Resampling.NEAREST)
    return prepare(image, size, channels)


def _opaque(image: Image.Image) -> Image.Image:
    """The picture as L or RGB, 8 bits, see-through parts laid on white."""
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image)
        return ground.convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")
