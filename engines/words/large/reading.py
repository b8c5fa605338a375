"""Files of any size as blocks of text that end where a word cannot go on."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engines.ground.files import ordinary
from engines.ground.problem import FileProblem, Problem
from engines.words.progress import Work
from engines.words.source import SEAM
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


@dataclass(frozen=True)
class Part:
    """A file of a corpus and how it is read."""

    path: Path
    encoding: str


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


def parts_of(files: Sequence[Path], asked: str = "") -> Work[tuple[list[Part], dict[str, Problem]]]:
    """The files that can be read with their encodings, and why others cannot, by name; yields after each.

    Raises:
        FileProblem: none can be read.
    """
    parts: list[Part] = []
    refused: dict[str, Problem] = {}
    for path in files:
        try:
            parts.append(Part(path, encoding_of(path, asked)))
        except Problem as e:
            refused[path.name] = e
        yield None
    if not parts:
        raise next(iter(refused.values()))
    return parts, refused


def head_of(parts: Sequence[Part], most: int) -> str:
    """The first ``most`` characters of a corpus. Raises FileProblem."""
    text = ""
    for block in blocks(parts):
        text += block.normal.text[: most - len(text)]
        if len(text) >= most:
            break
    return text


def blocks(parts: Sequence[Part], nfkc: bool = False) -> Iterator[Block]:
    """Files one after the other, in blocks of about ``BYTES``; bytes that do not fit become U+FFFD.

    A block ends after its last character that is not Chinese. Only a stretch without any in a whole block is
    cut where the block ends. No word goes on from one file to the next.

    Raises:
        FileProblem: a file cannot be read.
    """
    kept: list[str] = []
    offset = size = 0
    for text, read, fraction in _decoded(parts):
        kept.append(text)
        size += read
        if size >= BYTES:
            whole = "".join(kept)
            stop = _last_end(whole)
            kept, size = [whole[stop:]], 0
            yield Block(offset, normalise(whole[:stop], nfkc), stop, fraction)
            offset += stop
    if rest := "".join(kept):
        yield Block(offset, normalise(rest, nfkc), len(rest), 1.0)


def _decoded(parts: Sequence[Part]) -> Iterator[tuple[str, int, float]]:
    """Text of at most ``BYTES``, of how many bytes it is, how much of all is read with it."""
    sizes = [_size(part.path) for part in parts]
    total, before = max(sum(sizes), 1), 0
    for number, part in enumerate(parts):
        decoder = codecs.getincrementaldecoder(part.encoding)("replace")
        begun = False
        try:
            with ordinary(part.path) as file:
                while data := file.read(BYTES):
                    text = decoder.decode(data)
                    yield (
                        text if begun else text.removeprefix("\ufeff"),
                        len(data),
                        min((before + file.tell()) / total, 1.0),
                    )
                    begun = True
        except OSError as e:
            raise unreadable(part.path, e) from e
        before += sizes[number]
        yield decoder.decode(b"", True) + (SEAM if number + 1 < len(parts) else ""), 0, before / total


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as e:
        raise unreadable(path, e) from e


def _last_end(text: str) -> int:
    """Just past the last character that ends a word."""
    step = 1 << 16
    for low in range((len(text) - 1) // step * step, -1, -step):
        ends = np.flatnonzero(classes()[codes(text[low : low + step])] != HAN)
        if len(ends):
            return low + int(ends[-1]) + 1
    return len(text)
