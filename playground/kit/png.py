"""Pictures of Qt as files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage

from engines.ground.files import write_atomic


def write_png(path: Path, image: QImage) -> None:
    """A picture as a PNG, whole or not at all, whatever the name ends in. Raises FileProblem."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    write_atomic(path, bytes(buffer.data().data()))
