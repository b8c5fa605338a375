"""Writes a small file from a thread of its own: a slow disk must not hold the window up. Newest text wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from engines.ground.files import write_atomic
from engines.ground.problem import FileProblem


class Writer:
    """One file. Its thread lives only while there is something to write.

    Args:
        path: the file.
        failed: told, on the writer's thread, why a text could not be written.
    """

    def __init__(self, path: Path, failed: Callable[[FileProblem], None]) -> None:
        self._path, self._failed = path, failed
        self._changed = threading.Condition()
        self._waiting: bytes | None = None
        self._busy = False

    def put(self, data: bytes) -> None:
        """Write these soon, in place of what still waits."""
        with self._changed:
            self._waiting = data
            if self._busy:
                return
            self._busy = True
        threading.Thread(target=self._work, name="writer", daemon=True).start()

    def flush(self, timeout: float) -> bool:
        """Wait until all is written; False if that takes longer than ``timeout`` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._busy, timeout)

    def _work(self) -> None:
        while True:
            with self._changed:
                data, self._waiting = self._waiting, None
                if data is None:
                    self._busy = False
                    self._changed.notify_all()
                    return
            try:
                write_atomic(self._path, data)
            except FileProblem as e:
                self._failed(e)
