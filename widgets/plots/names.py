"""The lines of a plot, and their names at their ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.figures import brief, count
from widgets.look.i18n import tr
from widgets.plots.curve_data import spread


@dataclass
class Line:
    """One curve: its name, English; a token or the index of a category; its points."""

    name: str
    colour: str | int
    x: np.ndarray
    y: np.ndarray

    def shade(self) -> QColor:
        t = tokens.current()
        if isinstance(self.colour, int):
            return QColor(t.categories[self.colour % len(t.categories)])
        return QColor(getattr(t, self.colour))

    def last(self) -> str:
        """Its last value in words; what was only ever counted is a whole number."""
        value = float(self.y[-1])
        counted = self.y.size > 1 and np.isfinite(value) and bool((self.y == np.rint(self.y)).all())
        return count(round(value)) if counted else brief(value)

    def dashed(self) -> bool:
        return isinstance(self.colour, int) and self.colour >= 4


class Names(QWidget):
    """Name and last value of each curve at the right of the plot, level with its end.

    Args:
        level: value -> height in pixels at which it is drawn.
    """

    def __init__(self, lines: Callable[[], list[Line]], level: Callable[[float], float]) -> None:
        super().__init__()
        self._lines, self._level = lines, level
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def texts(self) -> list[tuple[str, str]]:
        """Name and figure of every curve that has a point."""
        return [(tr(line.name), line.last()) for line in self._lines() if line.y.size]

    def refit(self) -> None:
        """Be as wide as the longest text."""
        bold = QFontMetrics(style.fonts("caption", bold=True))
        widths = [bold.horizontalAdvance(f"{name}  {last}") for name, last in self.texts()]
        self.setFixedWidth(max([*widths, 36]) + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        lines = [line for line in self._lines() if line.y.size]
        font = style.fonts("caption", bold=True)
        metrics = QFontMetrics(font)
        height = metrics.height()
        wanted = [self._level(float(line.y[-1])) - height / 2 for line in lines]
        places = spread(wanted, height, 0, self.height() - height)
        painter = QPainter(self)
        painter.setFont(font)
        for line, place, (name, last) in zip(lines, places, self.texts(), strict=True):
            painter.setPen(line.shade())
            painter.drawText(QPointF(4, place + metrics.ascent()), f"{name}  {last}")
        painter.end()
