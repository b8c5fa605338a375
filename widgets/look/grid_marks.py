"""What is drawn over a picture: frames, the badge of a chosen one, and the words where there is none yet."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.look import style, tokens


def paint_frame(painter: QPainter, cell: QRect, role: str, width: int) -> None:
    """A frame ``width`` px wide just outside ``cell``."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(getattr(tokens.current(), role)), width, Qt.PenStyle.SolidLine)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    half = width / 2
    painter.drawRect(QRectF(cell).adjusted(-half, -half, half, half))


def paint_chosen(painter: QPainter, cell: QRect) -> None:
    """3 px of accent outside ``cell`` and 2 px of stage inside, which any picture leaves visible."""
    paint_frame(painter, cell.adjusted(2, 2, -2, -2), "stage", 2)
    paint_frame(painter, cell, "accent", 3)


def paint_badge(painter: QPainter, cell: QRect, letter: str) -> None:
    """The letter of a chosen picture in its upper left corner."""
    if not letter:
        return
    t = tokens.current()
    font = style.fonts("caption", bold=True)
    side = 16 if cell.width() >= 40 else 12  # a small picture keeps most of itself
    box = QRectF(cell.x(), cell.y(), side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(t.accent))
    painter.drawRoundedRect(box.adjusted(-2, -2, 0, 0), 3, 3)
    painter.setPen(QColor(t.on_accent))
    painter.setFont(font)
    painter.drawText(box.adjusted(-2, -2, 0, 0), int(Qt.AlignmentFlag.AlignCenter), letter)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_empty(painter: QPainter, area: QRect, text: str) -> None:
    """``text`` dim in the middle of ``area``."""
    painter.setPen(QColor(tokens.current().text2))
    painter.setFont(style.fonts())
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(area.adjusted(16, 16, -16, -16), flags, text)
