"""Reading and writing files that people name: whole or not at all, and never waiting on what is no file."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any, BinaryIO

from engines.ground.problem import FileProblem

PART = ".part"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def ordinary(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a file for reading, but no pipe or device, which might be waited on or read for ever.

    Raises:
        OSError: as ``open``; also for what is not a file, and for a name no system allows.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except ValueError as e:  # a zero byte in the name
        raise FileNotFoundError(os.fspath(path)) from e
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise IsADirectoryError(os.fspath(path))
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read(path: str | os.PathLike[str], most: int) -> bytes:
    """All of a file of at most ``most`` bytes; one that grows meanwhile is not followed.

    Raises:
        FileProblem: missing, forbidden, no file, or larger.
    """
    name = Path(path).name
    try:
        with ordinary(path) as file:
            data = file.read(most + 1)
    except OSError as e:
        raise unreadable(name, e) from e
    if len(data) > most:
        raise too_large(name, most)
    return data


def too_large(name: str, most: int) -> FileProblem:
    """The sentence for a file of more than ``most`` bytes."""
    if most < 1 << 20:
        return FileProblem("{name} holds more than {most} kB and was not read.", name=name, most=most >> 10)
    return FileProblem("{name} holds more than {most} MB and was not read.", name=name, most=most >> 20)


def unreadable(name: str, error: OSError) -> FileProblem:
    """The sentence for a file that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return FileProblem("{name} is not there.", name=name)
    if isinstance(error, PermissionError):
        return FileProblem("There is no permission to read {name}.", name=name)
    if isinstance(error, IsADirectoryError):
        return FileProblem("{name} is not a file.", name=name)
    return FileProblem("{name} could not be read: {reason}.", name=name, reason=error.strerror or str(error))


def json_bytes(value: Any, indent: int | None = None) -> bytes:
    """JSON in UTF-8, readable. What no UTF-8 can hold, such as a file name of other bytes, is escaped."""
    return json_text(value, indent).encode()


def json_text(value: Any, indent: int | None = None) -> str:
    """The same as text without lone surrogates."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "backslashreplace").decode()  # Python writes them as JSON does: \\udcff


def shown(path: str | os.PathLike[str]) -> str:
    """The name of a path as text that every font, file and terminal takes: other bytes become �."""
    return Path(path).name.encode("utf-8", "replace").decode()


def write_atomic(path: str | os.PathLike[str], data: bytes) -> None:
    """Write ``data`` so that a reader, or a crash, sees the old file or the new one, never a part.

    Raises:
        FileProblem: the folder cannot be written to or the disk is full; an existing file is untouched.
    """
    path = Path(path)
    temporary = ""
    try:
        unnamed = _unnamed(path.parent)
        temporary = _name_for(path)
        handle = os.open(temporary, _NEW, 0o666) if unnamed is None else unnamed
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if unnamed is not None:  # given any descriptor, Python follows the link that the source is
                os.link(f"/proc/self/fd/{handle}", temporary, src_dir_fd=handle, follow_symlinks=True)
        os.replace(temporary, path)
    except (OSError, ValueError) as e:
        with contextlib.suppress(OSError, ValueError):
            os.unlink(temporary)
        raise unwritable(path, e) from e
    with contextlib.suppress(OSError):  # the new name itself, where the system can
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _unnamed(folder: Path) -> int | None:
    """A file without a name, of which a killed process leaves nothing; None where there is no such thing."""
    if not os.path.isdir("/proc/self/fd"):
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o666)
    except (AttributeError, OSError, ValueError):  # another system, or a disk that cannot
        return None


def _name_for(path: Path) -> str:
    """What the new file is called for a moment, in the same folder."""
    return str(path.with_name(f".{path.name[:60]}.{secrets.token_hex(6)}{PART}"))


def unwritable(path: str | os.PathLike[str], error: Exception) -> FileProblem:
    """The sentence for a file that cannot be written; a missing folder is named."""
    path = Path(path)
    with contextlib.suppress(OSError):
        if not path.parent.is_dir():
            return FileProblem(
                "{name} could not be saved: there is no folder {folder}.", name=path.name, folder=path.parent
            )
    reason = getattr(error, "strerror", None) or str(error)
    return FileProblem("{name} could not be saved: {reason}.", name=path.name, reason=reason)


def check_folder(path: str | os.PathLike[str]) -> None:
    """Raise :class:`FileProblem` now, not after hours of work, if a file cannot be written there."""
    folder = Path(path).parent
    if not folder.is_dir():
        raise unwritable(path, FileNotFoundError())
    if not os.access(folder, os.W_OK):
        raise FileProblem(
            "{name} could not be saved: {folder} cannot be written to.", name=Path(path).name, folder=folder
        )


def sweep(folder: Path) -> None:
    """Remove what saves that were killed have left in a folder of the program's own, and below it."""
    with contextlib.suppress(OSError):
        for left in folder.rglob(f".*{PART}"):
            with contextlib.suppress(OSError):
                left.unlink()
