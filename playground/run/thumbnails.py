"""The small pictures in kept runs, read from their headers on a thread of its own: a disk may be slow."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from engines.ground import checkpoint

Show = Callable[[Path, np.ndarray], object]


class Thumbnails(QObject):
    """Reads them once, then its thread ends.

    Args:
        paths: of saved runs.
        show: told (path, picture) on this thread, for each that has one, while ``place`` lives.
        place: where they are shown.
    """

    _read = Signal(object, object)

    def __init__(self, paths: Sequence[Path], show: Show, place: QObject) -> None:
        super().__init__(place)
        self._show = show
        self._read.connect(self._on_read, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._work, args=(tuple(paths),), name="thumbnails", daemon=True).start()

    def _work(self, paths: tuple[Path, ...]) -> None:
        for path in paths:
            found = checkpoint.thumbnail_of(path)
            if found is not None:
                with contextlib.suppress(RuntimeError):  # the window died meanwhile
                    self._read.emit(path, found)

    def _on_read(self, path: Path, found: np.ndarray) -> None:
        self._show(path, found)
