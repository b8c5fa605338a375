"""Bytes to text: which encoding a file has, and a way to overrule the guess.

A byte order mark decides; else UTF-8 where it reads strictly; else the Chinese encoding whose reading looks
most like Chinese. A strict trial is not enough there: nearly all Big5 text also reads strictly as GB18030, as
rare characters. What decides is how many of the characters are among the common ones.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from engines.ground import files
from engines.ground.marks import mark
from engines.ground.problem import Problem

ENCODINGS: Final = ("utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be")
MOST: Final = 1 << 31  # bytes of a file that is read whole; larger ones are read by blocks
SAMPLE: Final = 1 << 18  # bytes that a guess looks at
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
COMMON: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "這個們來為國說時會對於後發裡經麼學現當沒動還進樣開從實們與無過長問見書點頭聽誰話將讓給請應"
)


@dataclass(frozen=True)
class Decoded:
    """A text and how it was read.

    Attributes:
        text: what was read, with line ends as they were.
        encoding: the one used. sure: whether a byte order mark, strict UTF-8 or the person decided it.
        problem: why there is no text, or what is wrong with it; None when all is well.
    """

    text: str
    encoding: str
    sure: bool = True
    problem: Problem | None = None


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Read bytes as a text; never raises. ``encoding`` overrules the guess.

    Bytes that do not fit become U+FFFD, and ``problem`` says how many characters those are.
    """
    if not data:
        return Decoded("", encoding or "utf-8")
    found, sure = (encoding, True) if encoding else guess(data)
    if not found:
        return Decoded("", "", False, Problem(mark("This is a binary file, not a text.")))
    try:
        text = data.decode(found, "replace")
    except LookupError:
        return Decoded("", found, False, Problem(mark("{encoding} is no known encoding."), encoding=found))
    return Decoded(text.removeprefix("\ufeff"), found, sure, _complaint(text, found))


def _complaint(text: str, encoding: str) -> Problem | None:
    broken = text.count("\ufffd")
    if broken == 0:
        return None
    if broken * 20 > len(text):
        return Problem(
            mark(
                "This does not read as {encoding}: {count} characters make no sense. Choose another encoding."
            ),
            encoding=encoding,
            count=broken,
        )
    return Problem(
        mark("{count} characters could not be read as {encoding} and are shown as \ufffd."),
        encoding=encoding,
        count=broken,
    )


def guess(data: bytes) -> tuple[str, bool]:
    """The encoding of a file from its first bytes, and whether that is sure; "" for a binary file."""
    for start, name in MARKS:
        if data.startswith(start):
            return name, True
    if reads(data, "utf-8"):
        return ("", True) if _control(data) else ("utf-8", True)
    head = data[:SAMPLE]
    wide = _wide(head)
    if wide:
        return wide, False
    if _control(head):
        return "", False
    scores = {name: _chinese(head.decode(name, "replace")) for name in ("gb18030", "big5", "utf-8")}
    best = max(scores, key=lambda name: scores[name])
    return best, False


def reads(data: bytes, encoding: str) -> bool:
    """Whether all of it is valid, but for a character that the end may have cut."""
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _control(data: bytes) -> bool:
    """Whether more than one byte in a hundred is a control character that no text has."""
    head = data[:SAMPLE]
    return len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", head)) * 100 > len(head)


def _wide(head: bytes) -> str:
    """UTF-16 without a byte order mark: every second byte of spaces, line ends and ASCII is zero."""
    even = len(head) // 2 * 2
    if even < 4:
        return ""
    scores = {name: _chinese(head[:even].decode(name, "replace")) for name in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda name: scores[name])
    zeros = head.count(0)
    return best if scores[best] > 0.5 or (zeros > 0 and scores[best] > 0.15) else ""


def _chinese(text: str) -> float:
    """How much a reading looks like Chinese: the share of common characters, less that of broken ones."""
    wide = [c for c in text[:20_000] if c > "\x7f"]
    if not wide:
        return 0.0
    common = sum(c in COMMON for c in wide)
    broken = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or "\ud800" <= c <= "\udfff" for c in wide)
    return (common - 4 * broken) / len(wide)


def read(path: str, encoding: str = "") -> Decoded:
    """Decode a file. Raises FileProblem when it cannot be opened."""
    return decode(files.read(path, MOST), encoding)
