"""Pasted texts as files, so that a run that learns from one can be begun again next week."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from engines.ground.files import write_atomic
from playground.ground import paths

KEPT = 12


def keep(text: str, suffix: str = ".txt") -> Path:
    """Write a text into the program's own folder; the same text is the same file. The oldest ones go.

    Raises:
        FileProblem: the folder cannot be written to.
    """
    folder = paths.state() / "pasted"
    folder.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8", "replace")
    path = folder / f"pasted-{hashlib.blake2b(data, digest_size=4).hexdigest()}{suffix}"
    write_atomic(path, data)
    others = sorted((p for p in folder.iterdir() if p != path), key=lambda p: p.stat().st_mtime)
    for old in others[: max(0, len(others) + 1 - KEPT)]:
        with contextlib.suppress(OSError):
            old.unlink()
    return path
