"""CIFAR-10 and CIFAR-100 in their binary form: records of one or two label bytes and 3,072 pixel bytes.

Source: https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version". Pixels are three planes of 32 x 32,
red first. The Python version is a pickle, which can run any code when opened, so it is refused.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import numpy as np

from engines.ground import files
from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.images import bounded
from engines.images.fit import fit
from engines.images.source import Images, Request, Watch, some

NAMES_10 = (
    mark("airplane"),
    mark("automobile"),
    mark("bird"),
    mark("cat"),
    mark("deer"),
    mark("dog"),
    mark("frog"),
    mark("horse"),
    mark("ship"),
    mark("truck"),
)
_PIXELS = 32 * 32 * 3
_TAR_BYTES = 184_000_000  # unpacked size of either archive: only for the progress line
MOST_BYTES = 1 << 29  # and more than twice that is no CIFAR


def load(request: Request) -> Images:
    """The pictures of a CIFAR binary file, of a folder of them, or of ``cifar-10-binary.tar.gz``.

    Raises:
        FileProblem: no CIFAR records, cut short, damaged, a pickle, or too large.
        Cancelled: the person cancelled.
    """
    path = Path(request.path)
    batches = list(_batches(path, request.watch))
    if not batches:
        raise FileProblem(
            "{name} holds no CIFAR binary files. The binary version has files that end in .bin.",
            name=path.name,
        )
    kinds = {_classes(data, name) for name, data in batches}
    if len(kinds) > 1:
        raise FileProblem("{name} mixes CIFAR-10 and CIFAR-100.", name=path.name)
    classes = kinds.pop()
    record = _PIXELS + (1 if classes == 10 else 2)
    rows = np.concatenate([np.frombuffer(data, np.uint8).reshape(-1, record) for _, data in batches])
    del batches
    rows = rows[some(len(rows), request.limit, request.seed)]
    pixels = rows[:, -_PIXELS:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    names = NAMES_10 if classes == 10 else _names_100(path)
    return Images(
        pixels=fit(pixels, request.size, request.channels, request.watch),
        labels=rows[:, record - _PIXELS - 1].astype(np.int64),
        label_names=names,
        name=path.name,
        licence=mark("Your own file"),
    )


def is_pickle(head: bytes) -> bool:
    """Whether bytes begin as a Python pickle of protocol 2 to 5 does."""
    return len(head) >= 2 and head[0] == 0x80 and 2 <= head[1] <= 5


def refuse_pickle(name: str) -> FileProblem:
    """What to say of a pickle."""
    return FileProblem(
        "{name} is the Python version of CIFAR, which could run any program when opened. "
        "Get the binary version instead.",
        name=name,
    )


def _batches(path: Path, watch: Watch) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each .bin file, training files before test files."""
    if os.path.isdir(path):
        try:
            files = sorted(p for p in path.iterdir() if p.suffix == ".bin" and os.path.isfile(p))
        except PermissionError:
            raise FileProblem("There is no permission to read the folder {name}.", name=path.name) from None
        for file in files:
            yield from _batches(file, watch)
        return
    with bounded.opened(path) as reader:
        head = reader.read(512)
    if is_pickle(head):
        raise refuse_pickle(path.name)
    if is_tar(head):
        yield from _members(path, watch)
        return
    with bounded.opened(path, watch, path.stat().st_size, MOST_BYTES) as reader:
        yield path.name, reader.read(MOST_BYTES + 1)


def is_tar(head: bytes) -> bool:
    """Whether bytes begin as a tar archive does."""
    return head[257:262] == b"ustar"


def _members(path: Path, watch: Watch) -> Iterator[tuple[str, bytes]]:
    """The .bin files inside a tar archive, read as a stream: nothing is written to disk, no path followed."""
    found: list[tuple[str, bytes]] = []
    with bounded.opened(path, watch, _TAR_BYTES, MOST_BYTES) as reader:
        try:
            # "r|" reads forward only, through our bounded reader, so what a header claims is never allocated.
            with tarfile.open(fileobj=reader, mode="r|", tarinfo=bounded.Header) as archive:  # type: ignore[call-overload]
                for member in archive:
                    name = PurePosixPath(member.name).name
                    # A sparse member may be endless zeros that no byte of the file stands for.
                    plain = member.isfile() and not member.issparse()
                    stream = archive.extractfile(member) if plain else None
                    if stream is None:
                        continue
                    if name.endswith(".bin"):
                        found.append((name, stream.read()))
                    elif is_pickle(stream.read(2)):
                        raise refuse_pickle(path.name)
        except (tarfile.TarError, ValueError, OverflowError) as trouble:
            raise FileProblem("{name} is cut short or damaged.", name=path.name) from trouble
    yield from sorted(found)


def _classes(data: bytes, name: str) -> int:
    """10 or 100, by what length and label bytes allow."""
    for classes, labels in ((10, (10,)), (100, (20, 100))):
        record = _PIXELS + len(labels)
        if not data or len(data) % record:
            continue
        rows = np.frombuffer(data, np.uint8).reshape(-1, record)
        if all(bool((rows[:, k] < most).all()) for k, most in enumerate(labels)):
            return classes
    raise FileProblem(
        "{name} is not made of whole CIFAR records: it is another kind of file or cut short.", name=name
    )


def _names_100(path: Path) -> tuple[str, ...]:
    """The hundred names from ``fine_label_names.txt`` beside the file, else numbers."""
    beside = (path if os.path.isdir(path) else path.parent) / "fine_label_names.txt"
    try:
        names = tuple(files.read(beside, 10_000).decode("utf-8").split())
    except (FileProblem, UnicodeDecodeError):
        names = ()
    return names if len(names) == 100 else tuple(str(k) for k in range(100))
