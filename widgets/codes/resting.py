"""A pointer that rests where a press would paint: time to show what the stroke would make."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from widgets.codes.gestures import BRUSHED, CanvasGestures
from widgets.codes.view import Cell

REST = 90  # ms: shorter than a pause, longer than the way from one cell to the next
_PAINTING = (*BRUSHED, "fill", "stamp")
_Promise = tuple[str, int, str, tuple[int, int], tuple[Cell, ...]]


class CanvasResting(CanvasGestures):
    """Tells when the pointer rests with a tool that paints, by mouse or by keyboard; once for each place.

    After a stroke it tells of the next place only: what was painted shall be seen as it is.
    """

    rested = Signal(list)  # every (row, column) that the tool would be led over, in order
    moved_on = Signal()  # what was told by ``rested`` is no longer so

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._promised: _Promise | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._tell_rest)

    def rest_anew(self) -> None:
        """Another code, say, would be painted now: tell once more where the pointer rests."""
        self._promise(anew=True)

    def _show_marks(self) -> None:
        super()._show_marks()
        self._promise()

    def _promise(self, *, anew: bool = False) -> None:
        """Look whether a press would paint elsewhere, or otherwise, than at the last look."""
        if self._gesture is not None and self._gesture.kind != "line":
            self._rest.stop()  # who paints sees the painting
            return
        promise = self._now()
        if promise == self._promised and not anew:
            return
        before, self._promised = self._promised, promise
        if promise is None:
            self._rest.stop()
        else:
            self._rest.start()
        if before is not None:
            self.moved_on.emit()

    def _now(self) -> _Promise | None:
        cell, gesture = self._hover, self._gesture
        if gesture is not None and gesture.button is Qt.MouseButton.RightButton:
            return None  # that line will be of another code
        if cell is None or not self._inside(cell) or self._tool not in _PAINTING:
            return None
        return self._tool, self._size, self._shape_name, self._stamp, tuple(self.led(cell))

    def _tell_rest(self) -> None:
        if self._promised is not None:
            self.rested.emit([cell for cell in self._promised[-1] if self._inside(cell)])

    def _release(self) -> None:
        began = self._gesture is not None
        super()._release()
        if began:
            self._promised = self._now()
            self._rest.stop()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._point_at(None)
