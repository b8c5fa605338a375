"""What a path is, by its name and first bytes, and which reader takes it."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

from engines.ground.problem import FileProblem
from engines.images import bounded, folder, pictures
from engines.images.formats import archive, cifar, idx, sprites
from engines.images.source import Images, Request

_FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"})
_FONT_HEADS = (b"\0\1\0\0", b"OTTO", b"ttcf", b"wOFF", b"wOF2")
_IDX_NAMES = ("train-images-idx3-ubyte", "t10k-images-idx3-ubyte")


def guess(path: str | os.PathLike[str]) -> str | None:
    """What a dropped path is: "folder", "file" (IDX, CIFAR, or an archive, of which some kinds are then
    refused in words), "font", "picture", or None."""
    where = Path(path)
    if os.path.isdir(where):
        return "file" if _data_in(where) else "folder"
    if not os.path.isfile(where):
        return None
    try:
        with bounded.opened(where) as reader:
            head = reader.read(512)
    except FileProblem:
        head = b""
    if _is_idx_or_cifar(where, head):
        return "file"
    if head.startswith(_FONT_HEADS) or where.suffix.lower() in _FONT_SUFFIXES:
        return "font"
    if where.suffix.lower() in pictures.SUFFIXES or _opens_as_picture(where):
        return "picture"
    return None


def load(request: Request) -> Images:
    """The pictures of an IDX or CIFAR file, or of a folder that holds such files; of an archive; or of a
    sheet of sprites.

    Raises:
        FileProblem: it is neither, or not whole.
    """
    path = Path(request.path)
    if os.path.isdir(path):
        path = _data_in(path) or path
    if os.path.isdir(path):
        return cifar.load(request)
    with bounded.opened(path) as reader:
        head = reader.read(512)
    if not head:
        raise FileProblem("{name} is empty.", name=path.name)
    if cifar.is_pickle(head):
        raise cifar.refuse_pickle(path.name)
    if idx.looks_like(head) and path.suffix != ".bin":
        return idx.load(Request(**{**vars(request), "path": str(path)}))
    if path.suffix == ".bin" or (cifar.is_tar(head) and not archive.holds_pictures(path, request.watch)):
        return cifar.load(request)
    if archive.is_zip(head) or cifar.is_tar(head):
        return archive.load(request)
    if path.suffix.lower() in pictures.SUFFIXES:
        return sprites.load(request)
    if path.name.lower().endswith(folder.ARCHIVES):
        raise FileProblem("{name} is cut short or damaged.", name=path.name)
    if path.name.lower().endswith(folder.SEALED):
        raise FileProblem("{name} is an archive: unpack it, and choose the folder.", name=path.name)
    if _opens_as_picture(path):
        return sprites.load(request)
    raise FileProblem("{name} is neither an IDX file nor a CIFAR binary file.", name=path.name)


def _data_in(where: Path) -> Path | None:
    """The IDX file of pictures in a folder, or the folder itself if it holds CIFAR batches, else None."""
    try:
        names = set(os.listdir(where))
    except OSError:
        return None
    for name in _IDX_NAMES:
        for candidate in (name, name + ".gz"):
            if candidate in names:
                return where / candidate
    cifar_names = {"data_batch_1.bin", "test_batch.bin", "train.bin", "test.bin"}
    return where if names & cifar_names else None


def _is_idx_or_cifar(path: Path, head: bytes) -> bool:
    if idx.looks_like(head) or cifar.is_tar(head) or cifar.is_pickle(head):
        return True
    if archive.is_zip(head) or path.name.lower().endswith(folder.ARCHIVES + folder.SEALED):
        return True
    return path.suffix == ".bin" or "idx3-ubyte" in path.name or "idx1-ubyte" in path.name


def _opens_as_picture(path: Path) -> bool:
    try:
        with Image.open(path, formats=pictures.FORMATS):
            return True
    except Exception:  # asked only whether it opens
        return False
