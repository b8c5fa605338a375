"""How far results are from the truth, on a log scale: what is exact says so, what is no number too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.graph import ink
from widgets.graph.card import advance, elided
from widgets.look.figures import MINUS
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import mark, say, tr
from widgets.look.painted import Pointed

_ROW, _BAR, _FOOT = 26.0, 8.0, 20.0  # px of a row, of its bar, of the scale below
_FIGURE = 64.0  # px of the figures at the right
_LOW, _HIGH = -18, 3  # powers of ten at the ends of the scale
_TICKS = (-15, -12, -9, -6, -3, 0)
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -9999, Qt.Key.Key_End: 9999}


@dataclass(frozen=True)
class ErrorRow:
    """One result.

    Attributes:
        key: what ``chosen`` tells; a row without one is only looked at.
        name: in the language shown.
        error: largest distance from the truth; 0 is exact, NaN and infinity are what came out.
        before: the same without the mask, a hollow bar behind; None for none.
    """

    key: str
    name: str
    error: float | None = None
    before: float | None = None


def part(error: float) -> float:
    """How far along the scale an error lies, 0 to 1; 0 too for an exact one."""
    if error == 0:
        return 0.0
    if not math.isfinite(error):
        return 1.0
    return min(max((math.log10(abs(error)) - _LOW) / (_HIGH - _LOW), 0.0), 1.0)


def worded(error: float | None) -> str:
    """The figure of a row: ``exact``, ``NaN``, ``3.0e−8``."""
    if error is None:
        return "–"
    if error == 0:
        return tr("exact")
    if math.isnan(error):
        return "NaN"
    if math.isinf(error):
        return "∞"
    return f"{error:.2g}".replace("e-0", "e-").replace("e+0", "e").replace("-", MINUS)


class ErrorBars(Pointed):
    """A row a result: name, bar from the least error that is shown, figure; a line is what may still pass."""

    chosen = Signal(str)

    def __init__(self, empty: str = mark("Nothing measured yet"), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self._rows: tuple[ErrorRow, ...] = ()
        self._tolerance: float | None = None
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        say(self, name="Errors against truth")

    def set_errors(self, rows: Sequence[ErrorRow], tolerance: float | None = None) -> None:
        """Show these; up to ``tolerance`` an error is drawn as right, over it as wrong."""
        more = len(rows) != len(self._rows)
        self._rows, self._tolerance = tuple(rows), tolerance
        self._at = min(self._at, max(0, len(rows) - 1))
        if self._hover >= len(rows):
            self._point(-1)
        self._describe()
        if more:
            self.updateGeometry()
        self.update()

    def role(self, row: ErrorRow) -> str:
        """The token of a row's bar: right, wrong, or neither where nobody said what passes."""
        if row.error is None:
            return "strong"
        if not math.isfinite(row.error):
            return "error"
        if self._tolerance is None:
            return "ok" if row.error == 0 else "accent"
        return "ok" if abs(row.error) <= self._tolerance else "error"

    def row_rect(self, at: int) -> QRectF:
        """Where a row lies."""
        return QRectF(0, at * _ROW, self.width(), _ROW)

    def bar_rect(self, at: int) -> QRectF:
        """Where a row's bar may reach, all of the scale."""
        names, row = self._names(), self.row_rect(at)
        left = names + 8
        return QRectF(left, row.center().y() - _BAR / 2, max(1.0, self.width() - left - _FIGURE), _BAR)

    def _names(self) -> float:
        longest = max((advance("body", row.name) for row in self._rows), default=0.0)
        return min(longest + 12, self.width() * 0.42)

    # the person

    def _under(self, place: QPointF) -> int:
        at = int(place.y() // _ROW)
        return at if 0 <= at < len(self._rows) else -1

    def _tip(self, place: QPoint) -> str | None:
        at = self._under(QPointF(place))
        return self.words(self._rows[at]) if at >= 0 else ""

    def words(self, row: ErrorRow) -> str:
        """What there is to say of a row."""
        facts = {"name": row.name, "error": worded(row.error)}
        exact = row.error == 0
        said = tr("{name}: exact", name=row.name) if exact else tr("{name}: error {error}", **facts)
        if row.before is not None:
            said = tr("{row}, without the mask {error}", row=said, error=worded(row.before))
        return said

    def _describe(self) -> None:
        rows = self._rows
        if self._keyed and rows:
            rows = (rows[self._at],)
        self.setAccessibleDescription("; ".join(map(self.words, rows)))

    def _redraw(self) -> None:
        self._describe()
        super()._redraw()

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._rows):
            self._at = at
            if self._rows[at].key:
                self.chosen.emit(self._rows[at].key)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        self._describe()
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(self._under(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES and self._rows:
            self._keyed = True
            self._at = min(max(0, self._at + _MOVES[key]), len(self._rows) - 1)
            self._describe()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._at)
        else:
            super().keyPressEvent(event)

    # the picture

    def sizeHint(self) -> QSize:
        return QSize(380, round(max(2, len(self._rows)) * _ROW + _FOOT))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._rows:
            paint_empty(painter, self.rect(), tr(self._empty))
        else:
            self._paint_scale(painter)
            for at, row in enumerate(self._rows):
                self._paint_row(painter, at, row)
        painter.end()

    def _paint_scale(self, painter: QPainter) -> None:
        bar, foot = self.bar_rect(0), len(self._rows) * _ROW
        painter.setFont(ink.font("caption"))
        space = bar.width() / (_HIGH - _LOW) * 3
        for power in _TICKS:
            x = bar.left() + part(10.0**power) * bar.width()
            painter.fillRect(QRectF(x, 0, 1, foot), ink.brush(ink.colour("grid")))
            if space > 40 or power % 6 == 0:
                painter.setPen(ink.pen(ink.colour("text2")))
                text = "1" if power == 0 else f"1e{power}".replace("-", MINUS)
                painter.drawText(QRectF(x - 30, foot + 2, 60, _FOOT - 2), _CENTRE, text)
        if self._tolerance:
            x = bar.left() + part(self._tolerance) * bar.width()
            painter.setPen(ink.pen(ink.colour("text2"), 1.5, (3.0, 2.0)))
            painter.drawLine(QPointF(x, 0), QPointF(x, foot))

    def _paint_row(self, painter: QPainter, at: int, row: ErrorRow) -> None:
        place, bar, role = self.row_rect(at), self.bar_rect(at), self.role(row)
        keyed = self._ringed() and at == self._at
        if keyed or at == self._hover:
            painter.setPen(ink.pen(ink.colour("accent"), 2) if keyed else Qt.PenStyle.NoPen)
            painter.setBrush(ink.brush(ink.colour("hover"), 0.6))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 4, 4)
        painter.setFont(ink.font("body"))
        painter.setPen(ink.pen(ink.colour("text" if self.isEnabled() else "disabled")))
        names = self._names()
        painter.drawText(QRectF(4, place.top(), names, _ROW), _LEFT, elided("body", row.name, names - 4))
        if row.before is not None and row.before == row.before:
            painter.setPen(ink.pen(ink.colour("strong")))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            reach = max(2.0, part(row.before) * bar.width())
            painter.drawRect(QRectF(bar.left(), bar.top() - 2.5, reach, bar.height() + 5))
        if row.error is not None:
            self._paint_bar(painter, bar, row.error, role)
        bold = role in ("ok", "error")
        painter.setFont(ink.font("field", bold=bold))
        painter.setPen(ink.pen(ink.colour(role if bold else "text2")))
        painter.drawText(
            QRectF(place.right() - _FIGURE, place.top(), _FIGURE - 6, _ROW), _RIGHT, worded(row.error)
        )

    def _paint_bar(self, painter: QPainter, bar: QRectF, error: float, role: str) -> None:
        """A dot where there is no error, else as far as the scale tells; hatched for what is no number."""
        painter.setPen(Qt.PenStyle.NoPen)
        if error == 0:
            painter.setBrush(ink.brush(ink.colour(role)))
            painter.drawEllipse(QPointF(bar.left() + 4, bar.center().y()), 4, 4)
            return
        painter.setBrush(ink.brush(ink.colour(role), hatched=not math.isfinite(error)))
        painter.drawRoundedRect(
            QRectF(bar.left(), bar.top(), max(2.0, part(error) * bar.width()), bar.height()), 2, 2
        )


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page, bars = QWidget(), ErrorBars()
    column = QVBoxLayout(page)
    column.addWidget(bars)
    column.addStretch(1)
    rows = [
        ErrorRow("mean", "Mean pool", 3.0e-8, 1.24),
        ErrorRow("max", "Max pool", 0.0, 1.4),
        ErrorRow("attention", "Attention pool", 1.2e-7, 1.3),
        ErrorRow("forward", "LSTM forward", 0.0, 0.0),
        ErrorRow("backward", "LSTM backward", 0.122, 0.122),
        ErrorRow("nan", "x × mask, NaN pads", float("nan"), float("nan")),
        ErrorRow("conv", "Conv1d", None, 26.4),
    ]
    bars.set_errors(rows, 1e-6)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
