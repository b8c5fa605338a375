"""Undo and redo for whatever a person edits.

A command is what one act of the person changed, however many small steps it took. It is found by comparing
the state before with the state after, so steps that cancel out leave nothing to undo. What an edit looks like
is the owner's choice: the places that changed, with what stood there and what stands there now; or, of a
state that is never changed in place, simply the pair of both.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S")
E = TypeVar("E")
CAP = 500  # commands that can be taken back


@dataclass(frozen=True)
class Command(Generic[E]):
    """An edit, named for the undo menu."""

    name: str
    edit: E


class UndoStack(Generic[S, E]):
    """Remembers commands and takes them back, newest first.

    Args:
        copy: the state as it is now, which later edits must not change.
        compare: the edit that leads from an earlier state to the present one; None if they are equal.
        write: carry out (edit, back): back to what was before it, or forward again.
        cap: commands remembered; the oldest are dropped.
    """

    def __init__(
        self,
        copy: Callable[[], S],
        compare: Callable[[S], E | None],
        write: Callable[[E, bool], None],
        cap: int = CAP,
    ) -> None:
        self._copy, self._compare, self._write = copy, compare, write
        self._done: deque[Command[E]] = deque(maxlen=cap)
        self._undone: list[Command[E]] = []
        self._open: tuple[str, S] | None = None

    @property
    def recording(self) -> bool:
        """Whether a command is open."""
        return self._open is not None

    @property
    def undo_name(self) -> str:
        """What would be taken back, "" for nothing."""
        return self._done[-1].name if self._done else ""

    @property
    def redo_name(self) -> str:
        """What would be done again, "" for nothing."""
        return self._undone[-1].name if self._undone else ""

    def begin(self, name: str) -> None:
        """What changes from here to :meth:`end` is one command. One that is still open ends first."""
        self.end()
        self._open = name, self._copy()

    def end(self) -> bool:
        """Close the command; returns whether it changed anything (else there is nothing to take back).

        A command that did ends redo: what was taken back before it cannot be done again.
        """
        opened, self._open = self._open, None
        if opened is None:
            return False
        name, before = opened
        edit = self._compare(before)
        if edit is None:
            return False
        self._done.append(Command(name, edit))
        self._undone.clear()
        return True

    def undo(self) -> bool:
        """Take the last command back, an open one first of all; returns whether there was one."""
        self.end()
        if not self._done:
            return False
        command = self._done.pop()
        self._write(command.edit, True)
        self._undone.append(command)
        return True

    def redo(self) -> bool:
        """Do again what was last taken back; returns whether there was anything."""
        self.end()
        if not self._undone:
            return False
        command = self._undone.pop()
        self._write(command.edit, False)
        self._done.append(command)
        return True
