"""Pictures of one tone, and the ways in which a picture cannot be opened, each with its reason."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.engines.images.conftest import noise


def photo(path: Path, tone: int = 90, size: tuple[int, int] = (50, 40), **options: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, (tone, 255 - tone, 128)).save(path, **options)
    return path


def bomb(path: Path) -> None:
    """A PNG whose header claims 60,000 x 60,000."""
    photo(path)
    data = bytearray(path.read_bytes())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    path.write_bytes(data)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.png": (lambda p: p.write_bytes(b""), "It is empty."),
    "text.png": (lambda p: p.write_text("not a picture at all"), "It is not a picture"),
    "cut.jpg": (lambda p: p.write_bytes(photo(p).read_bytes()[:-200]), "cut short"),
    "cut.png": (
        lambda p: (Image.fromarray(noise(64, 64, 3)).save(p), p.write_bytes(p.read_bytes()[:3000])),
        "cut short",
    ),
    "bomb.png": (bomb, "too many pixels"),
    "pipe.png": (lambda p: os.mkfifo(p), "It is not a file."),
    "link.png": (lambda p: p.symlink_to(p.parent / "nowhere.png"), "It is not"),
}


def forbid(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")
