"""What a person sees of a count at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from engines.ground.problem import Problem
from engines.words.result import Result


@dataclass(frozen=True)
class WordsSnapshot:
    """Nothing in here changes later.

    Attributes:
        step: counts finished.
        generation: of the newest text, file or settings; grows with each change.
        counted: the generation that ``result`` belongs to. They are equal when nothing is pending.
        result: the newest finished count; it stays while a newer one is under way.
        name: of the text. encoding: how its file was read, "" for a pasted text. characters: of the text.
        stage, fraction: what is being done (a marked sentence, "" at rest) and how much of it is done.
        problem: why the newest input could not be counted, or what is wrong with it.
        text_head: of a file, its first 2,000,000 characters; None for a text that was set.
        whole: whether ``text_head`` is all of the file.
    """

    step: int
    generation: int
    counted: int
    result: Result | None
    name: str = ""
    encoding: str = ""
    characters: int = 0
    stage: str = ""
    fraction: float | None = None
    problem: Problem | None = None
    text_head: str | None = None
    whole: bool = True

    @property
    def pending(self) -> bool:
        """Whether a newer input than the result's waits or is being counted."""
        return self.generation != self.counted and self.problem is None
