"""Long work as a generator: it says what it does, can be stopped between beats, and returns its result."""

from __future__ import annotations

import threading
from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from engines.ground.problem import Cancelled
from engines.ground.report import Report

T = TypeVar("T")


@dataclass(frozen=True)
class Stage:
    """What is being done (a marked sentence), and how much of the whole lies behind (0..1, None unknown)."""

    sentence: str
    fraction: float | None = None


Work: TypeAlias = Generator[Stage | None, None, T]


def finish(work: Work[T], progress: Report | None = None, cancel: threading.Event | None = None) -> T:
    """Do all of it.

    Args:
        progress: called with each stage's sentence and fraction.
        cancel: looked at on each beat, at least every 0.2 s in texts of a few million characters.

    Raises:
        Cancelled: ``cancel`` was set.
    """
    try:
        while True:
            stage = next(work)
            if cancel is not None and cancel.is_set():
                raise Cancelled
            if stage is not None and progress is not None:
                progress(stage.sentence, stage.fraction)
    except StopIteration as end:
        return end.value
    finally:
        work.close()
