"""What a picture takes in memory while it is decoded, reckoned from its header."""

from __future__ import annotations

import math

from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

MOST_BYTES = 200_000_000  # 50 million pixels in colour, 200 million in grey
MOST_PIXELS = Image.MAX_IMAGE_PIXELS or 89_478_485  # Pillow's own measure of a decompression bomb
_ONE_BYTE, _TWO_BYTES = frozenset({"1", "L", "P"}), frozenset({"I;16", "I;16L", "I;16B", "I;16N", "LA;16B"})
_ROWS_PER_STRIP = 278


def is_too_large(image: Image.Image, full: tuple[int, int] | None = None) -> bool:
    """Whether decoding would hold more than :data:`MOST_BYTES`.

    Args:
        image: opened, not yet loaded; a JPEG after ``draft``, which lets it be decoded coarsely.
        full: width and height that the header says, where ``draft`` made them smaller.
    """
    width, height = full or image.size
    return width * height > MOST_PIXELS or _cost(image, width * height) > MOST_BYTES


def _cost(image: Image.Image, full: int) -> int:
    """Bytes that are held at once when the picture is decoded."""
    pixels = image.width * image.height
    held = pixels * (1 if image.mode in _ONE_BYTE else 2 if image.mode in _TWO_BYTES else 4)
    if image.format == "WEBP":  # two canvases of libwebp and the bytes that it hands over, 4 each
        held += 12 * pixels
    elif isinstance(image, JpegImageFile):
        held += _coefficients(image, full)
    elif image.format == "TIFF" and _is_one_strip(image):
        held *= 2
    return held


def _coefficients(image: JpegImageFile, full: int) -> int:
    """A progressive JPEG keeps all its coefficients, 2 bytes each, however coarsely it is decoded."""
    if "progressive" not in image.info:
        return 0
    parts = [across * down for _, across, down, _ in image.layer]
    return math.ceil(2 * full * sum(parts) / max(parts, default=1))


def _is_one_strip(image: Image.Image) -> bool:
    rows = getattr(image, "tag_v2", {}).get(_ROWS_PER_STRIP, image.height)
    return not isinstance(rows, int) or rows >= image.height
