"""What is counted: a text, or a file that becomes one when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engines.ground.problem import Problem
from engines.words.text import decode

HEAD: Final = 2_000_000  # characters whose words can be shown in the text


@dataclass(frozen=True)
class Source:
    """What is to be counted: a text, or a file that becomes one when it is read."""

    name: str = ""
    text: str | None = ""
    path: Path | None = None
    asked: str = ""  # the encoding a person chose
    encoding: str = ""
    characters: int = 0
    head: str | None = None
    complaint: Problem | None = None

    @property
    def searchable(self) -> str:
        """The text as far as it is held: all of it, or the head of a file too large."""
        return self.text if self.text is not None else self.head or ""


def read(source: Source) -> Source:
    """The source with its text. Raises FileProblem: it cannot be read, or is no text."""
    assert source.path is not None
    found = decode.read(str(source.path), source.asked)
    if found.problem is not None and not found.text:
        raise found.problem
    text = found.text
    return Source(
        source.name, text, source.path, source.asked, found.encoding, len(text), text[:HEAD], found.problem
    )
