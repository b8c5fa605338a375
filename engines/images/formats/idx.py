"""IDX files, the form MNIST and its kin come in: a magic number, the lengths of the axes, the bytes.

Source: "The IDX file format" on http://yann.lecun.com/exdb/mnist/. Big-endian; byte 2 of the magic is the
type (8 = unsigned byte), byte 3 the number of axes: 1 for labels, 3 for pictures (N, H, W), 4 with channels.
"""

from __future__ import annotations

import math
import os
import struct
from pathlib import Path

import numpy as np

from engines.ground.files import ordinary
from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.images import bounded
from engines.images.fit import fit
from engines.images.source import Images, Request, Watch, some

_UNSIGNED_BYTE = 8
_TYPES = frozenset({8, 9, 11, 12, 13, 14})
_DENSEST = 1032  # deflate never packs more tightly than this, so a header can be found lying unread


def looks_like(head: bytes) -> bool:
    """Whether a file that begins (unpacked) with ``head`` says it is IDX."""
    return len(head) >= 4 and head[:2] == b"\0\0" and head[2] in _TYPES and 1 <= head[3] <= 4


def read(path: str | os.PathLike[str], watch: Watch | None = None) -> np.ndarray:
    """The array in an IDX file of unsigned bytes, gzip or not, in the shape its header gives.

    Raises:
        FileProblem: not IDX, of another type, cut short, longer than it says, or too large.
        Cancelled: the person cancelled.
    """
    name = Path(path).name
    with bounded.opened(path) as head:
        shape, start = _header(head, name)
    need = math.prod(shape)
    _refuse_lies(path, name, start + need)
    with bounded.opened(path, watch, start + need) as reader:
        reader.read(start)
        body = reader.read(need)
        if len(body) < need:
            raise FileProblem(
                "{name} is cut short: it promises {need} bytes and holds {have}.",
                name=name,
                need=need,
                have=len(body),
            )
        if reader.read(1):  # at the end of gzip this also checks the sum
            raise FileProblem("{name} holds more than its header says: it is damaged.", name=name)
    return np.frombuffer(body, np.uint8).reshape(shape)


def load(request: Request) -> Images:
    """The pictures of an IDX file, with the labels of the file that belongs beside it.

    Raises:
        FileProblem: as :func:`read`, or the file holds no pictures.
    """
    path = Path(request.path)
    pixels = read(path, request.watch)
    if pixels.ndim == 1:
        raise FileProblem(
            "{name} holds labels. Open the file of pictures that belongs to it.", name=path.name
        )
    if pixels.ndim not in (3, 4) or (pixels.ndim == 4 and pixels.shape[3] not in (1, 3)):
        raise FileProblem("{name} holds numbers that are not pictures.", name=path.name)
    if 0 in pixels.shape:
        raise FileProblem("{name} holds no pictures.", name=path.name)
    labels, skipped = _labels_beside(path, len(pixels))
    chosen = some(len(pixels), request.limit, request.seed)
    pixels = pixels.reshape(*pixels.shape[:3], -1)
    if len(chosen) < len(pixels):
        pixels, labels = pixels[chosen], None if labels is None else labels[chosen]
    return Images(
        pixels=fit(pixels, request.size, request.channels, request.watch),
        labels=labels,
        label_names=() if labels is None else tuple(str(k) for k in range(int(labels.max()) + 1)),
        name=path.name,
        licence=mark("Your own file"),
        skipped=skipped,
    )


def labels_file(path: Path) -> Path | None:
    """The labels that belong to a file of pictures: ``...-labels-idx1-ubyte``, gzip or not."""
    name = path.name.replace("images", "labels").replace("idx3", "idx1").replace("idx4", "idx1")
    if name == path.name:
        return None
    bare = name.removesuffix(".gz")
    for candidate in (name, bare, bare + ".gz"):
        if os.path.isfile(path.parent / candidate):
            return path.parent / candidate
    return None


def _labels_beside(path: Path, count: int) -> tuple[np.ndarray | None, tuple[tuple[str, str], ...]]:
    """Labels int64 (count,), or None; and a line of ``skipped`` if there is a file that will not do."""
    beside = labels_file(path)
    if beside is None:
        return None, ()
    try:
        labels = read(beside)
    except FileProblem:
        return None, ((beside.name, mark("It is cut short or damaged: the pictures have no labels.")),)
    if labels.shape != (count,):
        return None, ((beside.name, mark("It has not one label for each picture, so it is not used.")),)
    return labels.astype(np.int64), ()


def _header(reader: bounded.Reader, name: str) -> tuple[tuple[int, ...], int]:
    """Shape of the array and where it starts."""
    magic = reader.read(4)
    if not looks_like(magic):
        raise FileProblem("{name} is not an IDX file.", name=name)
    if magic[2] != _UNSIGNED_BYTE:
        raise FileProblem("{name} holds numbers of a kind other than bytes: not pictures.", name=name)
    axes = magic[3]
    lengths = reader.read(4 * axes)
    if len(lengths) < 4 * axes:
        raise FileProblem("{name} is cut short.", name=name)
    return struct.unpack(f">{axes}I", lengths), 4 + 4 * axes


def _refuse_lies(path: str | os.PathLike[str], name: str, need: int) -> None:
    """Stop before reading if the file on disk cannot hold what its header promises."""
    if need > bounded.MOST_BYTES:
        raise FileProblem("{name} says it holds more than 2 GB and was not read.", name=name)
    with ordinary(path) as file:
        packed = file.read(2) == b"\x1f\x8b"
        size = file.seek(0, os.SEEK_END)
    if size * (_DENSEST if packed else 1) < need:
        raise FileProblem(
            "{name} is cut short: it promises {need} bytes and holds {have}.", name=name, need=need, have=size
        )
