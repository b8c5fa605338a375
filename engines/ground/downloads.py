"""Fetching a file over the network: whole or not at all, told as it arrives, ended within one chunk.

pooch fetches; this module adds what it does not give: a sum taken as the bytes arrive, a ``.part`` file that
becomes the file only when whole, a cancel, and one word for everything that a network does wrong.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import platformdirs

from engines.ground.problem import Problem

if TYPE_CHECKING:
    from hashlib import _Hash

APP = "seven-labs"
CHUNK = 1 << 16
SLACK = 1 << 20
WAITS = (3.0, 10.0)  # seconds to connect, and between two chunks: an unreachable server is given up soon

Told = Callable[[int], None]
"""Hears how many bytes are there; ends the fetching by raising, as for a cancel."""


class Spoiled(Exception):  # noqa: N818 - never shown
    """A server gave something else than the file."""


@dataclass(frozen=True)
class Expected:
    """What a file must be: name for a person, length in bytes, and the sum in hexadecimal that ``summed``
    begins."""

    name: str
    length: int
    digest: str
    summed: Callable[[], _Hash]


def md5(name: str, length: int, digest: str) -> Expected:
    """A file with a published MD5: a guard against damage, not against an attacker."""
    return Expected(name, length, digest, lambda: hashlib.md5(usedforsecurity=False))


def blob(name: str, length: int, digest: str) -> Expected:
    """A file as git knows it: the SHA-1 of ``blob <length>``, a zero byte and the content."""
    head = b"blob %d\0" % length
    return Expected(name, length, digest, lambda: hashlib.sha1(head, usedforsecurity=False))


def cache_folder() -> Path:
    """Where this program keeps what can be made or fetched again: under ``SEVEN_LABS_HOME`` if that is set,
    else the person's cache folder."""
    home = os.environ.get("SEVEN_LABS_HOME")
    return Path(home) / "cache" if home else Path(platformdirs.user_cache_dir(APP, appauthor=False))


def network_trouble() -> tuple[type[Exception], ...]:
    """What requests raises; it is loaded only when something is downloaded."""
    import requests

    return (requests.RequestException,)


def refusal(trouble: Exception) -> int:
    """The status with which a server refused, 0 if it never answered."""
    return int(getattr(getattr(trouble, "response", None), "status_code", 0) or 0)


class _Sink:
    """What pooch writes into: checks for a cancel, sums and counts each chunk as it arrives."""

    def __init__(self, file: BinaryIO, expected: Expected, told: Told) -> None:
        self._file, self._expected, self._told = file, expected, told
        self._sum = expected.summed()
        self._done = 0

    def write(self, chunk: bytes) -> int:
        self._done += len(chunk)
        self._told(min(self._done, self._expected.length))
        if self._done > self._expected.length + SLACK:
            raise Spoiled  # a server that never stops must not fill the disk
        self._sum.update(chunk)
        return self._file.write(chunk)

    def flush(self) -> None:
        """pooch flushes after each chunk; the file is flushed once, when whole."""

    def check(self) -> None:
        if self._sum.hexdigest() != self._expected.digest:
            raise Spoiled


class _Bounded:
    """What pooch writes into where nothing is known beforehand but the most that is taken."""

    def __init__(self, file: BinaryIO, most: int, told: Told) -> None:
        self._file, self._left, self._told = file, most, told

    def write(self, chunk: bytes) -> int:
        self._told(0)
        self._left -= len(chunk)
        if self._left < 0:
            raise Spoiled
        return self._file.write(chunk)

    def flush(self) -> None:
        """Nothing to do."""


def fetch(url: str, file: BinaryIO, expected: Expected, told: Told) -> None:
    """Pour what is at ``url`` into ``file``.

    Raises:
        Spoiled: it came, but cut short or as something else.
        requests.RequestException: it did not come; see :func:`network_trouble`.
        Exception: what ``told`` raises.
    """
    sink = _Sink(file, expected, told)
    _pour(url, sink, {})
    sink.check()


def small(url: str, most: int, told: Told, headers: Mapping[str, str]) -> bytes:
    """What is at ``url``, if that is at most ``most`` bytes. Raises as :func:`fetch`."""
    file = io.BytesIO()
    _pour(url, _Bounded(file, most, told), headers)
    return file.getvalue()


def save(url: str, path: Path, expected: Expected, told: Told) -> None:
    """Fetch one file; it appears under its name only when it is whole, and nothing else stays.

    Raises:
        Problem: the disk does not take it. Otherwise as :func:`fetch`.
    """
    with whole_or_nothing(path, expected.name) as file:
        fetch(url, file, expected, told)


@contextlib.contextmanager
def whole_or_nothing(path: Path, name: str) -> Iterator[BinaryIO]:
    """A file to write, called ``.part`` until the block ends well.

    Raises:
        Problem: the disk does not take it. What the block raises goes on, and nothing stays.
    """
    unfinished = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(unfinished, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError as trouble:
        if isinstance(trouble, network_trouble()):  # they are OSErrors too
            raise
        raise Problem("{name} could not be saved: {why}", name=name, why=str(trouble)) from trouble
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()  # gone already when all went well


def whole(path: Path, expected: Expected, told: Told) -> bool:
    """Whether the file is there with the right sum."""
    total = expected.summed()
    try:
        with open(path, "rb") as file:
            while chunk := file.read(1 << 22):
                told(min(file.tell(), expected.length))
                total.update(chunk)
    except OSError:
        return False
    return total.hexdigest() == expected.digest


def _pour(url: str, sink: object, headers: Mapping[str, str]) -> None:
    import pooch
    import requests

    get = pooch.HTTPDownloader(
        chunk_size=CHUNK, timeout=WAITS, headers={"Accept-Encoding": "identity", **headers}
    )
    try:
        get(url, sink, None)
    except requests.exceptions.ChunkedEncodingError as trouble:  # it began, and ended too early
        raise Spoiled from trouble
