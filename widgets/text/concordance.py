"""Every place of a word in its context, the word aligned in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.controls.segmented import Segmented
from widgets.look import style, text_font, tokens
from widgets.look.figures import count
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import mark, say, tr
from widgets.look.labels import ElidedLabel, label
from widgets.text.table_model import Index

ROW = 26  # logical px
_NUMBER, _GAP, _PAD = 48, 16, 16
_SHARE = 0.46  # of the width is for what stands before the word
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ENDS = str.maketrans(dict.fromkeys("\n\r\t\u2028\u2029\x0b\x0c", " "))
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)

Line = tuple[int, str, str]  # position, left context, right context


class _Lines(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.word = ""
        self.lines: list[Line] = []

    def set_lines(self, word: str, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.word = word
        self.lines = [(at, left.translate(_ENDS), right.translate(_ENDS)) for at, left, right in lines]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1  # a list's own cannot be called without a parent

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            _, left, right = self.lines[index.row()]
            return f"{left}{self.word}{right}"
        return None


def columns(width: int, word_width: int) -> tuple[int, int, int]:
    """Where the left context ends, the word starts and the right context starts, in a row so wide."""
    edge = max(_NUMBER + 40, round((width - word_width - 2 * _GAP) * _SHARE) + _GAP)
    return edge, edge + _GAP, edge + 2 * _GAP + word_width


class _Line(QStyledItemDelegate):
    """Number, left context flush right, the word, right context flush left."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(320, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, model, room = tokens.current(), index.model(), option.rect
        assert isinstance(model, _Lines)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(room, QColor(t.accent_soft if chosen else t.hover))
        if chosen:
            painter.fillRect(QRect(room.left(), room.top(), 3, room.height()), QColor(t.accent))
        _, left, right = model.lines[index.row()]
        plain, bold = text_font.chinese(), text_font.chinese(bold=True)
        end, word, start = columns(room.width(), QFontMetrics(bold).horizontalAdvance(model.word))
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(t.text2))
        painter.drawText(room.adjusted(_PAD, 0, 0, 0), int(_MIDDLE), count(index.row() + 1))
        painter.setFont(plain)
        painter.setPen(QColor(t.text2 if not chosen else t.text))
        self._context(painter, QRect(_NUMBER, room.top(), end - _NUMBER, ROW), left, before=True)
        painter.setPen(QColor(t.text))
        self._context(painter, QRect(start, room.top(), room.width() - start - 4, ROW), right, before=False)
        painter.setFont(bold)
        painter.setPen(QColor(t.accent))
        painter.drawText(QRect(word, room.top(), start - word, ROW), int(_MIDDLE), model.word)

    def _context(self, painter: QPainter, room: QRect, text: str, *, before: bool) -> None:
        elide = Qt.TextElideMode.ElideLeft if before else Qt.TextElideMode.ElideRight
        side = Qt.AlignmentFlag.AlignRight if before else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, elide, max(0, room.width()))
        painter.drawText(room, int(side | _MIDDLE), shown)


