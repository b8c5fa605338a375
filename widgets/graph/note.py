"""A sentence beside the mouse that says why something is not done."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from widgets.graph import ink

_WIDE, _EDGE, _AWAY = 360, 12, 16  # px of the longest line, to the rim of the room, from the mouse
_WRAP = int(Qt.TextFlag.TextWordWrap)


def paint_note(painter: QPainter, room: QRect, at: QPoint, words: str) -> None:
    """Write it below and to the right of a place, but inside the room."""
    font = ink.font("body")
    inner = room.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    wide = max(1, min(_WIDE, inner.width() - 20))
    box = QFontMetrics(font).boundingRect(0, 0, wide, 400, _WRAP, words).adjusted(-10, -7, 10, 7)
    box.moveTopLeft(at + QPoint(_AWAY, _AWAY))
    box.moveRight(min(box.right(), inner.right()))
    box.moveBottom(min(box.bottom(), inner.bottom()))
    painter.setPen(ink.pen(ink.colour("error")))
    painter.setBrush(ink.brush(ink.colour("error_soft")))
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font)
    painter.setPen(ink.pen(ink.colour("text")))
    painter.drawText(box.adjusted(10, 7, -10, -7), _WRAP, words)
