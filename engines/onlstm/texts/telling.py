"""Telling trees from prose and Chinese from English by how a text begins. Imports no torch."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path
from typing import Final, Literal

from engines.ground.files import ordinary
from engines.onlstm.texts.opening import SUFFIXES

TREES: Final = (".mrg", ".ptb", ".tree", ".trees", ".brackets", ".parse", ".parsed")
LOOKED: Final = 2000  # entries of a folder that are looked at before it is said to hold no trees
HEAD: Final = 4000  # bytes of a text that are looked at to tell trees from prose

Kind = Literal["treebank", "text"]


def kind_of(text: str) -> Kind:
    """Whether a text is one of bracketed trees, by its head."""
    return "treebank" if is_bracketed(text[:HEAD]) else "text"


def kind_of_file(path: Path) -> Kind:
    """Whether a file is one of bracketed trees, by its suffix or its head."""
    if path.suffix.lower() in TREES:
        return "treebank"
    try:
        with ordinary(path) as file:
            return kind_of(file.read(HEAD).decode("utf-8", "replace"))
    except OSError:
        return "text"


def is_bracketed(head: str) -> bool:
    """Whether a text begins with a tree; prose in brackets has more than a label before the next one."""
    return head.lstrip("\ufeff \t\r\n").startswith("(") and re.search(r"\(\s*[^\s()]*\s*\(", head) is not None


def holds_trees(folder: Path) -> bool:
    """Whether a file of trees is among the first entries of a folder and the folders inside."""
    try:
        return any(
            p.suffix.lower() in SUFFIXES and os.path.isfile(p) and kind_of_file(p) == "treebank"
            for p in itertools.islice(folder.rglob("*"), LOOKED)
        )
    except OSError:
        return False


def is_chinese(text: str) -> bool:
    """Whether more than a quarter of what it begins with are Chinese characters."""
    head = text[:2000]
    return sum("\u4e00" <= c <= "\u9fff" for c in head) > len(head) / 4
