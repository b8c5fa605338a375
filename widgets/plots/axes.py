"""Two scales in a room: where a point lies across and up, and the numbers along both edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from widgets.look import style, tokens
from widgets.look.figures import MINUS, figure
from widgets.plots.histogram import ticks

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Axes:
    """x across and y up, from and to, over a rectangle in logical px."""

    room: QRectF
    x: tuple[float, float]
    y: tuple[float, float]

    def place(self, x: float, y: float) -> QPointF:
        """Where a point is drawn."""
        (x0, x1), (y0, y1) = self.x, self.y
        across = self.room.left() + (x - x0) / (x1 - x0) * self.room.width()
        return QPointF(across, self.room.bottom() - (y - y0) / (y1 - y0) * self.room.height())

    def places(self, x: np.ndarray, y: np.ndarray) -> list[QPointF]:
        """Where points (n,) are drawn."""
        (x0, x1), (y0, y1) = self.x, self.y
        across = self.room.left() + (x - x0) / (x1 - x0) * self.room.width()
        up = self.room.bottom() - (y - y0) / (y1 - y0) * self.room.height()
        return list(map(QPointF, across.tolist(), up.tolist()))

    def x_at(self, across: float) -> float:
        """The x that is drawn at ``across``."""
        x0, x1 = self.x
        return x0 + (across - self.room.left()) / max(1.0, self.room.width()) * (x1 - x0)

    def paint(self, painter: QPainter, *, zero: bool = False) -> None:
        """Lines at round values of y, the one at zero stronger if ``zero``, and both scales' numbers."""
        t, room = tokens.current(), self.room
        painter.setFont(style.fonts("caption"))
        for value in ticks(*self.y, max(2, int(room.height() / 30))):
            y = round(self.place(self.x[0], value).y())
            line = QColor(t.strong if zero and value == 0 else t.grid)
            painter.fillRect(QRectF(room.left(), y, room.width(), 1), line)
            painter.setPen(QColor(t.text2))
            painter.drawText(QRectF(0, y - 8, room.left() - 8, 16), _RIGHT, _figure(value))
        for value in ticks(*self.x, max(2, int(room.width() / 64))):
            x = min(max(self.place(value, self.y[0]).x(), room.left() + 8), room.right() - 8)
            painter.drawText(QRectF(x - 30, room.bottom() + 3, 60, 16), _CENTRE, _figure(value))


def _figure(value: float) -> str:
    return f"{value:.0f}".replace("-", MINUS) if float(value).is_integer() else figure(value, 1)
