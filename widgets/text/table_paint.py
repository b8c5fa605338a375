"""How the word table looks: rows with bars and figures, and a header that says how they are ordered."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets.look import style, text_font, tokens
from widgets.text.table_model import Column, Index, WordModel

ROW = 29  # logical px
PAD = 8
_FIGURE = 34  # beside a bar
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_DOWN, _UP = " ↓", " ↑"


def width_of(column: Column, title: str) -> int:
    """The room a column wants under ``title``."""
    room = QFontMetrics(style.fonts()).horizontalAdvance(title) + 3 * PAD
    return max(room, {"word": 112, "bar": 118, "int": 62, "float": 56, "bool": 46}[column.kind])


class Rows(QStyledItemDelegate):
    """Paints one cell; the view tells which row the pointer is over."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hover = -1
        self.current = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, model = tokens.current(), index.model()
        assert isinstance(model, WordModel)
        room: QRect = option.rect
        selected = self._ground(painter, room, option, index)
        column, value = model.columns[index.column()], model.value(index.row(), index.column())
        bold = column.kind == "bar" or (column.kind == "word" and index.row() == self.current)
        first = column.kind == "word"
        painter.setFont(text_font.chinese(bold=bold) if first else style.fonts(bold=bold))
        inner = room.adjusted(2 * PAD if index.column() == 0 else PAD, 0, -PAD, -1)
        painter.setPen(QColor(t.text if bold or first or column.kind == "int" or selected else t.text2))
        if column.kind == "bool":
            if value:
                _paint_check(painter, inner)
            return
        if column.kind == "bar":
            _paint_bar(painter, inner.adjusted(0, 0, -_FIGURE - PAD, 0), value, model.most[column.key])
        text = column.text(value)
        if first:
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LEFT if first else _RIGHT, text)

    def _ground(self, painter: QPainter, room: QRect, option: QStyleOptionViewItem, index: Index) -> bool:
        t = tokens.current()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(room, QColor(t.accent_soft))
        elif index.row() == self.hover:
            painter.fillRect(room, QColor(t.hover))
        painter.fillRect(QRect(room.left(), room.bottom(), room.width(), 1), QColor(t.grid))
        if index.row() == self.current and index.column() == 0:
            painter.fillRect(QRect(room.left(), room.top(), 3, room.height()), QColor(t.accent))
        return selected


def _paint_bar(painter: QPainter, room: QRect, value: float, most: float) -> None:
    t = tokens.current()
    part = min(1.0, max(0.0, float(value) / most)) if most > 0 and value == value else 0.0
    track = QRectF(room.left(), room.center().y() - 2, room.width(), 6)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(t.grid))
    painter.drawRoundedRect(track, 3, 3)
    if part > 0:
        painter.setBrush(QColor(t.accent))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), max(6.0, track.width() * part), 6), 3, 3)
    painter.restore()


def _paint_check(painter: QPainter, room: QRect) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.current().text2), 1.6))
    x, y = room.right() - 11.0, room.center().y() + 0.5
    painter.drawPolyline(QPolygonF([QPointF(x, y), QPointF(x + 3.5, y + 3.5), QPointF(x + 10, y - 4)]))
    painter.restore()


class Header(QHeaderView):
    """Titles over their columns, an arrow behind the one that orders the rows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(30)
        self.setMinimumSectionSize(40)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        t, model = tokens.current(), self.model()
        painter.fillRect(rect, QColor(t.stage))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(t.border))
        if not isinstance(model, WordModel) or not 0 <= logicalIndex < len(model.columns):
            return
        column = model.columns[logicalIndex]
        by = model.sorted_by
        text = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal))
        if by is not None and by[0] == column.key:
            text += _DOWN if by[1] else _UP
            painter.setPen(QColor(t.text))
        else:
            painter.setPen(QColor(t.text2))
        painter.setFont(style.fonts())
        at_left = column.kind in ("word", "bar")
        left = 2 * PAD if logicalIndex == 0 else PAD if at_left else 0
        room = rect.adjusted(left, 0, -PAD, -1)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT if at_left else _RIGHT, text)
