"""Sentences with a span marked in each, and a figure: one line each, cut so that the span stays in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.i18n import mark, say
from widgets.look.painted import Pointed
from widgets.trees.columns import is_cjk, word_font

_ROW, _PAD, _FIGURE = 26, 3.0, 44  # logical px: a row, beside the marked words, room for the figure
_BEFORE = 0.4  # of the room beside the span goes to what stands before it, where both are too long
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_PICKS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True)
class SpanRow:
    """A sentence in three parts, the middle one marked, and a figure already in words."""

    before: str
    span: str
    after: str
    figure: str

    @property
    def text(self) -> str:
        """The whole sentence."""
        return self.before + self.span + self.after


class SpanRows(Pointed):
    """As high as its rows; a click or Enter picks one, arrows move."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[SpanRow, ...] = ()
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        say(self, name=mark("Sentences with a marked span"))

    def set_rows(self, rows: Sequence[SpanRow]) -> None:
        """Show these, in the order given. The same rows change nothing."""
        if tuple(rows) == self._rows:
            return
        self._rows, self._current = tuple(rows), min(self._current, len(rows) - 1)
        self._hover = min(self._hover, len(rows) - 1)
        self.setAccessibleDescription("; ".join(f"{row.text} {row.figure}" for row in rows))
        self.updateGeometry()
        self.update()

    def rows(self) -> tuple[SpanRow, ...]:
        """What is shown."""
        return self._rows

    def sizeHint(self) -> QSize:
        return QSize(240, len(self._rows) * _ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, len(self._rows) * _ROW)

    # pointing and choosing

    def _under(self, place: QPointF) -> int:
        row = int(place.y() // _ROW)
        return row if 0 <= row < len(self._rows) else -1

    def _tip(self, place: QPoint) -> str | None:
        row = self._under(QPointF(place))
        return self._rows[row].text if row >= 0 else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._under(event.position())
        if event.button() is Qt.MouseButton.LeftButton and row >= 0:
            self._current, self._keyed = row, False
            self.picked.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), len(self._rows) - 1
        moves = {
            Qt.Key.Key_Up: max(0, self._current - 1),
            Qt.Key.Key_Down: min(last, self._current + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in moves and last >= 0:
            self._current, self._keyed = moves[key], True
            self.update()
        elif key in _PICKS and 0 <= self._current <= last:
            self.picked.emit(self._current)
        else:
            super().keyPressEvent(event)

    # the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, row in enumerate(self._rows):
            place = QRectF(0, at * _ROW, self.width(), _ROW)
            if at == self._hover:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(t.hover))
                painter.drawRoundedRect(place.adjusted(0, 1, 0, -1), 4, 4)
            self._paint_row(painter, row, place.adjusted(4, 0, -4, 0))
            if at == self._current and self._ringed():
                painter.setPen(QPen(QColor(t.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_row(self, painter: QPainter, row: SpanRow, place: QRectF) -> None:
        t = tokens.current()
        plain, bold = (word_font("field", (row.text,), bold=heavy) for heavy in (False, True))
        parts = fitted(row, place.width() - _FIGURE, plain, bold)
        x = place.left()
        for text, font, colour in zip(parts, (plain, bold, plain), (t.text2, t.text, t.text2), strict=True):
            if not text:
                continue
            long, marked = QFontMetricsF(font).horizontalAdvance(text), font is bold
            if marked:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(t.accent_soft))
                painter.drawRoundedRect(QRectF(x, place.top() + 4, long + 2 * _PAD, _ROW - 8), 3, 3)
                x += _PAD
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(x, place.top(), long + 1, _ROW), int(_MIDDLE), text)
            x += long + (_PAD if marked else 0)
        painter.setFont(style.fonts("field"))
        painter.setPen(QColor(t.text2))
        room = QRectF(place.right() - _FIGURE, place.top(), _FIGURE, _ROW)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | _MIDDLE), row.figure)


def fitted(row: SpanRow, room: float, plain: QFont, bold: QFont) -> tuple[str, str, str]:
    """The three parts of a row as there is room for them, ellipses included."""
    narrow, wide = QFontMetricsF(plain), QFontMetricsF(bold)
    before, after = row.before.lstrip(), row.after.rstrip()
    span = wide.elidedText(row.span, Qt.TextElideMode.ElideRight, max(0.0, room - 2 * _PAD))
    rest = max(0.0, room - wide.horizontalAdvance(span) - 2 * _PAD)
    left, right = (narrow.horizontalAdvance(part) for part in (before, after))
    if left + right > rest:
        before = _shortened(before, max(rest * _BEFORE, rest - right), narrow, -1)
        after = _shortened(after, rest - narrow.horizontalAdvance(before), narrow, 1)
    return before, span, after


def _shortened(text: str, room: float, metrics: QFontMetricsF, way: int) -> str:
    """As many whole words as there is room for, from the start (``way`` 1) or from the end (-1)."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    words = text.split(" ")
    for kept in range(len(words) - 1, 0, -1):
        part = " ".join(words[:kept]) + "…" if way > 0 else "…" + " ".join(words[-kept:])
        if len(part.strip(" …")) and metrics.horizontalAdvance(part) <= room:
            return part
    if any(map(is_cjk, text)):
        mode = Qt.TextElideMode.ElideRight if way > 0 else Qt.TextElideMode.ElideLeft
        return metrics.elidedText(text, mode, max(0.0, room))
    return ""


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page, rows = QWidget(), SpanRows()
    column = QVBoxLayout(page)
    column.addWidget(rows)
    column.addStretch(1)
    rows.set_rows(
        [
            SpanRow("the old dog that chased the cats sleeps ", "in the quiet garden", "", "0.97"),
            SpanRow("", "a small bird", " near the river sings and nobody listens to it", "0.95"),
            SpanRow("they said that ", "she reads old books", " in the garden behind the house", "0.91"),
            SpanRow("这只小狗", "在院子里", "睡觉", "0.88"),
        ]
    )
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
