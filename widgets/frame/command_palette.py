"""All actions by name: type a few letters, press Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from widgets.frame.fuzzy import score
from widgets.look import style, tokens
from widgets.look.i18n import mark, say, spoken
from widgets.look.labels import label

_ROW = 34
_SHOWN = 10
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_SHOWN, Qt.Key.Key_PageDown: _SHOWN}


def plain(action: QAction) -> str:
    """An action's text without mnemonic and ellipsis."""
    return bare(action.text())


def bare(text: str) -> str:
    """A menu's words without mnemonic and ellipsis."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("….")


def _fit(typed: str, action: QAction) -> float | None:
    """How well letters fit an action, by its name as shown or, a little less, in English, for which whoever
    reads Chinese need not switch the keyboard."""
    found = [score(typed, plain(action))]
    if english := spoken(action, "text"):
        found.append(lower - 1.0 if (lower := score(typed, bare(english))) is not None else None)
    fits = [points for points in found if points is not None]
    return max(fits) if fits else None


class CommandPalette(QFrame):
    """A pop-up list of actions; those disabled or hidden now are left out."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")
        style.set_role(self, "popup")
        self._actions = list(actions)
        self._search = QLineEdit()
        self._search.setObjectName("palette.search")
        self._search.setFixedHeight(34)
        say(self._search, placeholder="Search actions", name="Search actions")
        self._list = QListWidget()
        self._list.setObjectName("palette.list")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setItemDelegate(_ActionRow(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self._list, name="Actions")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self._none = label(mark("No action has this name."), "dim")
        self._none.setMargin(8)
        layout.addWidget(self._none)
        self.setFocusProxy(self._search)
        self._search.textChanged.connect(self._filter)
        self._search.installEventFilter(self)
        self._list.itemClicked.connect(lambda _item: self._run())
        self._list.itemEntered.connect(self._list.setCurrentItem)

    def showEvent(self, event: QShowEvent) -> None:
        """Appear in the upper middle of the parent's window, with an empty search."""
        self._search.clear()
        self._filter("")
        if (parent := self.parentWidget()) is not None:
            window = parent.window()
            self.setFixedWidth(min(520, max(320, window.width() - 80)))
            self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, 52)))
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)
        super().showEvent(event)

    def shown(self) -> list[QAction]:
        """The actions listed now, best first."""
        rows = range(self._list.count())
        return [self._list.item(at).data(Qt.ItemDataRole.UserRole) for at in rows]

    def _filter(self, typed: str) -> None:
        ready = [
            action for action in self._actions if action.isEnabled() and action.isVisible() and plain(action)
        ]
        ranked = [(points, action) for action in ready if (points := _fit(typed, action)) is not None]
        ranked.sort(key=lambda pair: -pair[0])
        self._list.clear()
        for _, action in ranked:
            item = QListWidgetItem(plain(action))
            item.setData(Qt.ItemDataRole.UserRole, action)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.setFixedHeight(_ROW * min(self._list.count(), _SHOWN) + 2)
        self._list.setVisible(bool(ranked))
        self._none.setVisible(not ranked)
        self.adjustSize()

    def _run(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            action: QAction = item.data(Qt.ItemDataRole.UserRole)
            self.close()
            action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _MOVES and self._list.count():
                row = self._list.currentRow() + _MOVES[key]
                self._list.setCurrentRow(min(max(row, 0), self._list.count() - 1))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)


class _ActionRow(QStyledItemDelegate):
    """Icon, name, and the shortcut at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        t = tokens.current()
        action: QAction = index.data(Qt.ItemDataRole.UserRole)
        area: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(t.accent_soft))
        action.icon().paint(painter, QRect(area.left() + 10, area.center().y() - 8, 18, 18))
        font = style.fonts()
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        room = area.adjusted(38, 0, -12, 0)
        painter.setFont(font)
        painter.setPen(QColor(t.text2))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), keys)
        metrics = QFontMetrics(font)
        width = room.width() - metrics.horizontalAdvance(keys) - 16
        name = metrics.elidedText(plain(action), Qt.TextElideMode.ElideRight, width)
        painter.setPen(QColor(t.text))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
        painter.restore()


def _demo() -> QWidget:
    from widgets.look import icons

    names = (
        ("Play", "Space", "play"),
        ("Step", ".", "skip-forward"),
        ("Open file…", "Ctrl+O", "folder-open"),
    )
    actions = []
    for name, keys, icon in names:
        action = QAction(name)
        action.setShortcut(QKeySequence(keys))
        icons.set_icon(action, icon)
        actions.append(action)
    palette = CommandPalette(actions)
    palette.setWindowFlags(Qt.WindowType.Widget)
    palette._filter("")
    return palette


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
