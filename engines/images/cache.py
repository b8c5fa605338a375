"""Drawn sets kept between runs, so that they are drawn once. Losing or spoiling the cache costs only time."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from engines.ground import downloads

MOST_BYTES = 1 << 30  # drawn sets beyond this are dropped, the oldest first


def folder() -> Path:
    """Where pictures are kept: under ``SEVEN_LABS_HOME`` if that is set, else the person's cache folder."""
    return downloads.cache_folder() / "images"


def recall(key: str) -> dict[str, np.ndarray] | None:
    """The arrays kept under ``key``, or None if there are none that are whole."""
    path = folder() / f"{key}.npz"
    try:
        # numpy reads only as far as an array goes, so it would miss a spoiled end: check all of it first.
        with zipfile.ZipFile(path) as archive:
            if archive.testzip() is not None:
                return None
        with np.load(path, allow_pickle=False) as arrays:
            return dict(arrays)
    except Exception:  # a spoiled file can fail in any way, and each means the same: draw again
        return None


def keep(key: str, **arrays: np.ndarray) -> None:
    """Keep ``arrays`` under ``key``. A full or read-only disk is no trouble: they are drawn again."""
    part = ""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(suffix=".part", dir=folder())
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        os.replace(part, folder() / f"{key}.npz")
        _prune()
    except OSError:
        if part:
            Path(part).unlink(missing_ok=True)


def _prune() -> None:
    kept = sorted(folder().glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    total = 0
    for i, path in enumerate(kept):
        total += path.stat().st_size
        if i and total > MOST_BYTES:
            path.unlink()
