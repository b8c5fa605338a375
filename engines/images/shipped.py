"""The set a person sees first, drawn before: on a fresh install nobody waits until it is drawn again."""

from __future__ import annotations

import lzma
from pathlib import Path
from typing import Final

import numpy as np

import assets

FOLDER: Final = Path(assets.__file__).parent / "ready"
SUFFIX: Final = ".xz"
TOGETHER: Final = 500


def read(key: str, shape: tuple[int, ...], order: np.ndarray) -> np.ndarray | None:
    """The pictures that come with the program under a key, uint8 of this shape, or None if there are none.
    ``order``: as they were written by."""
    each, pixels = int(np.prod(shape[1:])), np.empty(shape, np.uint8)
    try:
        packed, reader = (FOLDER / f"{key}{SUFFIX}").read_bytes(), lzma.LZMADecompressor()
        for first in range(0, len(order), TOGETHER):  # never all of them twice in memory
            some = order[first : first + TOGETHER]
            found = reader.decompress(b"" if first else packed, each * len(some))
            pixels[some] = np.frombuffer(found, np.uint8).reshape(len(some), *shape[1:])
    except (OSError, lzma.LZMAError, EOFError, ValueError):  # ValueError: it holds fewer
        return None
    return pixels


def write(key: str, pixels: np.ndarray, order: np.ndarray) -> Path:
    """Make such a file; a tool does (``python -m tests.tools.shipped_faces``).

    Args:
        order: their numbers, those that are alike side by side: so they take less room.
    """
    pack = [{"id": lzma.FILTER_LZMA2, "preset": 6, "pb": 0, "lc": 4, "lp": 0, "nice_len": 273, "depth": 200}]
    path = FOLDER / f"{key}{SUFFIX}"
    path.write_bytes(lzma.compress(pixels[order].tobytes(), check=lzma.CHECK_CRC32, filters=pack))
    return path
