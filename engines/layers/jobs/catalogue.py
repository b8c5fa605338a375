"""All jobs by their key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engines.layers.jobs.digits import digits, pairs
from engines.layers.jobs.job import Job
from engines.layers.jobs.sentences import characters, sentences
from engines.layers.jobs.shapes import pictures

JOBS: Final[dict[str, Callable[[int], Job]]] = {
    "digits": digits,
    "pairs": pairs,
    "pictures": pictures,
    "characters": characters,
    "sentences": sentences,
}


def job(key: str, seed: int = 0) -> Job:
    """The job of that key, drawn from a seed. Raises KeyError."""
    return JOBS[key](seed)
