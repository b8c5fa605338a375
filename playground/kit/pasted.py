"""Texts pasted and densities painted, as files, so that a run on them can be begun again next week."""

from __future__ import annotations

import contextlib
import hashlib
import io
from pathlib import Path

import numpy as np
from PIL import Image

from engines.ground.files import write_atomic
from playground.ground import paths

KEPT = 12


def keep(text: str, suffix: str = ".txt") -> Path:
    """Write a text into the program's own folder; the same text is the same file. The oldest ones go.

    Raises:
        FileProblem: the folder cannot be written to.
    """
    return _keep(text.encode("utf-8", "replace"), suffix)


def keep_picture(pixels: np.ndarray) -> Path:
    """As :func:`keep`, of grey values, uint8 (H, W), as a PNG file."""
    stream = io.BytesIO()
    Image.fromarray(pixels, "L").save(stream, "png")
    return _keep(stream.getvalue(), ".png")


def _keep(data: bytes, suffix: str) -> Path:
    folder = paths.state() / "pasted"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"pasted-{hashlib.blake2b(data, digest_size=4).hexdigest()}{suffix}"
    write_atomic(path, data)
    others = sorted((p for p in folder.iterdir() if p != path), key=lambda p: p.stat().st_mtime)
    for old in others[: max(0, len(others) + 1 - KEPT)]:
        with contextlib.suppress(OSError):
            old.unlink()
    return path
