"""The key to the colours of a seam: closed at the left, as open as it gets at the right, and two figures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.figures import brief
from widgets.look.i18n import say, tr
from widgets.look.painted import Painted
from widgets.solid.mesh import CLOSED
from widgets.solid.shading import gap_colour

_BAR, _EDGE, _ROW = 88, 10, 18  # logical px


class GapLegend(Painted):
    """A card over a picture in space; it takes no clicks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._largest = self._mean = 0.0
        self._full = 1.0
        self._said: object = None  # as it stands there
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        say(self, name="Gap along the seam")

    def set_gap(self, gap: np.ndarray, full: float) -> None:
        """Show the figures of gaps (n,), none negative; ``full`` has the last colour."""
        self._largest, self._mean = (float(gap.max()), float(gap.mean())) if len(gap) else (0.0, 0.0)
        self._full = full
        if (said := (self.words(), self._ends())) != self._said:
            self._said = said
            self.setAccessibleDescription(said[0])
            self._fit()

    def words(self) -> str:
        """The figures in the language shown."""
        if self._largest <= CLOSED * self._full:
            return tr("closed everywhere")
        return tr("largest {gap}, mean {mean}", gap=brief(self._largest), mean=brief(self._mean))

    def _ends(self) -> tuple[str, str]:
        return "0", brief(self._full)

    def _redraw(self) -> None:
        self._fit()

    def _fit(self) -> None:
        self.resize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics, bold = (QFontMetrics(style.fonts("caption", bold=heavy)) for heavy in (False, True))
        ends = sum(metrics.horizontalAdvance(end) + 6 for end in self._ends())
        first = bold.horizontalAdvance(tr("Seam gap")) + 10 + ends + _BAR
        return QSize(max(first, metrics.horizontalAdvance(self.words())) + 2 * _EDGE, 2 * _ROW + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(t.border))
        painter.setBrush(QColor(t.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        low, high = self._ends()
        x = float(_EDGE)
        for text, colour, bold, gap in ((tr("Seam gap"), t.text, True, 10), (low, t.text2, False, 6)):
            x += self._word(painter, text, colour, bold, x, 6) + gap
        bar = QRectF(x, 6 + _ROW / 2 - 3.5, _BAR, 7)
        ramp = QLinearGradient(bar.topLeft(), bar.topRight())
        for at in range(9):
            ramp.setColorAt(at / 8, gap_colour(at / 8))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ramp)
        painter.drawRoundedRect(bar, 3.5, 3.5)
        self._word(painter, high, t.text2, False, bar.right() + 6, 6)
        self._word(painter, self.words(), t.text2, False, _EDGE, 6 + _ROW)
        painter.end()

    def _word(self, painter: QPainter, text: str, colour: str, bold: bool, x: float, y: float) -> int:
        font = style.fonts("caption", bold=bold)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QRectF(x, y, self.width(), _ROW), int(Qt.AlignmentFlag.AlignVCenter), text)
        return QFontMetrics(font).horizontalAdvance(text)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page = QWidget()
    column = QVBoxLayout(page)
    for gaps in (np.zeros(3), np.array([0.0, 0.02, 0.01]), np.array([0.5, 0.36])):
        legend = GapLegend()
        legend.set_gap(gaps, 0.5)
        column.addWidget(legend)
    column.addStretch(1)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
