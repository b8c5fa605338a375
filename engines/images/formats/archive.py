"""Pictures inside a zip or tar archive, read in place: nothing is written to disk, no path is followed."""

from __future__ import annotations

import contextlib
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from typing import Final, Protocol, cast

from engines.ground.files import ordinary, unreadable
from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.images import bounded, folder, pictures
from engines.images.source import Images, Request, Watch, some

MOST: Final = 64 << 20  # bytes of one file inside
MOST_IN_ALL: Final = bounded.MOST_BYTES
_LOOKING, _READING = mark("Looking for pictures"), mark("Reading pictures")
_TORN: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    NotImplementedError,
    OverflowError,
)
_LOCKED: Final = mark("It is locked by a password.")
_ENCRYPTED: Final = 1  # bit of a zip member's flags


class Pack(Protocol):
    """An archive of either kind."""

    def names(self, watch: Watch) -> list[str]:
        """Of all files inside, as they come."""

    def read(self, wanted: Collection[str], watch: Watch) -> Iterator[tuple[str, bytes]]:
        """Files by name, as they come; b"" where one is not to be had: locked, damaged or too large."""


def is_zip(head: bytes) -> bool:
    """Whether bytes begin as a zip archive does."""
    return head.startswith((b"PK\3\4", b"PK\5\6"))


def holds_pictures(path: Path, watch: Watch) -> bool:
    """Whether a tar archive has a picture inside, and no batch of CIFAR before it.

    Raises:
        FileProblem: it is damaged, or no picture came for as long as one looks.
        Cancelled: the person cancelled.
    """
    for _, member in _Tar(path).members(watch):
        if _is_picture(member.name) or member.name.endswith(".bin"):
            return _is_picture(member.name)
    return False


def load(request: Request) -> Images:
    """Every picture in an archive; its folders are classes as those of a folder are.

    Raises:
        FileProblem: the archive is damaged, larger than it may be, or no picture in it can be used.
        Cancelled: the person cancelled.
    """
    path = Path(request.path)
    with bounded.opened(path) as reader:
        zipped = is_zip(reader.read(4))
    pack: Pack = _Zip(path) if zipped else _Tar(path)
    inside = [name for name in pack.names(request.watch) if not any(map(folder.is_beside, _parts(name)))]
    names = sorted({name for name in inside if _is_picture(name)})
    skipped = [(name, folder.OTHER) for name in inside if folder.is_other_picture(PurePosixPath(name))]
    if not names and not skipped:
        raise FileProblem("{name} holds no pictures.", name=path.name)
    names = [names[i] for i in some(len(names), request.limit, request.seed)]
    scans = [name for name in names if name.lower().endswith(folder.SCANS)]
    some_of_them = frozenset(scans[:: max(1, len(scans) // folder.DEPTHS)])
    bits = max(
        (pictures.depth_of_bytes(data) for _, data in pack.read(some_of_them, request.watch)), default=0
    )
    pixels, used = folder.room(len(names), request), list[str]()
    for name, data in pack.read(frozenset(names), request.watch):
        try:
            pixels[len(used)] = pictures.decode_bytes(data, request.size, request.channels, bits)
            used.append(name)
        except pictures.Unusable as trouble:
            skipped.append((name, _reason(pack, name, data, trouble)))
        request.watch(_READING, (len(used) + len(skipped)) / max(len(names), 1))
    skipped = sorted((folder.shown(name), reason) for name, reason in skipped)
    if not used:
        raise FileProblem(
            "None of the {count} pictures in {path} can be used. {name}: {reason}",
            count=len(skipped),
            path=path.name,
            name=skipped[0][0],
            reason=skipped[0][1],
        )
    labels, label_names = folder.classes(used)
    return Images(
        pixels=pixels[: len(used)],
        labels=labels,
        label_names=label_names,
        name=folder.shown(path.name),
        licence=mark("Your own pictures"),
        skipped=tuple(skipped),
        unlabelled=folder.unlabelled(used),
    )


def _reason(pack: Pack, name: str, data: bytes, trouble: pictures.Unusable) -> str:
    if not data and isinstance(pack, _Zip) and name in pack.locked:
        return _LOCKED
    return trouble.reason


def _parts(name: str) -> list[str]:
    return [part for part in PurePosixPath(name).parts if part not in ("/", "..")]


def _is_picture(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in pictures.SUFFIXES


class _Zip:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.locked: set[str] = set()

    def names(self, watch: Watch) -> list[str]:
        watch(_LOOKING, 0.0)
        with self._open() as archive:
            self.locked = {i.filename for i in archive.infolist() if i.flag_bits & _ENCRYPTED}
            names = [i.filename for i in archive.infolist()]
            return [name for name in names if name and not name.endswith("/")]

    def read(self, wanted: Collection[str], watch: Watch) -> Iterator[tuple[str, bytes]]:
        given = 0
        with self._open() as archive:
            for name in sorted(wanted):
                watch(_READING, 0.0)
                data = b""
                if name not in self.locked:
                    # what is wrong with one file leaves the others as they are
                    with (
                        contextlib.suppress(*_TORN, OSError, RuntimeError, ValueError),
                        archive.open(name) as file,
                    ):
                        data = file.read(MOST + 1)
                given += len(data)
                _check(given, self._path)
                yield name, data if len(data) <= MOST else b""

    @contextlib.contextmanager
    def _open(self) -> Iterator[zipfile.ZipFile]:
        with _told(self._path), ordinary(self._path) as file, zipfile.ZipFile(file) as archive:
            yield archive


class _Tar:
    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self, watch: Watch) -> list[str]:
        return [member.name for _, member in self.members(watch)]

    def read(self, wanted: Collection[str], watch: Watch) -> Iterator[tuple[str, bytes]]:
        left = set(wanted)  # of two files of one name the first counts
        for archive, member in self.members(watch) if left else ():
            if member.name in left:
                left.remove(member.name)
                stream = archive.extractfile(member) if member.size <= MOST else None
                yield member.name, stream.read() if stream is not None else b""

    def members(self, watch: Watch) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
        """Files inside, each while the stream stands at it."""
        # "r|" reads forward only, through our bounded reader, so what a header claims is never allocated.
        with (
            _told(self._path),
            bounded.opened(self._path, watch, most=MOST_IN_ALL) as reader,
            tarfile.open(fileobj=reader, mode="r|", tarinfo=bounded.Header) as archive,  # type: ignore[call-overload]
        ):
            for member in archive:
                if member.isfile() and not member.issparse():  # a sparse one may be endless zeros
                    yield archive, member


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, PermissionError, IsADirectoryError) as trouble:
        raise unreadable(path.name, trouble) from None
    except (*_TORN, OSError, RuntimeError, ValueError) as trouble:
        raise FileProblem("{name} is cut short or damaged.", name=path.name) from cast(Exception, trouble)


def _check(given: int, path: Path) -> None:
    if given > MOST_IN_ALL:
        most = MOST_IN_ALL >> 20
        raise FileProblem("{name} holds more than {most} MB and was not read.", name=path.name, most=most)
