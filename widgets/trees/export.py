"""A painted thing as a file: SVG that keeps its words as words, or a picture at any scale."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

Painting = Callable[[QPainter, QRect], None]
_LARGEST = 32_000  # device pixels along a side; Qt's painter goes no further


def svg_bytes(paint: Painting, size: QSize, title: str, ground: str) -> bytes:
    """What ``paint`` draws into a rectangle of ``size``, on ``ground`` (a colour), as an SVG document."""
    from PySide6.QtSvg import QSvgGenerator  # only who exports pays for it

    data, place = QByteArray(), QRect(0, 0, size.width(), size.height())
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)  # so that points of type are what they are on screen
    generator.setSize(size)
    generator.setViewBox(place)
    generator.setTitle(title)
    painter = QPainter(generator)
    painter.fillRect(place, QColor(ground))
    paint(painter, place)
    painter.end()
    buffer.close()
    return re.sub(rb'font-family="([^"]*)"', rb'font-family="\1,sans-serif"', bytes(data.data()))


def image(paint: Painting, size: QSize, scale: float, ground: str) -> QImage:
    """What ``paint`` draws, ``scale`` device pixels to each logical one (less where that is too large)."""
    scale = max(0.1, min(scale, _LARGEST / max(size.width(), size.height(), 1)))
    picture = QImage(size * scale, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    picture.fill(QColor(ground))
    painter = QPainter(picture)
    paint(painter, QRect(0, 0, size.width(), size.height()))
    painter.end()
    return picture


def png_bytes(picture: QImage) -> bytes:
    """The picture as a PNG file holds it."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(data.data())


def write(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        OSError: it cannot be written there.
    """
    target = Path(path)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
