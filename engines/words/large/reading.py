"""A file of any size as blocks of text that end where a word cannot go on."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engines.ground.files import ordinary
from engines.ground.problem import FileProblem
from engines.words.text.alphabet import HAN, classes, codes
from engines.words.text.decode import SAMPLE, guess
from engines.words.text.normal import Normal, normalise

BYTES = 8 << 20  # read at a time


@dataclass(frozen=True)
class Block:
    """A part of a file: where it begins, in code points of the whole; its text; how much was read (0..1)."""

    offset: int
    normal: Normal
    length: int
    fraction: float


def encoding_of(path: Path, asked: str = "") -> str:
    """The encoding of a file by its first bytes, or the one asked for.

    Raises:
        FileProblem: it cannot be opened, is binary, or the encoding is unknown.
    """
    try:
        with ordinary(path) as file:
            found = asked or guess(file.read(16 * SAMPLE))[0]
        codecs.lookup(found)
    except OSError as e:
        raise unreadable(path, e) from e
    except LookupError as e:
        if not asked:
            raise FileProblem("{name} is a binary file, not a text.", name=path.name) from e
        raise FileProblem("{encoding} is no known encoding.", encoding=asked) from e
    return found


def unreadable(path: Path, error: OSError) -> FileProblem:
    """What to say of a file that could not be read."""
    return FileProblem(
        "{name} could not be read: {reason}.", name=path.name, reason=error.strerror or str(error)
    )


def blocks(path: Path, encoding: str, nfkc: bool = False) -> Iterator[Block]:
    """The file in blocks of about ``BYTES``; bytes that do not fit become U+FFFD. Raises FileProblem.

    A block ends after its last character that is not Chinese. Only a stretch without any in a whole block is
    cut where the block ends.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    kept, offset = "", 0
    try:
        size = max(path.stat().st_size, 1)
        with ordinary(path) as file:
            while data := file.read(BYTES):
                text = kept + decoder.decode(data)
                text = text.removeprefix("\ufeff") if offset == 0 else text
                stop = _last_end(text)
                kept = text[stop:]
                yield Block(offset, normalise(text[:stop], nfkc), stop, min(file.tell() / size, 1.0))
                offset += stop
    except OSError as e:
        raise unreadable(path, e) from e
    kept += decoder.decode(b"", True)
    if kept:
        yield Block(offset, normalise(kept, nfkc), len(kept), 1.0)


def _last_end(text: str) -> int:
    """Just past the last character that ends a word."""
    step = 1 << 16
    for low in range((len(text) - 1) // step * step, -1, -step):
        ends = np.flatnonzero(classes()[codes(text[low : low + step])] != HAN)
        if len(ends):
            return low + int(ends[-1]) + 1
    return len(text)
