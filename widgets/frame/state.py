"""What a run is doing: a mark, a word and figures. State is colour, shape and word together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from widgets.look import tokens
from widgets.look.figures import clock, count
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel

StateKind = Literal["starting", "paused", "running", "done", "failed", "closed"]
_GAP = 10


class Mark(QWidget):
    """A dot while running, two bars while paused, a ring with a tick when done, with a cross when failed,
    empty otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind: StateKind = "starting"
        self.setFixedSize(14, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(7, 8.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.kind == "running":
            painter.setBrush(QColor(t.ok))
            painter.drawEllipse(middle, 4, 4)
        elif self.kind == "paused":
            for x in (3, 8):
                painter.fillRect(QRectF(x, 3.5, 3, 10), QColor(t.warn))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.error if self.kind == "failed" else t.text2), 1.4))
            painter.drawEllipse(middle, 5.5, 5.5)
            if self.kind == "done":
                painter.setPen(QPen(QColor(t.ok), 1.4))
                painter.drawEllipse(middle, 5.5, 5.5)
                painter.drawPolyline([QPointF(4.5, 8.5), QPointF(6.3, 10.5), QPointF(9.6, 6.5)])
            if self.kind == "failed":
                painter.drawLine(QPointF(5, 6.5), QPointF(9, 10.5))
                painter.drawLine(QPointF(5, 10.5), QPointF(9, 6.5))
        painter.end()


class Figures(QLabel):
    """Step, rate and time in one line: the first in text colour, the others dim, left out when narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now: tuple[int, float, float] | None = None
        self._parts: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        say(self, name="Progress")

    def show_figures(self, step: int, rate: float, elapsed: float) -> None:
        """Say these; a rate of 0 is left out."""
        self._now = (step, rate, elapsed)
        self._say()

    def show_parts(self, parts: Sequence[str]) -> None:
        """Say these instead, in the language shown."""
        self._now, self._parts = None, list(parts)
        self.setText("  ".join(parts))
        self.updateGeometry()

    def clear(self) -> None:
        """Say nothing."""
        self._now, self._parts = None, []
        self.setText("")

    def _say(self) -> None:
        if self._now is None:
            return
        step, rate, elapsed = self._now
        self._parts = [tr("step {step}", step=count(step))]
        if rate > 0:
            self._parts.append(
                tr("{rate} steps/s", rate=f"{rate:.1f}" if rate < 1000 else count(round(rate)))
            )
        self._parts.append(clock(elapsed))
        self.setText("  ".join(self._parts))

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + _GAP * 2, 20)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setFont(self.font())
        metrics, x = self.fontMetrics(), 0
        for part in self._parts:
            width = metrics.horizontalAdvance(part)
            if x + width > self.width():
                break
            painter.setPen(QColor(t.text2 if x else t.text))
            painter.drawText(x, 0, width + 1, self.height(), int(Qt.AlignmentFlag.AlignVCenter), part)
            x += width + _GAP
        painter.end()


class StateView(QWidget):
    """Mark, word, figures; the objects are ``<prefix>.state`` and ``<prefix>.progress``."""

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = Mark()
        self.word = ElidedLabel(role="strong")
        self.word.setObjectName(f"{prefix}.state")
        self.figures = Figures()
        self.figures.setObjectName(f"{prefix}.progress")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.mark)
        layout.addWidget(self.word)
        layout.addWidget(self.figures, 1)
        self.set_state("starting", "Starting")

    def set_state(self, kind: StateKind, word: str) -> None:
        """Show ``kind`` as a shape and say ``word`` (English, or already in the language shown)."""
        self.mark.kind = kind
        self.mark.update()
        say(self.word, text=word, name=word)

    def minimumSizeHint(self) -> QSize:
        word = self.word.fontMetrics().horizontalAdvance(self.word.text())
        return QSize(self.mark.width() + 8 + min(160, word) + 16 + self._step_width(), 28)

    def _step_width(self) -> int:
        return self.figures.fontMetrics().horizontalAdvance("step 100,000") if self.figures.text() else 0
