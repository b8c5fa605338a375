"""What is remembered from one start to the next: a small JSON file, written whole or not at all."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from engines.ground.files import json_bytes, read
from engines.ground.problem import FileProblem
from playground.ground import paths
from playground.ground.writer import Writer

log = logging.getLogger(__name__)
VERSION = 1
LIMIT = 8 << 20  # bytes


class Session:
    """A dict in a file. Damaged or newer files are put aside, never a reason not to start."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.config() / "session.json"
        self.data: dict[str, Any] = {}
        self._writer = Writer(self.path, self._not_written)
        self._written = b""
        try:
            data = json.loads(read(self.path, LIMIT)) if self.path.exists() else {"version": VERSION}
            if not isinstance(data, dict) or data.get("version") != VERSION:
                raise ValueError("not a session of this version")
            self.data = data
        except (FileProblem, OSError, ValueError, RecursionError) as e:
            log.warning("session not read: %s", e)
            self._put_aside()

    def _put_aside(self) -> None:
        try:
            self.path.replace(self.path.with_suffix(".unreadable.json"))
        except OSError as e:
            log.warning("session not put aside: %s", e)

    def get(self, key: str, kind: type, default: Any) -> Any:
        """The value of ``key`` if it has the expected type."""
        value = self.data.get(key, default)
        return value if isinstance(value, kind) else default

    def lab(self, key: str) -> dict[str, Any]:
        """What one lab remembers."""
        labs = self.get("labs", dict, {})
        found = labs.get(key, {})
        return found if isinstance(found, dict) else {}

    def save(self, **values: Any) -> None:
        """Take over ``values`` and write them soon, if anything changed. A full disk is only logged."""
        self.data.update(values, version=VERSION)
        text = json_bytes(self.data, indent=1)
        if text != self._written:
            self._written = text
            self._writer.put(text)

    def flush(self, timeout: float = 2.0) -> bool:
        """Wait until it is written; False if that takes longer."""
        return self._writer.flush(timeout)

    def _not_written(self, problem: FileProblem) -> None:
        log.warning("%s", problem)
        self._written = b""  # the next save tries again
