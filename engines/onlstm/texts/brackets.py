"""Bracketed trees as treebanks have them: ``(S (NP-SBJ (PRP We)) (VP (VBP sleep)) (. .))``. Imports no torch.

Traces, punctuation and empty parts fall away, and so do labels; a part with one daughter is that daughter.
Several trees may stand on a line and one on several lines; an outer pair of brackets without a label, as the
Penn Treebank has it, is passed through. Trees without labels, ``((the cat) sleeps)``, are told from others by
their first words: labels begin with a capital or a sign.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from engines.ground.problem import Cancelled, FileProblem
from engines.onlstm.trees import Node

_PIECE = re.compile(r"\(|\)|[^\s()]+")
SILENT: Final = {"HYPH", "NFP", "PU", "PUNCT", "PUNC"}  # punctuation whose tags begin with a letter
ESCAPED: Final = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}


@dataclass(frozen=True)
class Bracketed:
    """A sentence of a treebank."""

    words: tuple[str, ...]
    tree: Node


def read(text: str, name: str = "?", cancel: threading.Event | None = None) -> Iterator[Bracketed]:
    """The trees of a text; those without words are passed over.

    Raises:
        FileProblem: a bracket has no partner, or there is no bracket at all; with line and column.
        Cancelled: ``cancel`` was set.
    """
    pieces: list[str] = []
    depth = begun = seen = 0
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece == "(":
            begun = begun if depth else match.start()
            depth += 1
        elif piece == ")":
            depth -= 1
        if depth < 0:
            raise _unpaired(text, name, match.start())
        if depth or piece == ")":  # what stands between trees is no part of any
            pieces.append(piece)
        if piece == ")" and not depth:
            seen += 1
            if cancel is not None and cancel.is_set():
                raise Cancelled
            if (tree := _tree(pieces)) is not None:
                yield tree
            pieces = []
    if depth:
        raise _unpaired(text, name, begun)
    if not seen:
        raise FileProblem("{name} holds no bracketed trees.", name=name)


def _unpaired(text: str, name: str, at: int) -> FileProblem:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    return FileProblem(
        "{name}, line {line}, column {column}: this bracket has no partner.",
        name=name,
        line=line,
        column=column,
    )


def _tree(pieces: list[str]) -> Bracketed | None:
    labelled = _labelled(pieces)
    words: list[str] = []
    stack: list[tuple[str, list[Node]]] = [("", [])]
    before = ""
    for piece in pieces:
        if piece == "(":
            stack.append(("", []))
        elif piece == ")":
            _, parts = stack.pop()
            if len(parts) > 1:
                stack[-1][1].append(Node(parts[0].start, parts[-1].end, tuple(parts)))
            else:
                stack[-1][1].extend(parts)
        elif labelled and before == "(":
            stack[-1] = (piece, stack[-1][1])
        elif not labelled or _spoken(stack[-1][0]):
            stack[-1][1].append(Node(len(words), len(words) + 1))
            words.append(ESCAPED.get(piece, piece))
        before = piece
    parts = stack[0][1]
    return Bracketed(tuple(words), parts[0]) if parts else None


def _labelled(pieces: list[str]) -> bool:
    """Whether brackets begin with a label. A word behind a finished part gives a tree without labels away."""
    pairs = list(pairwise(pieces))
    if any(a == ")" and b not in "()" for a, b in pairs):
        return False
    first = [b for a, b in pairs if a == "(" and b not in "()"]
    return 2 * sum(not b[0].isalpha() or b[0].isupper() for b in first) >= len(first)


def _spoken(tag: str) -> bool:
    """Whether words of this tag are spoken: no trace, no punctuation, no currency sign."""
    return tag[:1].isalpha() and tag not in SILENT and not tag.endswith("CATEGORY")
