"""A picture as its EXIF note wants it to be seen, turned part by part, so that it is held once."""

from __future__ import annotations

import struct

from PIL import Image

Box = tuple[int, int, int, int]
_ORIENTATION = 0x0112
_T = Image.Transpose
_TURNS = {
    2: _T.FLIP_LEFT_RIGHT,
    3: _T.ROTATE_180,
    4: _T.FLIP_TOP_BOTTOM,
    5: _T.TRANSPOSE,
    6: _T.ROTATE_270,
    7: _T.TRANSVERSE,
    8: _T.ROTATE_90,
}
_SWAPPED, _FROM_RIGHT, _FROM_BOTTOM = (
    frozenset({5, 6, 7, 8}),
    frozenset({2, 3, 7, 8}),
    frozenset({3, 4, 6, 7}),
)


class Upright:
    """A loaded picture, turned where it is looked at."""

    def __init__(self, image: Image.Image) -> None:
        self._image, self._note = image, _orientation(image)
        self.size = image.size[::-1] if self._note in _SWAPPED else image.size

    @property
    def width(self) -> int:
        """Of the upright picture, in pixels."""
        return self.size[0]

    @property
    def height(self) -> int:
        """Of the upright picture, in pixels."""
        return self.size[1]

    def crop(self, box: Box) -> Image.Image:
        """The part in a box (left, top, right, bottom) of the upright picture."""
        part = self._image.crop(self._stored(box))
        return part.transpose(_TURNS[self._note]) if self._note in _TURNS else part

    def _stored(self, box: Box) -> Box:
        """Where a box of the upright picture lies in the stored one."""
        left, top, right, bottom = box
        if self._note in _SWAPPED:
            left, top, right, bottom = top, left, bottom, right
        if self._note in _FROM_RIGHT:
            left, right = self._image.width - right, self._image.width - left
        if self._note in _FROM_BOTTOM:
            top, bottom = self._image.height - bottom, self._image.height - top
        return left, top, right, bottom


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except (ValueError, TypeError, KeyError, SyntaxError, OSError, OverflowError, struct.error):
        return 1  # a spoiled note is no reason to refuse the picture
    return found if found in _TURNS else 1
