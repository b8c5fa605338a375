"""What a document says, as one Python string kept beside it, and where each of its places lies in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

import numpy as np
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from widgets.text import marks as text_marks

_FINE = 5000  # code points up to which a change is narrowed to what truly differs


@dataclass(frozen=True)
class Edit:
    """Code points ``[start, old_stop)`` became ``[start, new_stop)``; what lies behind moved."""

    start: int
    old_stop: int
    new_stop: int

    @property
    def shift(self) -> int:
        """How far what lies behind moved."""
        return self.new_stop - self.old_stop

    def then(self, later: Edit) -> Edit:
        """Both as one: everything touched by either, and what lies between, counts as replaced."""
        old_stop = self.old_stop if later.old_stop <= self.new_stop else later.old_stop - self.shift
        new_stop = max(self.new_stop, later.old_stop) + later.shift
        return Edit(min(self.start, later.start), old_stop, new_stop)

    def before(self, point: int, *, stop: bool = False) -> int:
        """Where a code point of now was before; within the replaced part its start, or its ``stop``."""
        if point <= self.start:
            return point
        if point >= self.new_stop:
            return point - self.shift
        return self.old_stop if stop else self.start


class Mirror:
    """Follows ``document`` change by change; a whole text is never read again for one letter."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._said: list[str] = []  # of each block, with its ending
        self._starts = np.zeros(1, np.int64)
        self.rebuild()

    def rebuild(self) -> None:
        """Read the whole document."""
        self._said = text_marks.decode_all(self._blocks(0, self._document.blockCount() - 1))
        self._starts = np.concatenate([[0], np.cumsum(_lengths(self._said))])

    def starts(self) -> np.ndarray:
        """The code point at which each block begins, and the one behind the last, int (blocks + 1,)."""
        return self._starts

    def _blocks(self, first: int, last: int) -> list[str]:
        cursor = QTextCursor(self._document)
        end = self._document.findBlockByNumber(last)
        cursor.setPosition(self._document.findBlockByNumber(first).position())
        cursor.setPosition(end.position() + end.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().split("\u2029")

    def text(self) -> str:
        """All of it."""
        text = "".join(self._said)
        return text[: len(text) - self._tail()]

    def __len__(self) -> int:
        return int(self._starts[-1]) - self._tail()

    def _tail(self) -> int:
        """Code points of the last block's ending, which is not there."""
        return text_marks.ending(self._document.lastBlock().text())

    def changed(self, place: int, added: int) -> Edit | None:
        """Follow a ``contentsChange`` of the document; None where it says the same as before."""
        document = self._document
        first = document.findBlock(place).blockNumber()
        last = document.findBlock(min(place + added, document.characterCount() - 1)).blockNumber()
        old_last = last - (document.blockCount() - len(self._said))
        if first < 0 or last < first or old_last < first - 1 or old_last >= len(self._said):
            first, last, old_last = 0, document.blockCount() - 1, len(self._said) - 1
        old = self._said[first : old_last + 1]
        new = text_marks.decode_all(self._blocks(first, last))
        if old == new:
            return None
        start, behind = int(self._starts[first]), self._starts[old_last + 2 :]
        inside = start + np.cumsum(_lengths(new))
        moved = behind + (inside[-1] - self._starts[old_last + 1])
        self._starts = np.concatenate([self._starts[: first + 1], inside, moved])
        self._said[first : old_last + 1] = new
        return _narrow(start, "".join(old), "".join(new))

    # places: Qt counts UTF-16 units over the whole document, everybody else counts code points

    def point(self, position: int) -> int:
        """The code point at a document position."""
        block = self._document.findBlock(position)
        if not block.isValid():
            return len(self)
        within = position - block.position()
        text, number = block.text(), block.blockNumber()
        table = text_marks.places(text)
        inside = within if table is None else int(table[min(within, len(table) - 1)])
        end = int(self._starts[number + 1]) - text_marks.ending(text)
        return min(int(self._starts[number]) + inside, end)

    def position(self, point: int) -> int:
        """The document position of a code point; the nearest there is for one outside."""
        point = max(0, point)
        number = int(np.searchsorted(self._starts, point, "right")) - 1
        block = self._document.findBlockByNumber(min(number, len(self._said) - 1))
        unit = int(self.units(block, np.array([point]))[0])
        return block.position() + min(unit, block.length() - 1)

    def units(self, block: QTextBlock, points: np.ndarray) -> np.ndarray:
        """Places within ``block`` of code points of the whole text."""
        inside = np.maximum(points - self._starts[block.blockNumber()], 0)
        table = text_marks.places(block.text())
        if table is None:
            return np.minimum(inside, block.length() - 1)
        return np.minimum(np.searchsorted(table, inside, "left"), len(table) - 1)


def _lengths(said: list[str]) -> np.ndarray:
    return np.fromiter(map(len, said), np.int64, len(said))


def _narrow(start: int, old: str, new: str) -> Edit:
    head = tail = 0
    if len(old) + len(new) <= _FINE:
        head = _alike(old, new)
        tail = _alike(old[head:][::-1], new[head:][::-1])
    return Edit(start + head, start + len(old) - tail, start + len(new) - tail)


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
