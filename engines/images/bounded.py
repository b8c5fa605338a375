"""Reads files that may lie: no more is decompressed or held than a stated number of bytes."""

from __future__ import annotations

import gzip
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from engines.ground.files import ordinary, unreadable
from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.images.source import Watch

MOST_HEADER = 1 << 20  # bytes of a name or a note in a tar archive
MOST_BYTES = 1 << 31  # 2 GiB of pictures; CIFAR-10 is 0.18, MNIST 0.05
_CHUNK = 1 << 20
_READING = mark("Reading the file")


class Header(tarfile.TarInfo):
    """Of a member of a tar archive. The library reads names and notes whole, as long as they say they are."""

    NOTES = (
        tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE,
        tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
    )  # fmt: skip

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Header:
        """As the library's. Raises ``tarfile.ReadError`` of a note that is longer than any is."""
        made = super().frombuf(buf, encoding, errors)
        if made.type in cls.NOTES and made.size > MOST_HEADER:
            raise tarfile.ReadError(f"a note of {made.size} bytes")
        return made


class Reader:
    """A file, unpacked if it is gzip, that checks for a cancel and counts what it gives out."""

    def __init__(self, file: BinaryIO, name: str, watch: Watch, expected: int, most: int) -> None:
        self._file, self._name, self._watch, self._most = file, name, watch, most
        self._expected, self._given = max(expected, 1), 0

    def read(self, count: int = -1) -> bytes:
        """At most ``count`` bytes; fewer only at the end.

        Raises:
            FileProblem: the file gave more than it may in all.
            Cancelled: the person cancelled.
        """
        parts = []
        while count > 0:
            self._watch(_READING, self._given / self._expected)
            part = self._file.read(min(count, _CHUNK))
            if not part:
                break
            self._given += len(part)
            if self._given > self._most:
                raise FileProblem(
                    "{name} holds more than {most} MB and was not read.",
                    name=self._name,
                    most=self._most >> 20,
                )
            count -= len(part)
            parts.append(part)
        return b"".join(parts)


@contextmanager
def opened(
    path: str | os.PathLike[str], watch: Watch | None = None, expected: int = 0, most: int = MOST_BYTES
) -> Iterator[Reader]:
    """Open a file for bounded reading, through gzip if its first bytes say so.

    Args:
        path: the file.
        watch: told how far it is, of ``expected`` bytes.
        most: a file that gives more bytes than this is refused.

    Raises:
        FileProblem: here or while reading: missing, forbidden, a folder, cut short or damaged.
    """
    name = Path(path).name
    try:
        with ordinary(path) as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            plain = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
            yield Reader(plain, name, watch or Watch(), expected, most)
    except (FileNotFoundError, PermissionError, IsADirectoryError) as trouble:
        raise unreadable(name, trouble) from None
    except (OSError, EOFError, zlib.error) as trouble:
        raise FileProblem("{name} is cut short or damaged.", name=name) from trouble
