"""Pictures one after the other as a moving picture, or side by side as a sheet, with words inside the file.

GIF knows 256 colours a picture, MP4 blurs them and needs a codec from elsewhere; WebP and APNG lose nothing.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal, get_args

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from engines.images.formats import mp4

Format = Literal["webp", "gif", "apng", "mp4", "png"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
"""The last one is the sheet."""
RATE: Final = 12.0  # pictures a second
PIXELS: Final = 1 << 24  # of all pictures together
SLOW: Final = 1 << 22  # of those of a GIF: finding 256 colours for each takes ten times as long
EDGE: Final = 256  # pixels that a picture is enlarged to, where they allow it
DESCRIPTION: Final = 0x010E  # the EXIF tag ImageDescription


def film(pictures: Sequence[np.ndarray], form: Format, words: Mapping[str, str], rate: float = RATE) -> bytes:
    """A file of pictures, uint8 (H, W, C) of one size, with C 1 or 3.

    Args:
        form: "png" is a sheet of all of them, read like a page; the others move, for ever.
        words: said in the file: as text in a PNG, as JSON in the comment of a GIF or an MP4 or a WebP's
            description.
        rate: pictures a second.

    Where there are more pixels than :data:`PIXELS`, or :data:`SLOW`, some pictures are left out, evenly; the
    first and last stay.

    Raises:
        Problem: there is no codec for MP4, or it failed.
    """
    chosen = shown(pictures, SLOW if form == "gif" else PIXELS)
    if form == "png":
        return _saved([_image(sheet(chosen))], "PNG", pnginfo=_text(words))
    if form == "mp4":
        return mp4.made([_coloured(picture) for picture in chosen], rate, json.dumps(dict(words)))
    frames = [_image(picture) for picture in chosen]
    how = {"duration": round(1000 / rate), "loop": 0}
    note = _ascii(words)
    if form == "gif":
        return _saved(frames, "GIF", comment=note, disposal=1, **how)
    if form == "apng":
        return _saved(frames, "PNG", pnginfo=_text(words), **how)
    exif = Image.Exif()
    exif[DESCRIPTION] = note.decode()
    return _saved(frames, "WEBP", exif=exif, lossless=True, method=0, **how)


def shown(pictures: Sequence[np.ndarray], pixels: int = PIXELS) -> list[np.ndarray]:
    """Those that are in a file of so many pixels, enlarged by a whole number of times: uint8 (H, W, C)."""
    height, width = pictures[0].shape[:2]
    most = max(2, pixels // (height * width))
    if len(pictures) > most:
        at = np.linspace(0, len(pictures) - 1, most).round().astype(int)
        pictures = [pictures[i] for i in at]
    room = math.isqrt(pixels // (len(pictures) * height * width))
    scale = max(1, min(room, EDGE // max(height, width)))
    return [picture.repeat(scale, 0).repeat(scale, 1) for picture in pictures]


def sheet(pictures: Sequence[np.ndarray]) -> np.ndarray:
    """As many beside each other as below each other, or about; the rest of the last row is black."""
    cols = math.ceil(math.sqrt(len(pictures)))
    rows = math.ceil(len(pictures) / cols)
    height, width, channels = pictures[0].shape
    found = np.zeros((rows * height, cols * width, channels), np.uint8)
    for i, picture in enumerate(pictures):
        y, x = i // cols * height, i % cols * width
        found[y : y + height, x : x + width] = picture
    return found


def _image(picture: np.ndarray) -> Image.Image:
    return Image.fromarray(_coloured(picture))


def _coloured(picture: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.broadcast_to(picture, (*picture.shape[:2], 3)))


def _saved(frames: Sequence[Image.Image], kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    rest = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
    frames[0].save(file, kind, **how, **rest)
    return file.getvalue()


def _text(words: Mapping[str, str]) -> PngInfo:
    info = PngInfo()
    for name, value in words.items():
        info.add_text(name, value)
    return info


def _ascii(words: Mapping[str, str]) -> bytes:
    return json.dumps(dict(words)).encode()
