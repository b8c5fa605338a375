"""A thumbnail as the text that stands in a file's header, and back: bounded, and absent rather than wrong.

The header of a file is read without its arrays, so a list of many large files costs little. The text is no
part of the file's checksum: a run whose thumbnail is spoilt is the same run.
"""

from __future__ import annotations

import base64
import logging
import re
import zlib
from collections.abc import Callable
from typing import Final

import numpy as np

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 192, 96  # pixels at most
LONGEST: Final = 80_000  # characters: more than the largest picture takes that zlib cannot shorten
_FORM: Final = re.compile(r"([1-9][0-9]{0,2})x([1-9][0-9]{0,2})x([13]):([A-Za-z0-9+/=]+)", re.ASCII)


def to_text(picture: np.ndarray) -> str:
    """The text of a picture: uint8 (h, w, 3), or (h, w), how much ink there is; 255 is all.

    Raises:
        ValueError: it is none, or larger than WIDTH x HEIGHT.
    """
    if picture.dtype != np.uint8 or picture.ndim not in (2, 3):
        raise ValueError(f"{picture.dtype} {picture.shape}")
    h, w, c = (*picture.shape, 1)[:3]
    if not (0 < h <= HEIGHT and 0 < w <= WIDTH and c == (1 if picture.ndim == 2 else 3)):
        raise ValueError(f"{picture.shape}")
    packed = zlib.compress(np.ascontiguousarray(picture).tobytes(), 9)
    return f"{w}x{h}x{c}:{base64.b64encode(packed).decode()}"


def of_text(text: object) -> np.ndarray | None:
    """The picture of a text as :func:`to_text` gives it, fresh; None of anything else."""
    if not isinstance(text, str) or len(text) > LONGEST or (found := _FORM.fullmatch(text)) is None:
        return None
    w, h, c = (int(part) for part in found.groups()[:3])
    if w > WIDTH or h > HEIGHT:
        return None
    try:
        unpack = zlib.decompressobj()
        data = unpack.decompress(base64.b64decode(found[4], validate=True), w * h * c + 1)
    except (ValueError, zlib.error):
        return None
    if len(data) != w * h * c or not unpack.eof:
        return None
    picture = np.frombuffer(data, np.uint8).reshape((h, w) if c == 1 else (h, w, c))
    return picture.copy()


def text_of(draw: Callable[[], np.ndarray | None]) -> str:
    """The text of what ``draw`` gives; "" where it gives nothing, or cannot: without its thumbnail a run is
    saved all the same."""
    try:
        picture = draw()
        return "" if picture is None else to_text(picture)
    except Exception:  # whatever it is, the run counts
        log.exception("a saved run has no thumbnail")
        return ""
