"""What is counted: a text, or files that become one when they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.words.progress import Stage, Work
from engines.words.text import decode

HEAD: Final = 2_000_000  # characters whose words can be shown in the text
SEAM: Final = "\n"  # between the texts of two files: it ends a word


@dataclass(frozen=True)
class Source:
    """What is to be counted: a text, or files and folders that become one when they are read."""

    name: str = ""
    text: str | None = ""
    paths: tuple[Path, ...] = ()
    asked: str = ""  # the encoding a person chose
    encoding: str = ""
    characters: int = 0
    head: str | None = None
    complaint: Problem | None = None

    @property
    def searchable(self) -> str:
        """The text as far as it is held: all of it, or the head of a file too large."""
        return self.text if self.text is not None else self.head or ""


def reading(source: Source, files: Sequence[Path]) -> Work[Source]:
    """The source with the text of its files, one after the other; yields after each.

    Of several files, those that cannot be read are left out, which ``complaint`` tells.

    Raises:
        FileProblem: none of them can be read, or is a text.
    """
    texts: list[str] = []
    encodings: dict[str, None] = {}
    refused: dict[str, Problem] = {}
    complaint: Problem | None = None
    for done, path in enumerate(files):
        yield Stage(mark("Reading the file"), done / len(files))
        try:
            found = decode.read(str(path), source.asked)
            if found.problem is not None and not found.text:
                raise found.problem
        except Problem as e:
            refused[path.name] = e
            continue
        texts.append(found.text)
        encodings[found.encoding] = None
        complaint = complaint or found.problem
    if not texts:
        raise next(iter(refused.values()))
    text = SEAM.join(texts)
    return replace(
        source,
        text=text,
        encoding=", ".join(encodings),
        characters=len(text),
        head=text[:HEAD],
        complaint=left_out(refused, len(files)) or complaint,
    )


def left_out(refused: dict[str, Problem], files: int) -> Problem | None:
    """What to say where some files of a corpus could not be read."""
    if not refused:
        return None
    names = ", ".join(list(refused)[:3]) + (" …" if len(refused) > 3 else "")
    return Problem(
        mark("{count} of {all} files could not be read as texts and were left out: {names}."),
        count=len(refused),
        all=files,
        names=names,
    )
