"""Which characters stand beside a word, and how often: label, bar, figure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, text_font, tokens
from widgets.look.figures import count
from widgets.look.i18n import say, tr
from widgets.look.painted import Pointed

_ROW, _GAP, _BAR = 22, 8, 9  # logical px
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class NeighbourBars(Pointed):
    """Rows of label, bar and figure, the longest bar as wide as the room; as high as its rows."""

    picked = Signal(str)  # the label clicked

    _hand = False

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        say(self, name=name)

    def set_rows(self, rows: Sequence[tuple[str, int]]) -> None:
        """Show labels and how often each is, in the order given; an empty label is an edge of the text or
        punctuation, said in grey and not to be picked."""
        self._rows, self._hover = list(rows), -1
        self.setAccessibleDescription(", ".join(f"{self._label(row)} {count(n)}" for row, n in rows))
        self.updateGeometry()
        self.update()

    def _label(self, label: str) -> str:
        return label or tr("edge or punctuation")

    def sizeHint(self) -> QSize:
        return QSize(200, max(1, len(self._rows)) * _ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def bar(self, row: int) -> QRectF:
        """Where the bar of a row lies."""
        labels, figures = self._edges()
        most = max((n for _, n in self._rows), default=1) or 1
        room = max(4.0, self.width() - labels - figures - 2 * _GAP)
        long = max(2.0, room * self._rows[row][1] / most)
        return QRectF(labels + _GAP, row * _ROW + (_ROW - _BAR) / 2, long, _BAR)

    def _edges(self) -> tuple[int, int]:
        figures = QFontMetrics(style.fonts("field"))
        labels = max((self._long(label) for label, _ in self._rows if label), default=0)
        edge = max((self._long(label) for label, _ in self._rows if not label), default=0)
        figure = max([14, *(figures.horizontalAdvance(count(n)) for _, n in self._rows)])
        return max(14, min(labels, self.width() // 3), min(edge, self.width() // 2)), figure

    def _long(self, label: str) -> int:
        return QFontMetrics(self._font(label)).horizontalAdvance(self._label(label))

    def _font(self, label: str) -> QFont:
        """Characters in the font of the text; what is said of an edge is no character."""
        return text_font.chinese() if label else style.fonts("caption")

    def _under(self, place: QPointF) -> int:
        row = place.toPoint().y() // _ROW
        return row if 0 <= row < len(self._rows) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._under(event.position())
        if event.button() is Qt.MouseButton.LeftButton and row >= 0 and self._rows[row][0]:
            self.picked.emit(self._rows[row][0])

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        labels, _figures = self._edges()
        for row, (label, number) in enumerate(self._rows):
            bar, hot = self.bar(row), bool(label) and row == self._hover
            fill = QColor(t.accent if label else t.strong)
            fill.setAlphaF(1.0 if hot else 0.6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(bar, 2, 2)
            painter.setPen(QColor(t.text if label else t.text2))
            painter.setFont(self._font(label))
            where = QRect(0, row * _ROW, labels, _ROW)
            text = QFontMetrics(painter.font()).elidedText(
                self._label(label), Qt.TextElideMode.ElideRight, labels
            )
            painter.drawText(where, int(_MIDDLE), text)
            painter.setPen(QColor(t.text if hot else t.text2))
            painter.setFont(style.fonts("field"))
            where = QRect(int(bar.right()) + _GAP, row * _ROW, self.width(), _ROW)
            painter.drawText(where, int(_MIDDLE), count(number))
        painter.end()


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page = QWidget()
    column = QVBoxLayout(page)
    left, right = NeighbourBars("Characters before the word"), NeighbourBars("Characters behind the word")
    left.set_rows([("往", 14), ("到", 13), ("了", 12), ("至", 5), ("回", 4)])
    right.set_rows([("来", 1822), ("中", 4), ("", 3), ("去", 3), ("门", 2)])
    column.addWidget(left)
    column.addSpacing(16)
    column.addWidget(right)
    column.addStretch(1)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
