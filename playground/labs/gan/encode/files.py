"""Which picture files a person means by what was dropped."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Sequence

from engines.images.pictures import SUFFIXES

LOOKED_AT = 5000  # entries of a folder: more would be felt


def pictures(paths: Sequence[str]) -> list[str]:
    """Files as they are, folders as the picture files in them; where there is none, in the folders inside."""
    found: list[str] = []
    for path in paths:
        if not os.path.isdir(path):
            found.append(path)
            continue
        inside = _entries(path)
        deeper = itertools.chain.from_iterable(_entries(p) for p in inside if os.path.isdir(p))
        found += list(_of_pictures(inside)) or list(_of_pictures(itertools.islice(deeper, LOOKED_AT)))
    return found


def _entries(folder: str) -> list[str]:
    """What stands in a folder, by name; nothing where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            names = [e.path for e in itertools.islice(entries, LOOKED_AT) if not e.name.startswith(".")]
    except OSError:
        return []
    return sorted(names)


def _of_pictures(paths: Sequence[str] | Iterator[str]) -> Iterator[str]:
    return (p for p in paths if os.path.splitext(p)[1].lower() in SUFFIXES)
