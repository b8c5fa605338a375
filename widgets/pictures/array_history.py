"""What was changed in an array, to be taken back and done again, within so many bytes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from widgets.pictures.brush import Box

CAP = 16 << 20  # bytes


@dataclass(frozen=True, eq=False)
class _Change:
    box: Box
    before: np.ndarray
    after: np.ndarray

    @property
    def bytes(self) -> int:
        return int(self.before.nbytes + self.after.nbytes)


class ArrayHistory:
    """Changes of one array, newest last; the oldest are forgotten where they take more than ``cap`` bytes."""

    def __init__(self, cap: int = CAP) -> None:
        self._cap = cap
        self._done: deque[_Change] = deque()
        self._undone: list[_Change] = []

    @property
    def bytes(self) -> int:
        """What is remembered takes so much."""
        return sum(change.bytes for change in (*self._done, *self._undone))

    def can_undo(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Whether there is anything to do again."""
        return bool(self._undone)

    def note(self, before: np.ndarray, after: np.ndarray, box: Box | None = None) -> bool:
        """Remember what made ``after`` of ``before``, if it made anything; ``box`` holds all that changed.

        It ends redo: what was taken back before cannot be done again.
        """
        box = box or (0, 0, *after.shape[:2])
        here = np.s_[box[0] : box[2], box[1] : box[3]]
        if np.array_equal(before[here], after[here]):
            return False
        self._undone.clear()
        self._done.append(_Change(box, before[here].copy(), after[here].copy()))
        while self.bytes > self._cap and len(self._done) > 1:
            self._done.popleft()
        return True

    def undo(self, array: np.ndarray) -> bool:
        """Take the last change back in ``array``; whether there was one."""
        if not self._done:
            return False
        self._undone.append(change := self._done.pop())
        _write(array, change.box, change.before)
        return True

    def redo(self, array: np.ndarray) -> bool:
        """Do again in ``array`` what was last taken back; whether there was anything."""
        if not self._undone:
            return False
        self._done.append(change := self._undone.pop())
        _write(array, change.box, change.after)
        return True

    def clear(self) -> None:
        """Forget all."""
        self._done.clear()
        self._undone.clear()


def _write(array: np.ndarray, box: Box, part: np.ndarray) -> None:
    array[box[0] : box[2], box[1] : box[3]] = part
