"""How the tree of modules looks: names with badges and kinds, figures at the right, a plain header."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets.graph import ink
from widgets.graph.card import advance, elided
from widgets.graph.module import Module
from widgets.graph.paint_card import paint_badge, paint_lock

MODULE = Qt.ItemDataRole.UserRole.value + 1  # of the first column: the Module of a row
_HIGH, _HEAD, _EDGE = 29, 28, 8
_BADGE, _LOCK = 22, 16  # px that signs behind a name take
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class TreeHeader(QHeaderView):
    """Dim words over a rule."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setStretchLastSection(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(_HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.fillRect(rect, ink.brush(ink.colour("stage")))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), ink.brush(ink.colour("border")))
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        painter.setFont(ink.font("caption"))
        painter.setPen(ink.pen(ink.colour("text2")))
        painter.drawText(rect.adjusted(_EDGE, 0, -_EDGE, 0), _RIGHT if logicalIndex else _LEFT, text)

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        return QSize(round(advance("caption", text)) + 2 * _EDGE, _HEAD)


class TreeRow(QStyledItemDelegate):
    """A name with badge, lock and kind behind it; in other columns a figure."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(round(advance("body", str(index.data()))) + 2 * _EDGE, _HIGH)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        text = str(index.data())
        option.text = ""
        super().paint(painter, option, QModelIndex())  # what is behind a row
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(option.rect)
        painter.setFont(ink.font("body"))
        painter.setPen(ink.pen(ink.colour("text")))
        if index.column():
            painter.drawText(option.rect.adjusted(0, 0, -_EDGE, 0), _RIGHT, text)
        else:
            self._paint_name(painter, QRectF(option.rect).adjusted(4, 0, 0, 0), text, index.data(MODULE))
        painter.restore()

    def _paint_name(self, painter: QPainter, room: QRectF, name: str, module: Module) -> None:
        signs = (_BADGE if module.letter else 0) + (_LOCK if module.frozen else 0)
        shown = elided("body", name, room.width() - 4 - signs)
        painter.drawText(room, _LEFT, shown)
        x, middle = room.left() + advance("body", shown) + 8, room.center().y()
        if module.letter:
            paint_badge(painter, QRectF(x, middle - 8, 16, 16), module.letter, module.category)
            x += _BADGE
        if module.frozen:
            paint_lock(painter, QRectF(x, middle, 10, 0).center())
            x += _LOCK
        painter.setFont(ink.font("caption"))
        painter.setPen(ink.pen(ink.colour("text2")))
        left = room.right() - x
        if left > 16:
            painter.drawText(
                QRectF(x, room.top(), left, room.height()), _LEFT, elided("caption", module.kind, left)
            )
