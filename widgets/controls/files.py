"""Files dragged in from the desktop."""

from __future__ import annotations

import os
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QMimeData, QUrl

UNKNOWN = "\ufffd"  # what Qt writes for bytes that are no UTF-8


def local_files(data: QMimeData) -> list[str]:
    """Paths of the files and folders being dragged; empty for anything else."""
    return [_path(url) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def _path(url: QUrl) -> str:
    """As Python has it: names of Linux are bytes, and Qt's texts hold no others than UTF-8."""
    path = url.toLocalFile()
    if UNKNOWN not in path:
        return path
    return os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded)))
