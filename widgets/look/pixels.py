"""numpy pictures as QImages without a copy."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from PySide6.QtGui import QImage


class Pixels:
    """A QImage that looks into an array, and the array it looks into: keep them together.

    Args:
        array: uint8, (H, W), (H, W, 1) or (H, W, 3); copied only where rows are not contiguous.

    Raises:
        ValueError: another type or shape.
    """

    def __init__(self, array: np.ndarray) -> None:
        if (
            array.dtype != np.uint8
            or array.ndim not in (2, 3)
            or (array.ndim == 3 and array.shape[2] not in (1, 3))
        ):
            raise ValueError(
                f"a picture is uint8 of height x width x 1 or 3, not {array.dtype} {array.shape}"
            )
        self.array = np.ascontiguousarray(array)
        height, width = self.array.shape[:2]
        colour = self.array.ndim == 3 and self.array.shape[2] == 3
        kind = QImage.Format.Format_RGB888 if colour else QImage.Format.Format_Grayscale8
        stride = self.array.strides[0] if height else 0
        self.image = QImage(self.array.data, width, height, stride, kind)

    @cached_property
    def drawable(self) -> QImage:
        """The same at four bytes a pixel, made when first painted: Qt scales it five times faster."""
        return self.image.convertToFormat(QImage.Format.Format_RGB32)

    @property
    def width(self) -> int:
        """Pixels in a row."""
        return int(self.array.shape[1])

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.array.shape[0])
