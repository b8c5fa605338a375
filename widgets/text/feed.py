"""A long text put into a document a slice at a time, so that the window never waits for it."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

from widgets.text import marks as text_marks

AT_ONCE = 20_000  # code points that nobody notices
_SLICE = 20_000
_PAUSE = 0.008  # seconds after which the window gets its turn


class Feed(QObject):
    """Inserts at a cursor; ``done`` when everything is there."""

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._blocks: list[str] = []
        self._at = 0
        self._join = False
        self.cursor = QTextCursor()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._some)

    @property
    def busy(self) -> bool:
        """Whether something is still to come."""
        return self._at < len(self._blocks)

    def start(self, cursor: QTextCursor, text: str) -> None:
        """Replace the selection of ``cursor`` by ``text``: a short one now, a long one from now on."""
        self.finish()
        self.cursor, self._blocks, self._at, self._join = cursor, text_marks.encode(text), 0, False
        if len(text) <= AT_ONCE:
            self.finish()
        else:
            self._timer.start()

    def stop(self) -> None:
        """Forget what is still to come."""
        self._timer.stop()
        self._blocks, self._at = [], 0

    def finish(self) -> None:
        """Insert all that is still to come, now."""
        if self.busy:
            self._insert(len(self._blocks))
            self._end()

    def _some(self) -> None:
        begun = time.perf_counter()
        while self.busy and time.perf_counter() - begun < _PAUSE:
            stop, size = self._at, 0
            while stop < len(self._blocks) and size < _SLICE:
                size += len(self._blocks[stop]) + 8  # a block costs as much as some letters
                stop += 1
            self._insert(stop)
        if not self.busy:
            self._end()

    def _insert(self, stop: int) -> None:
        piece = "\n".join(self._blocks[self._at : stop])
        piece += "\n" if stop < len(self._blocks) else ""
        if self._join:
            self.cursor.joinPreviousEditBlock()  # one paste is one step to undo
        else:
            self.cursor.beginEditBlock()
        self._join, self._at = True, stop
        self.cursor.insertText(piece)
        self.cursor.endEditBlock()

    def _end(self) -> None:
        self.stop()
        self.done.emit()
