"""Scores of several runs that are compared: of the same codes, beside the same pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from engines.images.scores.session import Session, share
from engines.images.scores.verdict import Scores


class Sides:
    """One scoring of runs in lockstep: call :meth:`advance` between two of their steps until it is done.

    Args:
        sessions: one for each run, equal but for their engines. Making this imports no torch.

    Attributes:
        found: scores of each, once all are there.
    """

    def __init__(self, sessions: Sequence[Session]) -> None:
        self._sessions = tuple(sessions)
        self.found: tuple[Scores, ...] | None = None
        self._work: Iterator[float] | None = None

    @property
    def learning(self) -> bool:
        """Whether the net to compare by learns now."""
        return any(session.learning for session in self._sessions)

    def advance(self, engines: Sequence[Any]) -> float:
        """Do a piece of one run, or one of each; how much is done, 0 to 1. ``found`` is there at 1.

        Raises:
            Problem: the runs have too few pictures.
        """
        if self._work is None:
            self._work = self._pieces(engines)
        return next(self._work, 1.0)

    def _pieces(self, engines: Sequence[Any]) -> Iterator[float]:
        first, *_ = self._sessions
        deck, *others = (session.deck(e) for session, e in zip(self._sessions, engines, strict=True))
        shared = False
        for done in first.look(engines[0]):
            if not first.learning and not shared:  # live measurements change at one step in all
                share(deck, others)
                shared = True
            yield done
        share(deck, others)
        yield from self._compared(engines)

    def _compared(self, engines: Sequence[Any]) -> Iterator[float]:
        """Samples of all runs, drawn between the same two steps."""
        works = [session.compare(e) for session, e in zip(self._sessions, engines, strict=True)]
        while any(session.found is None for session in self._sessions):
            yield min(next(work, 1.0) for work in works)
        self.found = tuple(session.found for session in self._sessions if session.found is not None)
