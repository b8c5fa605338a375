"""Marks on a text that somebody else counts, kept in place while the text runs ahead of the count."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from widgets.text.mirror import Edit

Fetched = tuple[np.ndarray, np.ndarray, np.ndarray]
Fetch = Callable[[int, int], Fetched]

NEW, KNOWN, HIDDEN = 0, 1, 2  # kinds; what a filter hides is not drawn
_NONE = np.zeros(0, np.int64)


class Edits:
    """All edits, numbered, so that what was counted at one of them can be brought up to date."""

    def __init__(self) -> None:
        self.revision = 0
        self._kept: list[tuple[int, Edit]] = []

    def add(self, edit: Edit) -> None:
        """One more. Beyond 500, the oldest two become one: that only makes marks vanish sooner."""
        self.revision += 1
        self._kept.append((self.revision, edit))
        if len(self._kept) > 500:
            (_, first), (number, second) = self._kept[:2]
            self._kept[:2] = [(number, first.then(second))]

    def clear(self) -> None:
        """Another text: nothing counted before says anything about it."""
        self.revision += 1
        self._kept = []

    def since(self, revision: int) -> Edit | None:
        """Everything after ``revision`` as one edit; None where nothing changed."""
        made: Edit | None = None
        for number, edit in self._kept:
            if number > revision:
                made = edit if made is None else made.then(edit)
        return made


def carry(starts: np.ndarray, stops: np.ndarray, edit: Edit | None) -> tuple[np.ndarray, np.ndarray]:
    """Where spans lie after ``edit``, and which are left (bool): those it touched are not."""
    if edit is None:
        return starts, np.ones(len(starts), bool)
    behind = starts >= edit.old_stop
    return starts + behind * edit.shift, behind | (stops <= edit.start)


class Spans:
    """Asks for the spans of what is shown, a little more than needed, and remembers the answer."""

    def __init__(self) -> None:
        self._fetch: Fetch | None = None
        self._range = (0, 0)
        self._answer: Fetched = (_NONE, _NONE, _NONE)

    def set_fetch(self, fetch: Fetch | None) -> None:
        """Ask ``fetch`` from now on."""
        self._fetch, self._range = fetch, (0, 0)

    def between(self, start: int, stop: int, edit: Edit | None) -> Fetched:
        """Starts, stops and kinds of the spans that touch ``[start, stop)``, in code points of now.

        ``edit`` is what happened to the text since it was counted.
        """
        if self._fetch is None:
            return _NONE, _NONE, _NONE
        old = (start, stop) if edit is None else (edit.before(start), edit.before(stop, stop=True))
        starts, stops, kinds = self._asked(self._fetch, *old)
        moved, left = carry(starts, stops, edit)
        moved_stops = moved + (stops - starts)
        left &= (moved < stop) & (moved_stops > start)
        return moved[left], moved_stops[left], kinds[left]

    def _asked(self, fetch: Fetch, start: int, stop: int) -> Fetched:
        if not (self._range[0] <= start and stop <= self._range[1]):
            more = max(64, stop - start)
            low, high = max(0, start - more), stop + more
            starts, stops, kinds = (np.asarray(part) for part in fetch(low, high))
            self._range, self._answer = (low, high), (starts.astype(np.int64), stops.astype(np.int64), kinds)
        return self._answer
