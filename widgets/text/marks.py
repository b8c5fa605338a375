"""Any text as the blocks of a document that reads them back exactly.

Qt ends a block at ``\\n``, ``\\r``, U+2029 and two noncharacters, forgets which it was, and takes no lone
surrogate; a line without end makes it slow. So a block may end in one of four marks that say what stands
there instead of ``\\n`` (nothing, where an endless line was broken only for speed), and what Qt would not
keep is written as a mark and a private letter. The marks are code points Unicode has reserved for never being
seen; as part of the text they survive undo, splitting and merging of blocks without our doing.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

LIMIT = 1000  # code points of an endless line that go into one block
_JOIN, _CRLF, _CR, _PS, _ESCAPE = "\ufff0", "\ufff1", "\ufff2", "\ufff3", "\ufff6"
_ENDINGS = {_JOIN: "", _CRLF: "\r\n", _CR: "\r", _PS: "\u2029"}
_MARK_OF = {ending: mark for mark, ending in _ENDINGS.items()}
_TAKEN = "\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufdd0\ufdd1"  # a text's own; written as letters
_LONE, _OWN = 0xE000, 0xE800  # the private letters of lone surrogates, and of what is taken

_ODD = re.compile(f"\r\n|[\r\u2029{_TAKEN}\ud800-\udfff]")
_MARKED = re.compile(f"{_ESCAPE}[\ue000-\ue7ff\ue800-\ue808]|[\ufff0-\ufff6]")
_TOKEN = re.compile(f"{_MARKED.pattern}|.", re.DOTALL)
_STOPS, _PAUSES, _CLOSERS = "。！？；!?;", "，、,：: \u3000", "”’」』）》】\"'"


def encode(text: str) -> list[str]:
    """The blocks of a document that stand for ``text``; at least one."""
    if _ODD.search(text):
        text = _ODD.sub(_written, text)
    lines = text.split("\n")
    if max(map(len, lines)) <= LIMIT:
        return lines
    return [block for line in lines for block in ([line] if len(line) <= LIMIT else _broken(line))]


def _written(match: re.Match[str]) -> str:
    found = match[0]
    if found in _MARK_OF:
        return _MARK_OF[found] + "\n"
    own = _TAKEN.find(found)
    return _ESCAPE + chr(_OWN + own if own >= 0 else ord(found) - 0xD800 + _LONE)


def _broken(line: str) -> list[str]:
    """An endless line in blocks that end where a reader pauses, if they can."""
    blocks, start = [], 0
    while len(line) - start > LIMIT:
        stop = start + LIMIT
        for marks in (_STOPS, _PAUSES):
            pause = max(line.rfind(mark, start + LIMIT // 2, stop - 1) for mark in marks) + 1
            if pause:
                stop = pause + (line[pause] in _CLOSERS)
                break
        stop -= line[stop - 1] == _ESCAPE
        blocks.append(line[start:stop] + _JOIN)
        start = stop
    return [*blocks, line[start:]]


def decode(block: str) -> tuple[str, str]:
    """What a block says, and what ends it when another follows."""
    if not _MARKED.search(block):
        return block, "\n"
    return _MARKED.sub(_read, block), _ENDINGS.get(block[-1], "\n")


def _read(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) < 2:
        return ""  # in the middle of a block a mark says nothing: its line end is gone
    letter = ord(found[1])
    return _TAKEN[letter - _OWN] if letter >= _OWN else chr(letter - _LONE + 0xD800)


def decode_all(blocks: list[str]) -> list[str]:
    """What each block says with its ending, the last one's too; quick where there are no marks."""
    if not _MARKED.search("".join(blocks)):
        return [block + "\n" for block in blocks]
    return ["".join(decode(block)) for block in blocks]


@lru_cache(maxsize=64)
def places(block: str) -> np.ndarray | None:
    """For every UTF-16 place in ``block`` and its end, the code point there of what it says.

    Returns:
        int (units + 1,), rising; None where each place is its own code point, but for a mark at the end.
    """
    if block.isascii() or (max(block) <= "\uffff" and not _MARKED.search(block[:-1])):
        return None
    at, point = [], 0
    for token in _TOKEN.findall(block):
        at += [point] * (len(token) if token[0] <= "\uffff" else 2)
        point += not "\ufff0" <= token <= "\ufff6"  # a single mark is no code point
    return np.array([*at, point])


def ending(block: str) -> int:
    """Code points of what ends a block when another follows."""
    return len(_ENDINGS.get(block[-1:], "\n"))


def ends_marked(block: str) -> bool:
    """Whether the last thing in ``block`` is a mark, behind which no caret belongs."""
    return block[-1:] in _ENDINGS and bool(block)
