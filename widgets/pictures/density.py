"""A picture read as a density: how much each place differs from the paper."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from widgets.look.i18n import tr

_LARGEST = 4096  # px of a side that is decoded; larger ones are made smaller while they are read
_FAINT = 0.06  # of the whole range: what differs less from the paper is paper


def read(path: str, side: int) -> np.ndarray:
    """float32 (side, side) from 0 to 1, row 0 at the top: the middle square of a picture.

    Dark on light, light on dark and colour on nothing all become ink: the rim says what the paper is.

    Raises:
        ValueError: no picture that can be read; the sentence is in the language shown.
    """
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LARGEST:
        reader.setScaledSize(size.scaled(QSize(_LARGEST, _LARGEST), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise ValueError(tr("This is not a picture that can be read: {name}", name=path.rpartition("/")[2]))
    return of_image(image, side)


def of_image(image: QImage, side: int) -> np.ndarray:
    """As :func:`read`, of a picture that is there already."""
    width, height = image.width(), image.height()
    least = min(width, height)
    middle = image.copy(QRect((width - least) // 2, (height - least) // 2, least, least))
    smooth = Qt.TransformationMode.SmoothTransformation
    aspect = Qt.AspectRatioMode.IgnoreAspectRatio
    small = middle.convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied)
    pixels = _pixels(small.scaled(side, side, aspect, smooth))
    alpha = pixels[..., 3]
    if alpha.min() < 0.5 < alpha.max():  # drawn on nothing
        return alpha
    grey = pixels[..., :3] @ np.array((0.299, 0.587, 0.114), np.float32)
    rim = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    far = np.abs(grey - np.float32(np.median(rim)))
    far[far < _FAINT] = 0
    most = float(far.max())
    return far / np.float32(most) if most > 0 else far


def _pixels(image: QImage) -> np.ndarray:
    """float32 (rows, cols, 4) from 0 to 1."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888_Premultiplied)
    data = np.frombuffer(image.constBits(), np.uint8, image.sizeInBytes())
    rows = data.reshape(image.height(), image.bytesPerLine())[:, : 4 * image.width()]
    return rows.reshape(image.height(), image.width(), 4).astype(np.float32) / 255
