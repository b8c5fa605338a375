"""Several files and folders as one corpus: which texts it holds, in which order, and its name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.words.progress import Work

ENDINGS: Final = (".txt", ".text", ".md")
"""Of a folder's files, those that are texts; a file that is named itself may be called anything."""


def listed(paths: Sequence[Path]) -> Work[list[Path]]:
    """The files of a corpus, each once: those named, and in place of a folder the texts in it and below, by
    name. Yields after every folder that was looked through.

    Raises:
        FileProblem: a folder holds no text.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not os.path.isdir(path):  # a name too long for any system raises where Path is asked
            found[path] = None
            continue
        before = len(found)
        for folder, inner, names in os.walk(path):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            texts = sorted(n for n in names if n.lower().endswith(ENDINGS) and not n.startswith("."))
            found |= dict.fromkeys(Path(folder, name) for name in texts)
            yield None
        if len(found) == before:
            raise FileProblem(
                mark("The folder {name} holds no text. Texts end in {known}."),
                name=path.resolve().name,
                known=" ".join(ENDINGS),
            )
    return list(found)


def title(paths: Sequence[str | Path]) -> str:
    """What several files are called together: the first, and how many more there are."""
    first = Path(paths[0])
    name = first.name or first.resolve().name
    return f"{name} + {len(paths) - 1}" if len(paths) > 1 else name
