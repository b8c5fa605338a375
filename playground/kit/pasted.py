"""Texts pasted and densities painted, as files, so that a run on them can be begun again next week."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
from pathlib import Path

import numpy as np
from PIL import Image

from engines.ground.files import write_atomic
from playground.ground import paths
from widgets.look.i18n import tr

KEPT = 12


def keep(text: str, suffix: str = ".txt") -> Path:
    """Write a text into the program's own folder; the same text is the same file. The oldest ones go.

    The file is called as a person would call it, in the language shown: messages and forms name it.

    Raises:
        FileProblem: the folder cannot be written to.
    """
    return _keep(text.encode("utf-8", "replace"), tr("Pasted text") + suffix)


def keep_picture(pixels: np.ndarray) -> Path:
    """As :func:`keep`, of grey values, uint8 (H, W), as a PNG file."""
    stream = io.BytesIO()
    Image.fromarray(pixels, "L").save(stream, "png")
    return _keep(stream.getvalue(), tr("Painted picture") + ".png")


def _keep(data: bytes, name: str) -> Path:
    folder = paths.state() / "pasted"
    own = folder / hashlib.blake2b(data, digest_size=4).hexdigest()
    own.mkdir(parents=True, exist_ok=True)
    write_atomic(own / name, data)
    os.utime(own)
    others = sorted((p for p in folder.iterdir() if p != own), key=lambda p: p.stat().st_mtime)
    for old in others[: max(0, len(others) + 1 - KEPT)]:
        with contextlib.suppress(OSError):
            shutil.rmtree(old) if old.is_dir() else old.unlink()  # files: as they were kept before
    return own / name
