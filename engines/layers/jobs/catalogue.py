"""All jobs by their key."""

from __future__ import annotations

import functools
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


@functools.lru_cache(maxsize=8)
def job(key: str, seed: int = 0) -> Job:
    """The job of that key, drawn from a seed; kept, as the next start asks for it again. Raises KeyError."""
    return JOBS[key](seed)
