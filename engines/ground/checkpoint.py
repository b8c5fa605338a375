"""Checkpoints: one safetensors file with a JSON header; nothing is ever unpickled.

Written to a temporary file, flushed to disk, then moved over the old one, so that a process killed at any
moment leaves either the old file or the new one. A digest over header and tensors catches flipped bits.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engines.ground.files import json_text, ordinary, write_atomic
from engines.ground.problem import FileProblem
from engines.ground.thumbnail.encoding import LONGEST, of_text

FORMAT = "seven-labs"
VERSION = 1
SUFFIX = ".safetensors"
LIMIT = 4 << 30  # bytes; no lab here makes larger ones
LONGEST_HEADER = 100_000_000  # bytes: safetensors reads no longer ones
THUMBNAIL = "thumbnail"


@dataclass(frozen=True)
class Checkpoint:
    """What a file held: the lab's key, a JSON-ready dict, and arrays by name."""

    lab: str
    meta: dict[str, Any]
    tensors: dict[str, np.ndarray]


def save(
    path: str | os.PathLike[str],
    lab: str,
    meta: Mapping[str, Any],
    tensors: Mapping[str, Any],
    thumbnail: str = "",
) -> None:
    """Save a lab's state.

    Args:
        path: where to.
        lab: the lab's key, checked when the file is opened.
        meta: anything JSON can hold: config, its version, step, history.
        tensors: NumPy arrays by name.
        thumbnail: what :func:`thumbnail_of` finds again; see :mod:`engines.ground.thumbnail.encoding`.

    Raises:
        FileProblem: the file cannot be written.
    """
    from safetensors.numpy import save as pack

    arrays = {k: np.asarray(v, order="C") for k, v in tensors.items()}  # keeps 0-d arrays 0-d
    text = json_text(meta)
    header = {
        "format": FORMAT,
        "version": str(VERSION),
        "lab": lab,
        "meta": text,
        "digest": _digest(lab, text, arrays),
    }
    if thumbnail:
        header[THUMBNAIL] = thumbnail
    write_atomic(path, pack(arrays, metadata=header))


def load(path: str | os.PathLike[str], lab: str | None = None) -> Checkpoint:
    """Read a checkpoint, of ``lab`` if given.

    Raises:
        FileProblem: missing, unreadable, cut short, damaged, too large, of another program, version or lab.
    """
    from safetensors import SafetensorError, safe_open

    name = Path(path).name
    try:
        size = os.stat(path).st_size
        if not Path(path).is_file():
            raise FileProblem("{name} is not a file.", name=name)
        if size > LIMIT:
            raise FileProblem("{name} is too large to be a checkpoint of this program.", name=name)
        with open(path, "rb") as probe:
            head = probe.read(512)
        if is_pickle(head):
            raise FileProblem(
                "{name} is a pickle: it is not opened, for it could run any program.",
                name=name,
            )
        claimed = int.from_bytes(head[:8], "little")
        if size < 8 or claimed > size - 8:
            raise FileProblem("{name} is cut short or is not a checkpoint.", name=name)
        with safe_open(path, framework="np") as file:
            header = file.metadata() or {}
            _check_header(name, header, lab)
            tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 - not a dict
    except OSError as e:
        raise FileProblem(
            "{name} could not be read: {reason}.", name=name, reason=e.strerror or str(e)
        ) from e
    except (SafetensorError, ValueError, TypeError, KeyError, AttributeError, OverflowError) as e:
        raise FileProblem("{name} is damaged or is not a checkpoint.", name=name) from e
    owner, text = header.get("lab", ""), header.get("meta", "")
    if header.get("digest") != _digest(owner, text, tensors):
        raise FileProblem("{name} is damaged: its contents do not match their checksum.", name=name)
    try:
        meta = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise FileProblem("{name} is damaged or is not a checkpoint.", name=name) from e
    return Checkpoint(owner, meta, tensors)


def is_pickle(head: bytes) -> bool:
    """Whether a file that begins so is a Python pickle, or the archive of one that torch.save writes."""
    plain = len(head) >= 2 and head[0] == 0x80 and 2 <= head[1] <= 5
    return plain or (head.startswith(b"PK\3\4") and b"/data.pkl" in head)


def lab_of(path: str | os.PathLike[str]) -> str | None:
    """The key of the lab that a checkpoint says it is of, by its header alone; None of anything else."""
    from safetensors import safe_open

    if not Path(path).is_file():
        return None
    try:
        with safe_open(path, framework="np") as file:
            header = file.metadata() or {}
    except Exception:  # asked only whether it says so; opening it will tell what is wrong
        return None
    return header.get("lab") if header.get("format") == FORMAT else None


def thumbnail_of(path: str | os.PathLike[str]) -> np.ndarray | None:
    """The small picture in a checkpoint, by its header alone: uint8 (h, w, 3) in colours or (h, w) in ink.

    None of a file that has none, such as those of before, that cannot be read or that is spoilt; it never
    raises. What is large in a file is not read, and the header is only searched: one that holds a long text
    would take a tenth of a second to parse, in which no other thread runs. In a text a quote is escaped, so
    what is found is the key.
    """
    try:
        with ordinary(path) as file:
            size = int.from_bytes(file.read(8), "little")
            if size > min(LONGEST_HEADER, os.fstat(file.fileno()).st_size):
                return None
            header = file.read(size)
    except OSError:
        return None
    _, key, rest = header.partition(f'"{THUMBNAIL}":"'.encode())
    text, end, _ = rest[: LONGEST + 1].partition(b'"')
    ours = f'"format":"{FORMAT}"'.encode() in header
    return of_text(text.decode("latin-1")) if key and end and ours else None


def _check_header(name: str, header: Mapping[str, str], lab: str | None) -> None:
    if header.get("format") != FORMAT:
        raise FileProblem("{name} is not a checkpoint of this program.", name=name)
    version = header.get("version", "")
    if version != str(VERSION):
        raise FileProblem(
            "{name} was saved in format {version}; this program reads format {known}.",
            name=name,
            version=version[:20],
            known=VERSION,
        )
    if lab is not None and header.get("lab") != lab:
        raise FileProblem(
            "{name} belongs to another lab ({lab}).",
            name=name,
            lab=header.get("lab", "?")[:20],
        )


def _digest(lab: str, text: str, arrays: Mapping[str, np.ndarray]) -> str:
    seal = hashlib.blake2b(digest_size=16)
    seal.update(f"{lab}\n{text}\n".encode())
    for key in sorted(arrays):
        array = arrays[key]
        seal.update(f"{key}:{array.dtype.str}:{array.shape}\n".encode())
        seal.update(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
    return seal.hexdigest()
