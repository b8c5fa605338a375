"""Held-out examples as a person can look at them."""

from __future__ import annotations

import numpy as np

from engines.layers.jobs.job import Job
from engines.layers.snapshot import Example

MOST = 12


def examples(job: Job, said: np.ndarray | None) -> tuple[Example, ...]:
    """The first held examples. ``said``: int64, the class of each, or None while nobody can say."""
    found = []
    for i in range(min(MOST, job.held)):
        at = job.count + i
        inputs = [x[at] for x in job.inputs]
        pictures = tuple(x[0].copy() for x in inputs if x.dtype == np.float32)
        answer = _named(job, job.answers[at])
        mine = "" if said is None else _named(job, said[i])
        found.append(
            Example(pictures, "" if pictures else tokens(job, inputs[0]), answer, mine, answer == mine)
        )
    return tuple(found)


def tokens(job: Job, row: np.ndarray) -> str:
    """A row of tokens as text."""
    words = [job.words[t] for t in row.tolist() if t]
    return ("" if max(map(len, job.words)) == 1 else " ").join(words)


def _named(job: Job, answer: np.ndarray) -> str:
    return job.classes[int(answer)] if np.ndim(answer) == 0 else "".join(job.classes[int(a)] for a in answer)
