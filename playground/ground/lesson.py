"""A lesson: a question, some steps that a person does in the lab, and a claim that they have then made true.

What is to be done is data here, each step with a check on what the lab shows; the words lie in
``assets/lessons/<lab>.<language>.md``::

    # key: Title
    The question.
    ## step
    What to do, and what to look at.
    > What has been seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One thing to do. ``done`` says whether what the lab shows now is what was asked for.

    Attributes:
        at: object name of the control that it is done with, "" where there is no single one.
    """

    key: str
    done: Callable[[], bool]
    at: str = ""


@dataclass(frozen=True)
class Lesson:
    """Steps in their order."""

    key: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class LessonText:
    """What a lesson says, in one language. ``steps`` by their keys."""

    title: str
    question: str
    steps: Mapping[str, str]
    claim: str


def read(path: Path) -> dict[str, LessonText]:
    """The lessons' words of one file, by key.

    Raises:
        ValueError: a line that belongs nowhere; it names the file and the line.
    """
    found: dict[str, LessonText] = {}
    key = title = ""
    parts: dict[str, list[str]] = {}
    part = ""

    def close() -> None:
        if key:
            said = {name: " ".join(lines) for name, lines in parts.items()}
            question, claim = said.pop("", ""), said.pop(">", "")
            found[key] = LessonText(title, question, said, claim)

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if line.startswith("## "):
            part = line[3:].strip()
        elif line.startswith("# "):
            close()
            key, colon, title = (word.strip() for word in line[2:].partition(":"))
            if not (key and colon and title):
                raise ValueError(f"{path.name}, line {number}: a lesson begins with '# key: Title'")
            parts, part = {}, ""
        elif line:
            if not key:
                raise ValueError(f"{path.name}, line {number}: words before the first lesson")
            at = ">" if line.startswith(">") else part
            parts.setdefault(at, []).append(line.lstrip("> "))
    close()
    return found