class _List(QListView):
    """The lines; ``gone`` to one by mouse or key."""

    gone = Signal(int)

    def __init__(self, empty: str) -> None:
        super().__init__()
        self.empty = empty
        style.set_role(self, "rows")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerItem)

    def keyboardSearch(self, search: str) -> None:
        """Letters do nothing here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        now = self.currentIndex().row()
        if now >= 0 and (now != before or event.key() in _KEYS):
            self.gone.emit(now)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.gone.emit(index.row())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.empty and not self.model().rowCount():
            painter = QPainter(self.viewport())
            paint_empty(painter, self.viewport().rect(), tr(self.empty))
            painter.end()


class Concordance(QWidget):
    """A head (word, how often, how to sort) over the lines; ``head`` is its layout, for more at its left."""

    picked = Signal(int)  # the position of the line gone to
    sort_wanted = Signal(str)  # "left", "text" or "right"

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_role(self, "stage")
        self._word, self._facts = ElidedLabel(), ElidedLabel(role="dim")
        self._total, self._shown = 0, 0
        self.sort = Segmented(
            [("left", mark("By left")), ("text", mark("In text order")), ("right", mark("By right"))]
        )
        self.sort.set_current("text")
        self.sort.chosen.connect(self.sort_wanted)
        self._model, self.list = _Lines(self), _List(empty)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Line(self.list))
        self.list.gone.connect(lambda row: self.picked.emit(self._model.lines[row][0]))
        say(self.list, name=mark("Places of the word"))
        self.head = QHBoxLayout()
        self._lay_out()
        self.objectNameChanged.connect(self._name_parts)
        self._tell()

    def _lay_out(self) -> None:
        self.head.setContentsMargins(12, 6, 12, 6)
        self.head.setSpacing(8)
        self.head.addWidget(self._word)
        self.head.addWidget(self._facts, 1)
        self.head.addSpacing(12)  # or the facts read on into the next word
        self._sort_label = label(mark("Sort"), "dim")
        self.head.addWidget(self._sort_label)
        self.head.addWidget(self.sort)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._bar = QWidget()
        self._bar.setLayout(self.head)
        column.addWidget(self._bar)
        column.addWidget(self.list, 1)

    def lead(self, row: QHBoxLayout) -> None:
        """Let the head stand in a row of the owner's, instead of over the lines."""
        self.head.setContentsMargins(8, 0, 0, 0)
        row.addWidget(self._bar, 1)

    def show_head(self, shown: bool) -> None:
        """Show or hide the head's parts; the room stays taken."""
        for part in (self._word, self._facts, self._sort_label, self.sort):
            part.setVisible(shown)

    def set_lines(
        self, word: str, lines: Sequence[Line], total: int | None = None, first_shown: int | None = None
    ) -> None:
        """Show lines in the order given.

        Args:
            word: what stands in the middle.
            lines: position, left context, right context; line ends in them are shown as spaces.
            total: how often the word occurs, as many as there are lines if not told.
            first_shown: how many of those, from the first on, ``lines`` are; their number if not told.
        """
        self._total = len(lines) if total is None else total
        self._shown = len(lines) if first_shown is None else first_shown
        self._model.set_lines(word, lines)
        self._tell()

    def set_sort(self, key: str) -> None:
        """Show how the lines are sorted, without a signal."""
        self.sort.set_current(key)

    def go_to(self, position: int) -> None:
        """Choose the line at a position of the text, if it is there, without a signal."""
        for row, (at, _, _) in enumerate(self._model.lines):
            if at == position:
                self.list.setCurrentIndex(self._model.index(row))
                return

    def _tell(self) -> None:
        word = self._model.word
        self._word.setText(word)
        self._word.setVisible(bool(word))
        self._word.setFont(text_font.chinese("title"))
        style.set_role(self._word, "word")
        self._word.setMinimumWidth(min(160, self._word.sizeHint().width()))
        places = tr("{count} places", count=count(self._total)) if self._total != 1 else tr("1 place")
        self._facts.set_shorter(places if word else "")
        if self._shown < self._total:
            places = tr("{places}, first {count} shown", places=places, count=count(self._shown))
        self._facts.setText(places if word else "")
        self.list.viewport().update()

    def _name_parts(self, name: str) -> None:
        self.list.setObjectName(f"{name}.list")
        self.sort.setObjectName(f"{name}.sort")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._tell()


def _demo() -> QWidget:
    lines = [
        (
            9,
            "娘那里去，把他们的借来使使。”红玉答应了，便走出来往",
            "去。正走上翠烟桥，抬头一望，只见山坡上高处",
        ),
        (
            83,
            "在那山子石上。红玉待要过去，又不敢过去，只得闷闷的向",
            "取了喷壶回来，无精打彩自向房内倒着。众人",
        ),
        (
            720,
            "，不觉将怡红院走过了。”回过头来用手指着道：“这才是",
            "呢。”宝玉顺着袭人的手一瞧，道：“可不是过",
        ),
        (
            1200,
            "黛玉，方觉得有点腿酸，方慢慢的扶着紫鹃，回",
            "来。一进院门，只见满地下竹影参差，苔痕浓淡，不觉又想",
        ),
        (4000, "玉相伴。\n只这两个人，", "来。偏黛玉还未回来。正在不知所之，忽见王夫人的丫头进"),
    ]
    view = Concordance(mark("Choose a word to see its places"))
    view.set_lines("潇湘馆", lines * 4, 65, 20)
    view.list.setCurrentIndex(view.list.model().index(1, 0))
    return view


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
