"""Scores beside what they must beat: named bars with figures, in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.i18n import say, tr
from widgets.look.painted import Pointed

_ROW, _RULE, _ABOVE = 24, 13, 8  # logical px of a row, of the rule between groups, over the note
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
_FIGURE = 44
_BAR = 6
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -9999, Qt.Key.Key_End: 9999}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True)
class Score:
    """One row.

    Attributes:
        key: what ``chosen`` tells; a row without one is only looked at.
        name: English, translated, or already in the language shown.
        value: 0 to the scale's end; None while it is not known.
        role: a token ("accent"), the number of a category from 0, or None for grey.
        bold: the row that matters now.
    """

    key: str
    name: str
    value: float | None = None
    role: str | int | None = None
    bold: bool = False

    def colour(self, t: tokens.Tokens) -> str:
        """The colour of the bar."""
        if self.role is None:
            return t.strong
        return (
            t.categories[self.role % len(t.categories)]
            if isinstance(self.role, int)
            else str(getattr(t, self.role))
        )

    def figure(self) -> str:
        """The value as it is written; a dash while it is not known."""
        return "–" if self.value is None or self.value != self.value else f"{self.value:.1f}"


class ScoreBars(Pointed):
    """Groups of rows with a rule between, and a note below; a row with a key can be clicked."""

    chosen = Signal(str)

    def __init__(self, most: float = 100.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._groups: tuple[tuple[Score, ...], ...] = ()
        self._note = ""
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        say(self, name="Scores")

    def set_scores(self, groups: Sequence[Sequence[Score]], note: str = "") -> None:
        """Show groups of rows; ``note``, in the language shown, is wrapped below."""
        before = self.sizeHint()
        self._groups, self._note = tuple(tuple(group) for group in groups if group), note
        self._at = min(self._at, max(0, len(self.rows()) - 1))
        self.setAccessibleDescription("; ".join(f"{tr(row.name)} {row.figure()}" for row in self.rows()))
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def rows(self) -> list[Score]:
        """All rows from the top."""
        return [row for group in self._groups for row in group]

    def row_rect(self, index: int) -> QRect:
        """Where a row lies."""
        above = 0
        for number, group in enumerate(self._groups):
            if index < above + len(group):
                return QRect(0, index * _ROW + number * _RULE, self.width(), _ROW)
            above += len(group)
        return QRect()

    def row_at(self, y: float) -> int:
        """The row at a height, -1 between and below."""
        return next((at for at in range(len(self.rows())) if self.row_rect(at).contains(1, int(y))), -1)

    # the person

    def _under(self, place: QPointF) -> int:
        row = self.row_at(place.y())
        return row if row >= 0 and self.rows()[row].key else -1

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.rows()) and self.rows()[row].key:
            self._at = row
            self.chosen.emit(self.rows()[row].key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(self.row_at(event.position().y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        live = [at for at, row in enumerate(self.rows()) if row.key]
        if not live or key not in (*_MOVES, *_ENTERS):
            super().keyPressEvent(event)
            return
        self._keyed = True
        if key in _ENTERS:
            self._choose(self._at)
        else:
            near = min(range(len(live)), key=lambda at: abs(live[at] - self._at))
            self._at = live[min(max(0, near + _MOVES[key]), len(live) - 1)]
            row = self.rows()[self._at]
            self.setAccessibleDescription(f"{tr(row.name)} {row.figure()}")
        self.update()

    # the picture

    def sizeHint(self) -> QSize:
        high = len(self.rows()) * _ROW + max(0, len(self._groups) - 1) * _RULE
        return QSize(280, max(_ROW, high + self._note_height()))

    def _note_height(self) -> int:
        """Height of the note at this width, with the room over it."""
        if not self._note:
            return 0
        metrics = QFontMetrics(style.fonts("caption"))
        high = metrics.boundingRect(QRect(0, 0, max(120, self.width()), 9999), _WRAP, self._note).height()
        return _ABOVE + high

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._note and self.sizeHint().height() != self.height():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _name_width(self) -> int:
        """All names stand in one column: the longest decides, up to half the width."""
        metrics = QFontMetrics(style.fonts("body", bold=True))
        longest = max((metrics.horizontalAdvance(tr(row.name)) for row in self.rows()), default=0)
        return min(max(72, longest + 10), self.width() // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        names = self._name_width()
        for at, row in enumerate(self.rows()):
            self._paint_row(painter, row, self.row_rect(at), names, self._is_lit(at))
        t, at = tokens.current(), 0
        for group in self._groups[:-1]:
            at += len(group)
            painter.fillRect(
                QRect(0, self.row_rect(at).top() - _RULE // 2 - 1, self.width(), 1), QColor(t.border)
            )
        if self._note:
            high = self._note_height() - _ABOVE
            painter.setFont(style.fonts("caption"))
            painter.setPen(QColor(t.text2))
            painter.drawText(QRect(0, self.sizeHint().height() - high, self.width(), high), _WRAP, self._note)
        painter.end()

    def _is_lit(self, at: int) -> bool:
        return at == self._hover or (self._ringed() and at == self._at)

    def _paint_row(self, painter: QPainter, row: Score, place: QRect, names: int, lit: bool) -> None:
        t = tokens.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if lit:
            painter.setPen(QPen(QColor(t.accent), 2) if self._ringed() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.hover))
            painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), 4, 4)
        font = style.fonts("body", bold=row.bold)
        painter.setFont(font)
        usual = t.text if row.bold or lit else t.text2
        painter.setPen(QColor(usual if self.isEnabled() else t.disabled))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        name = QFontMetrics(font).elidedText(tr(row.name), Qt.TextElideMode.ElideRight, names - 8)
        painter.drawText(place.adjusted(4, 0, 0, 0), middle, name)
        right = middle | int(Qt.AlignmentFlag.AlignRight)
        painter.drawText(place.adjusted(0, 0, -4, 0), right, row.figure())
        bar = QRectF(names, place.center().y() - _BAR / 2 + 1, place.width() - names - _FIGURE, _BAR)
        if bar.width() < 8:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.track))
        painter.drawRoundedRect(bar, 2, 2)
        part = min(max(0.0, row.value or 0.0), self._most) / self._most if row.figure() != "–" else 0.0
        if part > 0:
            painter.setBrush(QColor(row.colour(t) if self.isEnabled() else t.disabled))
            bar.setWidth(max(2.0, bar.width() * part))
            painter.drawRoundedRect(bar, 2, 2)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page, bars = QWidget(), ScoreBars()
    column = QVBoxLayout(page)
    column.addWidget(bars)
    column.addStretch(1)
    layers = [
        Score("1", "Layer 1", 41.0, 0),
        Score("2", "Layer 2", 56.8, "accent", True),
        Score("3", "Layer 3", 37.2, 2),
    ]
    base = [
        Score("", "Plain LSTM", 39.6, "text2"),
        Score("", "Right-branching", 35.6),
        Score("", "Balanced", 34.5),
    ]
    base += [Score("", "Random", 26.7), Score("", "Left-branching", 8.9), Score("", "Yours", None)]
    bars.set_scores([layers, base], "Best any binary tree can do here: 84.4")
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
