"""Names of nodes and keys of weights: Python names, so that exported code reads as the canvas does."""

from __future__ import annotations

import keyword
import re
import zlib
from collections.abc import Container

from engines.ground.marks import mark
from engines.ground.problem import Problem


def check(name: object) -> str:
    """``name`` if it is one. Raises Problem."""
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,79}", name):
        raise Problem(mark("{name} is no name: use letters, digits and _."), name=str(name)[:40])
    if keyword.iskeyword(name) or name in ("self", "torch", "nn"):
        raise Problem(mark("{name} is a word of Python: take another name."), name=name)
    return name


def fresh(wish: str, taken: Container[str]) -> str:
    """``wish``, or with the first number that makes it new."""
    stem = re.sub(r"_\d+$", "", wish)
    name, i = wish, 1
    while name in taken:
        name, i = f"{stem}_{i}", i + 1
    return name


def seed(key: str) -> int:
    """The seed of new weights of that key."""
    return zlib.crc32(key.encode())
