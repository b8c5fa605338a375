"""Opening a person's texts: a file in one of a few encodings, or a folder of trees. Imports no torch."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from engines.ground.files import ordinary, unreadable
from engines.ground.problem import Cancelled, FileProblem, Problem
from engines.onlstm.config import OnLstmConfig

LARGEST: Final = 64 << 20  # bytes of a text file, or characters of a folder
SUFFIXES: Final = frozenset((".mrg", ".ptb", ".tree", ".txt"))  # read in a folder of trees


def files(config: OnLstmConfig, cancel: threading.Event) -> list[tuple[str, str]]:
    """(name, text) of the file under Path, or of every file of trees in a folder and the folders inside.

    Raises:
        Problem, FileProblem: as :func:`read`. Cancelled: ``cancel`` was set.
    """
    path = Path(config.path)
    if not config.path or config.corpus != "treebank" or not os.path.isdir(path):
        return [(path.name, read(config.path))]
    found, total = [], 0
    for file in sorted(
        p for p in _inside(path, cancel) if p.suffix.lower() in SUFFIXES and os.path.isfile(p)
    ):
        text = read(str(file))
        total += len(text)
        if total > LARGEST:
            raise FileProblem(
                "{name} is larger than {limit} MB. Take a part of it.", name=path.name, limit=LARGEST >> 20
            )
        if text.lstrip().startswith("("):  # a folder of trees often has a page of text beside them
            found.append((file.name, text))
    if not found:
        raise FileProblem("{name} holds no bracketed trees.", name=path.name)
    return found


def _inside(folder: Path, cancel: threading.Event) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if cancel.is_set():
            raise Cancelled
        yield path


def read(path: str) -> str:
    """A text file, as UTF-8, UTF-16 or GB 18030.

    Raises:
        Problem: no path. FileProblem: missing, too large, or in none of these encodings.
    """
    if not path:
        raise Problem("There is no text yet. Paste one, or choose a file under Path.")
    name = Path(path).name
    try:
        with ordinary(path) as file:
            data = file.read(LARGEST + 1)
    except OSError as e:
        raise unreadable(name, e) from e
    if len(data) > LARGEST:
        raise FileProblem(
            "{name} is larger than {limit} MB. Take a part of it.", name=name, limit=LARGEST >> 20
        )
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise FileProblem("{name} is not a text in UTF-8 or GB 18030.", name=name)
